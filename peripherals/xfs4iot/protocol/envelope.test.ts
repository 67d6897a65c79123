import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from './commands.ts';
import {
  COMPLETION_CODES,
  REFUSALS,
  decodeAnswer,
  decodeCommand,
  encodeAnswer,
  encodeCommand,
} from './envelope.ts';
import type { CommandMessage, ProviderMessage } from './envelope.ts';

/** The short form runs always; `TONGBAN_FUZZ=1000000` makes it long. A failure names the seed that repeats it. */
const INPUTS = Number(process.env['TONGBAN_FUZZ'] ?? 2000);

const name = fc.constantFrom(...Object.keys(COMMANDS), 'CardReader.MediaInsertedEvent');
const requestId = fc.integer({ min: 1 });
/** The one key that is dropped: it would be no key but the prototype of whoever copies it carelessly. */
const key = fc.string().filter((text) => text !== '__proto__');
const payload = fc.dictionary(key, fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true, maxKeys: 4 });
const command: fc.Arbitrary<CommandMessage> = fc.record({
  ...{ name, requestId, payload, version: fc.string() },
  timeoutMs: fc.nat(),
});
const answer: fc.Arbitrary<ProviderMessage> = fc.oneof(
  fc.record({
    ...{ type: fc.constant('acknowledge' as const), name, requestId },
    status: fc.option(fc.constantFrom(...REFUSALS)),
  }),
  fc.record({ type: fc.constant('event' as const), name, requestId, payload }),
  fc.record({
    ...{ type: fc.constant('completion' as const), name, requestId, payload },
    completionCode: fc.constantFrom(...COMPLETION_CODES),
  }),
  fc.record({ type: fc.constant('unsolicited' as const), name, payload }),
);
/** As JSON has it: no -0. */
const asJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('whatever is said', () => {
  it('arrives as it was said', () => {
    fc.assert(
      fc.property(command, (said) => {
        expect(decodeCommand(encodeCommand(said))).toEqual(asJson(said));
      }),
    );
    fc.assert(
      fc.property(answer, (said) => {
        expect(decodeAnswer(encodeAnswer(said))).toEqual(asJson(said));
      }),
    );
  });

  it('and any text in its place, is a message or nothing, and never an error', () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      // Nearly right: one value of a message replaced by anything.
      fc
        .tuple(
          answer,
          fc.constantFrom('name', 'type', 'requestId', 'status', 'completionCode'),
          fc.jsonValue(),
        )
        .map(([said, key, value]) => {
          const { header, ...rest } = JSON.parse(encodeAnswer(said)) as { header: object };
          return JSON.stringify({ ...rest, header: { ...header, [key]: value } });
        }),
      // Cut off, or with something in the middle.
      fc.tuple(answer, fc.nat(), fc.string()).map(([said, at, strange]) => {
        const text = encodeAnswer(said);
        return text.slice(0, at % text.length) + strange;
      }),
    );
    fc.assert(
      fc.property(noise, (text) => {
        const message = decodeAnswer(text);
        if (message === null) return;
        expect(['acknowledge', 'event', 'completion', 'unsolicited']).toContain(message.type);
        if (message.type !== 'unsolicited') expect(message.requestId).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: INPUTS },
    );
    fc.assert(fc.property(noise, (text) => void decodeCommand(text)));
  });

  it('as the payload of a completion, fits its command or does not, and never is an error', () => {
    const schemas = Object.values(COMMANDS).map(({ completion }) => completion);
    fc.assert(
      fc.property(fc.constantFrom(...schemas), fc.jsonValue(), (schema, value) => {
        expect(typeof schema.safeParse(value).success).toBe('boolean');
      }),
    );
  });
});

it.each([0, -1, 1.5, Number.NaN])('counts no request as %s', (requestId) => {
  expect(() =>
    encodeCommand({ name: 'Common.Status', requestId, version: '2.0', timeoutMs: 0, payload: {} }),
  ).toThrow(RangeError);
});

it('keeps nothing of what a provider says in its own words', () => {
  const text = JSON.stringify({
    header: {
      ...{ type: 'completion', name: 'CardReader.ChipIO', requestId: 7, version: '3.0' },
      ...{ completionCode: 'hardwareError', errorDescription: 'card of 310199198001010011' },
    },
    payload: null,
  });
  expect(decodeAnswer(text)).toEqual({
    ...{ type: 'completion', name: 'CardReader.ChipIO', requestId: 7 },
    ...{ completionCode: 'hardwareError', payload: {} },
  });
});
