import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { suiteNames, type EnvelopeBinding } from '../contract/index.ts';
import { newPrivateKey, publicHalf } from '../testing/suite-keys.ts';
import { turnsDuring } from '../testing/turns.ts';
import { runInThread } from './pool.ts';
import { suites } from './index.ts';

const place: EnvelopeBinding = {
  idempotencyKey: 'k',
  handleItem: 'h',
  version: 'v',
  part: 'material:CARD-01',
};

describe('a scan of 2 MB', () => {
  it.each(suiteNames)('%s: is sealed and opened while the event loop goes on', async (name) => {
    const key = await newPrivateKey(name);
    const [seal, open] = [await suites[name].sealer(publicHalf(key)), await suites[name].opener(key)];
    const scan = randomBytes(2_000_000);
    // On the event loop it would come round once or twice.
    expect(await turnsDuring(seal(scan, place, null))).toBeGreaterThan(100);
    const { envelope } = await seal(scan, place, null);
    expect(await turnsDuring(open(envelope, place))).toBeGreaterThan(100);
    expect(Buffer.from((await open(envelope, place)) ?? []).equals(scan)).toBe(true);
  });

  it('is left whole to the one who gave it', async () => {
    const seal = await suites.shangmi.sealer(publicHalf(await newPrivateKey('shangmi')));
    const scan = Buffer.alloc(100_000, 7);
    await seal(scan, place, null);
    expect(scan.equals(Buffer.alloc(100_000, 7))).toBe(true);
  });

  it('waits its turn behind many others, and a thread that fails takes only its own task with it', async () => {
    const key = await newPrivateKey('shangmi');
    const [seal, open] = [await suites.shangmi.sealer(publicHalf(key)), await suites.shangmi.opener(key)];
    const plaintext = randomBytes(20_000);
    const task = {
      suite: 'shangmi',
      kind: 'seal',
      plaintext,
      aad: new Uint8Array(1),
      cardKey: null,
    } as const;
    const bad = runInThread({ ...task, platformKey: 'no point', platformKeyId: undefined });
    const many = Array.from({ length: 12 }, () => seal(plaintext, place, null));
    await expect(bad).rejects.toThrow(Error);
    for (const { envelope } of await Promise.all(many)) {
      expect(Buffer.from((await open(envelope, place)) ?? []).equals(plaintext)).toBe(true);
    }
  });
});
