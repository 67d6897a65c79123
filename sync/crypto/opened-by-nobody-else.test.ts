import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  envelopeDigest,
  sha256Hex,
  sm3Hex,
  submissionDigest,
  suiteNames,
  suiteOfEnvelope,
  type EnvelopeBinding,
  type Jwe,
} from '../contract/index.ts';
import { deriveCardKey, type CardKey } from '../submissions/card-key.ts';
import { openWithCard } from '../submissions/seal.ts';
import { newPrivateKey, publicHalf } from '../testing/suite-keys.ts';
import { citizen } from '../testing/test-matters.ts';
import { suiteOfKey, suites, type Open, type Seal, type Sealed } from './index.ts';

const place: EnvelopeBinding = {
  ...{ idempotencyKey: 'a-key-made-at-capture', handleItem: '310000999', version: '2026.1', part: 'form' },
};
const secret = Buffer.from('{"form":{"name":"测试甲TEST"}}');
/** More than what is done without a thread. */
const scan = randomBytes(40_000);

let card: CardKey;
let otherCard: CardKey;
beforeAll(async () => {
  const salt = randomBytes(32);
  card = await deriveCardKey(citizen, salt);
  otherCard = await deriveCardKey({ ...citizen, managementNumber: Uint8Array.of(1) }, salt);
});

type WithCitizen = Sealed & { readonly citizenRecipient: string };

describe.each(suiteNames)('an envelope of the suite %s', (name) => {
  let seal: Seal;
  let open: Open;
  let sealed: WithCitizen;
  beforeAll(async () => {
    const key = await newPrivateKey(name);
    seal = await suiteOfKey(publicHalf(key)).sealer(publicHalf(key));
    open = await suites[name].opener(key);
    sealed = (await seal(secret, place, card)) as WithCitizen;
  });

  it('names its suite, and is opened by the platform and by the card', async () => {
    expect(suiteOfKey(await newPrivateKey(name)).name).toBe(name);
    for (const plaintext of [secret, scan, Buffer.alloc(0)]) {
      const each = (await seal(plaintext, place, card)) as WithCitizen;
      expect(suiteOfEnvelope(each.envelope)).toBe(name);
      expect(suiteOfEnvelope(Buffer.from(each.envelope))).toBe(name);
      expect(Buffer.from((await open(each.envelope, place)) ?? [0]).equals(plaintext)).toBe(true);
      const byCard = await openWithCard(each, place, card);
      expect(Buffer.from(byCard ?? [0]).equals(plaintext)).toBe(true);
    }
  });

  it('holds the citizen’s recipient apart; without a card there is none', async () => {
    const { encrypted_key: wrapped } = JSON.parse(sealed.citizenRecipient) as { encrypted_key: string };
    expect(sealed.envelope).not.toContain(wrapped);
    expect((JSON.parse(sealed.envelope) as Jwe).recipients).toHaveLength(1);
    expect((await seal(secret, place, null)).citizenRecipient).toBeNull();
  });

  it('is never the same twice', async () => {
    const again = await seal(secret, place, card);
    const [one, two] = [sealed, again].map((each) => JSON.parse(each.envelope) as Jwe);
    expect(one?.iv).not.toBe(two?.iv);
    expect(one?.ciphertext).not.toBe(two?.ciphertext);
    expect(again.sha256).not.toBe(sealed.sha256);
  });

  it('stays closed to another card and to another platform', async () => {
    expect(await openWithCard(sealed, place, otherCard)).toBeNull();
    const stranger = await suites[name].opener(await newPrivateKey(name));
    expect(await stranger(sealed.envelope, place)).toBeNull();
  });

  it.each<[string, Partial<EnvelopeBinding>]>([
    ['another submission', { idempotencyKey: 'another-key-made-at-capture' }],
    ['another matter', { handleItem: '310000998' }],
    ['another version', { version: '2026.2' }],
    ['another part', { part: 'material:CARD-01' }],
  ])('stays closed when it was moved to %s', async (_where, change) => {
    const elsewhere = { ...place, ...change };
    expect(await open(sealed.envelope, elsewhere)).toBeNull();
    expect(await openWithCard(sealed, elsewhere, card)).toBeNull();
    // Neither does it help to write the other place on it.
    const moved = JSON.parse(sealed.envelope) as Jwe;
    moved.aad = (JSON.parse((await seal(secret, elsewhere, null)).envelope) as Jwe).aad;
    expect(await open(JSON.stringify(moved), elsewhere)).toBeNull();
    expect(await openWithCard({ ...sealed, envelope: JSON.stringify(moved) }, elsewhere, card)).toBeNull();
  });

  it('stays closed when one bit of any part is another, for the platform and for the card', async () => {
    let flipped = 0;
    for (const part of ['protected', 'aad', 'iv', 'ciphertext', 'tag'] as const) {
      const jwe = JSON.parse(sealed.envelope) as Jwe;
      for (const wrong of withEachByteFlipped(jwe[part])) {
        const envelope = JSON.stringify({ ...jwe, [part]: wrong });
        expect(await open(envelope, place)).toBeNull();
        expect(await openWithCard({ ...sealed, envelope }, place, card)).toBeNull();
        flipped += 1;
      }
    }
    expect(flipped).toBeGreaterThan(100);
  });

  it('stays closed when one bit of a wrapped key or of its header is another', async () => {
    const jwe = JSON.parse(sealed.envelope) as Jwe;
    for (const wrong of recipientsWithEachByteFlipped(jwe.recipients[0])) {
      expect(await open(JSON.stringify({ ...jwe, recipients: [wrong] }), place)).toBeNull();
    }
    for (const wrong of recipientsWithEachByteFlipped(JSON.parse(sealed.citizenRecipient))) {
      const citizenRecipient = JSON.stringify(wrong);
      expect(await openWithCard({ ...sealed, citizenRecipient }, place, card)).toBeNull();
    }
  });

  it('stays closed to the card when its own recipient was destroyed, whatever is put in its place', async () => {
    const another = (await seal(secret, place, card)) as WithCitizen;
    const forPlatform = JSON.stringify((JSON.parse(sealed.envelope) as Jwe).recipients[0]);
    for (const citizenRecipient of [another.citizenRecipient, forPlatform, 'null', '{}', '[]', '']) {
      expect(await openWithCard({ ...sealed, citizenRecipient }, place, card)).toBeNull();
    }
    expect(Buffer.from((await open(sealed.envelope, place)) ?? []).equals(secret)).toBe(true);
  });

  it.each(['', '{}', 'null', '[1]', '{"protected":"eyJlbmMiOiJTTTRHQ00ifQ"}'])(
    'is not the text %j, which stays closed',
    async (text) => {
      expect(await open(text, place)).toBeNull();
      expect(await openWithCard({ envelope: text, citizenRecipient: text }, place, card)).toBeNull();
    },
  );
});

describe('two suites', () => {
  it('are not mixed up: neither opens what the other sealed, nor takes its keys', async () => {
    for (const [mine, others] of [
      ['jose', 'shangmi'],
      ['shangmi', 'jose'],
    ] as const) {
      const [key, otherKey] = [await newPrivateKey(mine), await newPrivateKey(others)];
      const sealed = (await (await suites[mine].sealer(publicHalf(key)))(secret, place, card)) as WithCitizen;
      expect(await (await suites[others].opener(otherKey))(sealed.envelope, place)).toBeNull();
      expect(await suites[others].openWithCard(sealed, place, card)).toBeNull();
      for (const take of ['sealer', 'opener', 'receiptVerifier', 'receiptSigner'] as const) {
        await expect(suites[others][take](key)).rejects.toThrow(TypeError);
      }
    }
  });

  it('digest differently, and an envelope that claims the other suite has another digest', async () => {
    const key = await newPrivateKey('shangmi');
    const { envelope, sha256 } = await (await suites.shangmi.sealer(publicHalf(key)))(secret, place, null);
    expect(sha256).toBe(sm3Hex(envelope));
    expect(envelopeDigest(Buffer.from(envelope))).toBe(sha256);
    const claimed = envelope.replace('{"protected"', '{ "protected"');
    expect(envelopeDigest(claimed)).toBe(sha256Hex(claimed));
    expect(submissionDigest(envelope, [])).toBe(sm3Hex(JSON.stringify(['tongban-submission-1', sha256, []])));
  });

  it.each([
    ['of another curve', { kty: 'EC', crv: 'P-384', x: 'AA', y: 'AA' }],
    ['of another kind', { kty: 'oct', k: 'AA' }],
  ])('no suite takes a key %s', (_what, key) => {
    expect(() => suiteOfKey(key)).toThrow(TypeError);
  });

  it('an SM2 key off the curve, of wrong length or with halves of two keys is refused', async () => {
    const [key, other] = [await newPrivateKey('shangmi'), await newPrivateKey('shangmi')];
    const { x, y } = key as { x: string; y: string };
    await expect(suites.shangmi.sealer({ ...key, x: y, y: x })).rejects.toThrow('no point of the curve');
    await expect(suites.shangmi.sealer({ ...key, x: x.slice(2) })).rejects.toThrow('32 bytes');
    await expect(suites.shangmi.opener({ ...other, d: key.d as string })).rejects.toThrow('belong together');
  });

  it('say that their keys are in software', () => {
    expect(Object.values(suites).map((suite) => [suite.name, suite.hardware])).toEqual([
      ['jose', false],
      ['shangmi', false],
    ]);
  });
});

function* withEachByteFlipped(base64url: string): Generator<string> {
  const bytes = Buffer.from(base64url, 'base64url');
  for (let at = 0; at < bytes.length; at++) {
    const wrong = Buffer.from(bytes);
    wrong[at] = (wrong[at] as number) ^ (1 << (at % 8));
    yield wrong.toString('base64url');
  }
}

/** The wrapped key and every text of the header, at any depth; a key's id is only a hint, and stays. */
function* recipientsWithEachByteFlipped(recipient: unknown): Generator<unknown> {
  if (typeof recipient !== 'object' || recipient === null) return;
  for (const [name, value] of Object.entries(recipient)) {
    if (['kid', 'kty', 'crv'].includes(name)) continue;
    if (name === 'alg') yield { ...recipient, alg: `${String(value)}X` };
    else if (typeof value === 'string') {
      for (const wrong of withEachByteFlipped(value)) yield { ...recipient, [name]: wrong };
    } else {
      for (const wrong of recipientsWithEachByteFlipped(value)) yield { ...recipient, [name]: wrong };
    }
  }
}
