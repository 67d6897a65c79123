import type { z } from 'zod';
import { documentedGroups } from './documented.ts';
import type { Operation } from './operation.ts';
import { jsonSchemaOf, namedSchemas, PROBLEMS_OF_ALL } from './openapi.ts';
import { problems } from './problem.ts';

interface JsonSchema {
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

const INTRODUCTION = `# The platform's API

What a terminal says to the unified acceptance platform (统一受理平台) and the other modules of art. 5, and what it
hears. The modules live at the platform's address or at their own, behind the same rules. This page and
\`sync/contract/openapi.json\` are made from the schemas in \`sync/contract\` by \`node sync/contract/generate.ts\`; the
client and the sandbox check with the same schemas. It is a proposal, shaped on the calls of the city's real gateway,
whose names stand beside ours.

## Rules for every request

- Bodies are strict: a member that is not in the schema is refused. Answers may grow.
- **Idempotency-Key** is on everything but GET. It is made at capture and is the same for every retry; a repeat is
  answered as the first was, and the key with another body is refused (\`IDEMPOTENCY_CONFLICT\`).
- Refusals are \`application/problem+json\` (RFC 9457) with a stable \`code\`. 5xx, 408, 425 and 429 are repeated with
  jitter and a cap, never before Retry-After; every other 4xx is not repeated as it is.
- Times are UTC with Z, days are those of Asia/Shanghai. The platform's clock wins.
- Form and materials travel sealed, as envelopes (\`sync/contract/envelope.ts\`), bound to key, matter, version and part.

## Signing

Headers: \`X-App-Id\`, \`X-Api-Name\`, \`X-Terminal-Id\`, \`X-Timestamp\` (milliseconds since 1970, within 300 s of the
platform's clock), \`X-Nonce\` (16 to 64 characters, taken once within 10 minutes), \`X-Signature-Alg\` (\`HMAC-SM3\` or
\`SM2-SM3\`), \`X-Signature\` (lower-case hex), \`X-Request-Id\` (a UUID), \`Idempotency-Key\`. What is signed, in UTF-8:

\`\`\`
METHOD
PATH                  as it goes over the wire, from /v1/ on
SORTED_QUERY          name=value joined by &, percent-encoded (RFC 3986), sorted by encoded name; may be empty
X-App-Id
X-Terminal-Id
X-Timestamp
X-Nonce
Idempotency-Key       empty for a GET
hex(SM3(body))        of the bytes as they are sent
\`\`\`

joined by one line feed each, none at the end. HMAC-SM3 takes the terminal's secret of at least 32 bytes. SM2-SM3 signs
with the user id 1234567812345678 (GB/T 32918.2), and the signature is r and s, 32 bytes each. Known answers:
\`sync/contract/signing-vectors.json\`. A refusal \`CLOCK_SKEW\` tells \`serverTime\`: sign again with it at once.

Answers are not signed one by one. What must be proved later is: the receipt and the catalogue are JWS by the
platform's receipt key, each with a \`typ\` of its own.
`;

/** The whole contract as a page to read. */
export function documentationPage(): string {
  const parts = [INTRODUCTION];
  for (const [group, operations] of Object.entries(documentedGroups)) {
    parts.push(`## ${group}\n`);
    for (const [name, operation] of Object.entries(operations)) {
      parts.push(operationText(name, operation));
    }
  }
  parts.push('## What travels inside\n');
  for (const [name, schema] of Object.entries<z.ZodType>(namedSchemas)) {
    parts.push(`### ${name}\n\n${schemaText(jsonSchemaOf(schema, 'input') as JsonSchema)}`);
  }
  parts.push(problemsText());
  return `${parts.join('\n').trimEnd()}\n`;
}

function operationText(name: string, operation: Operation): string {
  const { method, path, summary, legacyName, query, body, answer } = operation;
  const legacy = legacyName === null ? '' : ` At the city's gateway: \`${legacyName}\`.`;
  const own = operation.problems.map((code) => `\`${code}\``).join(', ');
  return [
    `### ${name}\n`,
    `\`${method} ${path}\`\n`,
    `${summary}${legacy}\n`,
    ...(query ? [`Query:\n\n${schemaText(jsonSchemaOf(query, 'input') as JsonSchema)}`] : []),
    ...(body ? [`Body:\n\n${schemaText(jsonSchemaOf(body, 'input') as JsonSchema)}`] : []),
    ...(!body && method === 'PUT' ? ['Body: the bytes, as `application/octet-stream`.\n'] : []),
    `Answer:\n\n${schemaText(jsonSchemaOf(answer, 'input') as JsonSchema)}`,
    ...(own === '' ? [] : [`Refusals of its own: ${own}.\n`]),
  ].join('\n');
}

/** An object as a list of members, alternatives one after the other. */
function schemaText(schema: JsonSchema): string {
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives) return alternatives.map((each) => schemaText(each)).join('\nor\n\n');
  const lines = membersOf(schema, 0);
  return lines.length === 0 ? '- nothing: `{}`\n' : `${lines.join('\n')}\n`;
}

function membersOf(schema: JsonSchema, depth: number): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const optional = (schema.required ?? []).includes(name) ? '' : ', optional';
    const meaning = member.description === undefined ? '' : `: ${member.description}`;
    const inner = objectWithin(member);
    return [
      `${'  '.repeat(depth)}- \`${name}\`: ${typeText(member)}${optional}${meaning}`,
      ...(inner ? membersOf(inner, depth + 1) : []),
    ];
  });
}

/** The object whose members are worth listing below: of a list the item, of "or null" the other. */
function objectWithin(schema: JsonSchema): JsonSchema | null {
  if (schema.properties) return schema;
  if (schema.items) return objectWithin(schema.items);
  const objects = (schema.anyOf ?? []).flatMap((each) => objectWithin(each) ?? []);
  return objects.length === 1 ? (objects[0] ?? null) : null;
}

function typeText(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((each) => `\`${JSON.stringify(each)}\``).join(', ');
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return [...new Set(alternatives.map((each) => typeText(each)))].join(' or ');
  if (schema.type === 'array') {
    const most = schema.maxItems === undefined ? '' : `, at most ${schema.maxItems}`;
    return `list of ${typeText(schema.items ?? {})}${most}`;
  }
  if (schema.format) return schema.format;
  if (schema.pattern) return `text \`${schema.pattern.replaceAll('|', '\\|')}\``;
  if (schema.maxLength !== undefined) return `text of ${schema.minLength ?? 0} to ${schema.maxLength}`;
  return schema.type === 'string' ? 'text' : (schema.type ?? 'anything');
}

function problemsText(): string {
  const rows = Object.entries(problems).map(
    ([code, { status, means }]) => `| \`${code}\` | ${status} | ${means} |`,
  );
  const all = PROBLEMS_OF_ALL.map((code) => `\`${code}\``).join(', ');
  return [
    '## Refusals\n',
    `Every request may meet ${all}.\n`,
    '| Code | Status | Means |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
}
