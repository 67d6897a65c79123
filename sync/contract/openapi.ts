import { z } from 'zod';
import { libraryRecord } from './aggregation.ts';
import { catalogueSchema } from './catalogue.ts';
import { idempotencyKeySchema } from './common.ts';
import { documentedGroups } from './documented.ts';
import { jweSchema, sealedFormSchema } from './envelope.ts';
import { statusEvent } from './events.ts';
import { IDEMPOTENCY_HEADER, requestHeaders, signatureHeaders } from './headers.ts';
import { licenceReference } from './licence-reference.ts';
import { announcement } from './notices.ts';
import type { Operation } from './operation.ts';
import { PROBLEM_MEDIA_TYPE, problems, problemSchema, type ProblemCode } from './problem.ts';
import { qualityReturn } from './quality.ts';
import { receiptSchema } from './receipt.ts';

/** Refusals that every request may meet. */
export const PROBLEMS_OF_ALL: readonly ProblemCode[] = [
  ...(['HEADER_INVALID', 'BODY_INVALID', 'SIGNATURE_INVALID', 'CLOCK_SKEW', 'NONCE_REUSED'] as const),
  ...(['TERMINAL_REVOKED', 'RATE_LIMITED', 'INTERNAL', 'UNAVAILABLE'] as const),
];

/** What travels inside something else, as text or sealed, besides the bodies of the operations. */
export const namedSchemas = {
  Problem: problemSchema,
  StatusEvent: statusEvent,
  SignedCatalogue: catalogueSchema,
  Receipt: receiptSchema,
  Envelope: jweSchema,
  SealedForm: sealedFormSchema,
  LicenceReference: licenceReference,
  LibraryRecord: libraryRecord,
  QualityReturn: qualityReturn,
  Announcement: announcement,
} as const satisfies Record<string, z.ZodType>;

/** A JSON Schema (2020-12), as OpenAPI 3.1 takes it. */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    ...{ io, reused: 'inline' },
    // 2020-12 has no such format; `contentEncoding`, which stands beside it, says the same.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format === 'base64') delete jsonSchema.format;
    },
  });
  return rest;
}

/** The whole contract as an OpenAPI 3.1 document. */
export function openApiDocument(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [tag, operations] of Object.entries(documentedGroups)) {
    for (const [name, operation] of Object.entries(operations)) {
      paths[operation.path] = {
        ...paths[operation.path],
        [operation.method.toLowerCase()]: operationObject(name, tag, operation),
      };
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title:
        'Unified acceptance platform (统一受理平台) and the other modules, as Tongban terminals use them',
      version: '1.0.0',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    tags: Object.keys(documentedGroups).map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(
        // What we check leniently in answers stays open; what goes into an envelope is as strict as it is written.
        Object.entries(namedSchemas).map(([name, schema]) => [name, jsonSchemaOf(schema, 'input')]),
      ),
      parameters: headerParameters(),
    },
  };
}

function operationObject(name: string, tag: string, operation: Operation): Record<string, unknown> {
  const { method, path, summary, legacyName, query, body, answer } = operation;
  const pathNames = [...path.matchAll(/\{([A-Za-z]+)\}/g)].map((match) => match[1] ?? '');
  const headers = Object.keys(headerParameters()).filter(
    (header) => method !== 'GET' || header !== IDEMPOTENCY_HEADER,
  );
  return {
    ...{ operationId: name, tags: [tag], summary },
    ...(legacyName === null ? {} : { 'x-legacy-name': legacyName }),
    parameters: [
      ...headers.map((header) => ({ $ref: `#/components/parameters/${header}` })),
      ...pathNames.map((each) => ({ name: each, in: 'path', required: true, schema: { type: 'string' } })),
      ...queryParameters(query),
    ],
    ...requestBody(operation, body),
    responses: {
      200: {
        description: 'Done, now or when the same key came before.',
        content: { 'application/json': { schema: jsonSchemaOf(answer, 'input') } },
      },
      ...problemResponses([...operation.problems, ...PROBLEMS_OF_ALL]),
    },
  };
}

function requestBody({ method }: Operation, body: z.ZodType | null): Record<string, unknown> {
  if (body) {
    const schema = jsonSchemaOf(body, 'input');
    return { requestBody: { required: true, content: { 'application/json': { schema } } } };
  }
  if (method !== 'PUT') return {};
  const schema = { type: 'string', contentMediaType: 'application/octet-stream' };
  return { requestBody: { required: true, content: { 'application/octet-stream': { schema } } } };
}

function problemResponses(codes: readonly ProblemCode[]): Record<string, unknown> {
  const byStatus = Map.groupBy(codes, (code) => problems[code].status);
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, of]) => [
        String(status),
        {
          description: [...of].sort().join(', '),
          content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      ]),
  );
}

function queryParameters(query: z.ZodObject | null): Record<string, unknown>[] {
  return Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    ...{ name, in: 'query', required: false },
    schema: jsonSchemaOf(schema as z.ZodType, 'input'),
  }));
}

function headerParameters(): Record<string, object> {
  const shape = {
    ...requestHeaders.shape,
    ...signatureHeaders.shape,
    [IDEMPOTENCY_HEADER]: idempotencyKeySchema,
  };
  return Object.fromEntries(
    Object.entries<z.ZodType>(shape).map(([name, schema]) => [
      name,
      {
        ...{ name, in: 'header', required: !schema.safeParse(undefined).success },
        schema: jsonSchemaOf(schema, 'input'),
      },
    ]),
  );
}
