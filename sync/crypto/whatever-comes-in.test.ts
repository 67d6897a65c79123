import { beforeAll, expect, test } from 'vitest';
import { suiteNames, type EnvelopeBinding, type SuiteName } from '../contract/index.ts';
import { newPrivateKey, publicHalf } from '../testing/suite-keys.ts';
import { suites, type Open, type VerifyReceipt } from './index.ts';
import { readSm2Cipher } from './shangmi/sm2-cipher.ts';
import { sm2Encrypt, sm2PublicKey } from './shangmi/sm2.ts';

/** No text opens, verifies or throws that was not made with the key. TONGBAN_FUZZ=1000000 makes it a long run. */

const INPUTS = Number(process.env['TONGBAN_FUZZ'] ?? 20_000);
const SEED = Number(process.env['TONGBAN_FUZZ_SEED'] ?? Date.now() % 2 ** 32);
const place: EnvelopeBinding = { idempotencyKey: 'k', handleItem: 'h', version: 'v', part: 'form' };

/** Marsaglia's xorshift: the same inputs for the same seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
const random = randomFrom(SEED);

/** One to three changes: another byte, a piece cut out, a piece doubled. */
function mutated(bytes: Uint8Array): Buffer {
  let result = Buffer.from(bytes);
  for (let changes = 1 + random(3); changes > 0; changes--) {
    const at = random(result.length + 1);
    const length = random(8);
    const [before, piece, after] = [
      result.subarray(0, at),
      result.subarray(at, at + length),
      result.subarray(at + length),
    ];
    const kind = random(3);
    if (kind === 0) result = Buffer.concat([before, Buffer.from([random(256)]), result.subarray(at + 1)]);
    else if (kind === 1) result = Buffer.concat([before, after]);
    else result = Buffer.concat([before, piece, piece, after]);
  }
  return result;
}

interface Subject {
  readonly open: Open;
  readonly envelope: string;
  readonly verify: VerifyReceipt;
  readonly receipt: string;
}
const subjects = {} as Record<SuiteName, Subject>;
let cipher: Uint8Array;

beforeAll(async () => {
  for (const name of suiteNames) {
    const key = await newPrivateKey(name);
    const { envelope } = await (
      await suites[name].sealer(publicHalf(key))
    )(Buffer.from('secret'), place, null);
    subjects[name] = {
      ...{ open: await suites[name].opener(key), envelope },
      verify: await suites[name].receiptVerifier(publicHalf(key)),
      receipt: await (await suites[name].receiptSigner(key))(Buffer.from('{"receipt":1}')),
    };
  }
  cipher = sm2Encrypt(Buffer.from('0123456789abcdef'), sm2PublicKey(await newPrivateKey('shangmi')));
});

test(`the parser of SM2Cipher takes any bytes (${INPUTS} inputs, seed ${SEED})`, () => {
  let read = 0;
  for (let input = 0; input < INPUTS; input++) {
    const parts = readSm2Cipher(mutated(cipher));
    if (!parts) continue;
    read += 1;
    expect(parts.c1).toMatch(/^[0-9a-f]{128}$/);
    expect(parts.c3).toMatch(/^[0-9a-f]{64}$/);
    expect(parts.c2).toMatch(/^([0-9a-f]{2})+$/);
  }
  // The changes are small enough that many are still an SM2Cipher.
  expect(read).toBeGreaterThan(INPUTS / 100);
});

test.each(suiteNames)(
  `changed envelopes and receipts of %s (${Math.ceil(INPUTS / 100)} inputs each, seed ${SEED})`,
  async (name) => {
    const { open, envelope, verify, receipt } = subjects[name];
    for (let input = 0; input < INPUTS / 100; input++) {
      const text = mutated(Buffer.from(envelope)).toString('latin1');
      const opened = await open(text, place);
      // A doubled or lost blank, or a bit that base64url does not use, changes the text and not its meaning.
      if (opened) expect(Buffer.from(opened).toString()).toBe('secret');
      const verified = await verify(mutated(Buffer.from(receipt)).toString('latin1'));
      if (verified) expect(Buffer.from(verified.payload).toString()).toBe('{"receipt":1}');
    }
  },
);
