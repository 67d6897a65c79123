import fc from 'fast-check';

/** JSON Schema as far as the OpenAPI document uses it. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly format?: string;
  readonly pattern?: string;
}

/** What has broken other people's servers. */
const NASTY_TEXTS = [
  ...[
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\u202e',
    '𰻞',
    "' or 1=1 --",
    '"; drop table accounts; --',
    '%',
    '%_',
  ],
  ...[
    '../../etc/passwd',
    '__proto__',
    'constructor',
    '${7*7}',
    '<script>',
    '=1+1',
    '\r\nSet-Cookie: a=b',
    '[object Object]',
  ],
  ...[
    '0',
    '-1',
    '1e309',
    '2147483647',
    '2147483648',
    '9007199254740993',
    'NaN',
    'null',
    'true',
    '9999-12-31',
    '2026-02-30',
    '2026-13-01',
  ],
  ...['2026-03-02T01:00:00.000Z', '+275760-09-13T00:00:00.000Z', '00000000-0000-4000-8000-000000000000'],
  ...['310000999000TEST01', '2026', '2026-02', '2099', 'x'.repeat(10_000)],
] as const;
const NASTY_NUMBERS = [0, -0, -1, 1, 0.5, 2 ** 31 - 1, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, 5e-324];

const nastyText = fc.oneof(fc.constantFrom(...NASTY_TEXTS), fc.string({ unit: 'binary', maxLength: 60 }));
const nasty = fc.oneof(
  ...[nastyText, fc.constantFrom<unknown>(...NASTY_NUMBERS), fc.constantFrom<unknown>(null, true, [], {})],
  fc.jsonValue({ maxDepth: 4 }),
  fc.constant(JSON.parse('{"__proto__": {"admin": true}, "constructor": {"prototype": {}}}') as unknown),
);

/** A text for a place in an address. */
export function malformedText(schema: JsonSchema): fc.Arbitrary<string> {
  return malformedValue(schema).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
}

/** Mostly of the schema's shape, so that it comes far, with something wrong at some places. */
export function malformedValue(schema: JsonSchema, depth = 0): fc.Arbitrary<unknown> {
  if (depth > 6) return nasty;
  return fc.oneof({ weight: 7, arbitrary: ofShape(schema, depth) }, { weight: 1, arbitrary: nasty });
}

function ofShape(schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((each) => malformedValue(each, depth + 1)));
  switch (schema.type) {
    case 'object': {
      const members = Object.entries(schema.properties ?? {});
      const known = members.map(([name, each]) => [name, malformedValue(each, depth + 1)] as const);
      const whole = fc.record(Object.fromEntries(known));
      const partly = fc.record(Object.fromEntries(known), { requiredKeys: [] });
      const more = fc.dictionary(fc.constantFrom('extra', 'toString', 'hasOwnProperty'), nasty, {
        maxKeys: 1,
      });
      return fc
        .tuple(fc.oneof({ weight: 4, arbitrary: whole }, { weight: 1, arbitrary: partly }), fc.nat(4), more)
        .map(([value, addsMore, extra]) => (addsMore === 0 ? { ...value, ...extra } : value));
    }
    case 'array':
      return fc.array(malformedValue(schema.items ?? {}, depth + 1), { maxLength: 4 });
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom(...NASTY_NUMBERS));
    case 'boolean':
      return fc.boolean();
    case 'string':
      return textOf(schema);
    default:
      return nasty;
  }
}

function textOf({ format, pattern }: JsonSchema): fc.Arbitrary<string> {
  const fitting =
    format === 'uuid'
      ? fc.uuid()
      : format === 'date'
        ? fc.constantFrom('2026-03-02', '0000-01-01', '9999-12-31')
        : pattern === undefined
          ? fc.stringMatching(/^[a-zA-Z0-9_-]{1,43}$/)
          : matching(pattern);
  return fc.oneof({ weight: 3, arbitrary: fitting }, { weight: 1, arbitrary: nastyText });
}

/** Some patterns use more of regular expressions than can be turned round. */
function matching(pattern: string): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern, 'u'));
  } catch {
    return fc.constantFrom('TEST', '2026-03-02T01:00:00.000Z');
  }
}
