import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeptLog } from './kept-log.ts';

const at = new Date('2026-11-27T08:00:00.000Z');
/** Synthetic, region 310199. */
const secrets = [
  '31019919900517001X',
  '310199199005170019',
  '张测试',
  'TEST ZHANG',
  '13800000000',
  '上海市测试区测试路1号',
];
const names = [
  'event',
  'reason',
  'code',
  'id',
  'device',
  'status',
  'error',
  'detail',
  'version',
  'day',
  'count',
  'at',
  'name',
  '__proto__',
  'constructor',
];

const bundleOf = (event: string, facts: Record<string, string | number | boolean>) => {
  const log = new KeptLog();
  log.keep(event, facts, at);
  return log.text();
};

it('keeps what staff need of a line', () => {
  expect(JSON.parse(bundleOf('device.status', { device: 'receipt-printer', status: 'paper-out' }))).toEqual({
    ...{ at: at.toISOString(), event: 'device.status', device: 'receipt-printer', status: 'paper-out' },
  });
  const facts = {
    id: '0a3f1a52-6a7e-4d7b-9c65-0f3f5a2b7a11',
    code: 'ITEM_SUSPENDED',
    failures: 3,
    reason: 'ECONNREFUSED',
  };
  expect(JSON.parse(bundleOf('submission-held', facts))).toMatchObject(facts);
});

it.each(secrets)('%s comes through no fact and no event', (secret) => {
  for (const name of names) {
    for (const value of [secret, `x ${secret}`, Number(secret) || secret, `card ${secret} read`]) {
      const text = bundleOf(secret, { [name]: value }) + bundleOf('card.read', { [name]: value });
      expect(text, name).not.toContain(secret.replace(/X$/, ''));
    }
  }
});

it('no digits of an identity or telephone number come through, whatever the line', () => {
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom(...secrets),
    fc.bigInt({ min: 10n ** 10n, max: 10n ** 18n }).map(Number),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), value), (facts) => {
      const { id: _, ...line } = JSON.parse(bundleOf('card.read', facts)) as Record<string, unknown>;
      return !/\d{8}/.test(JSON.stringify(line)) && !/[^\x20-\x7e]/.test(JSON.stringify(line));
    }),
  );
});

it('is bounded, and the newest lines are in it', () => {
  const log = new KeptLog();
  for (let count = 0; count < 5000; count += 1) log.keep('storage', { count }, at);
  const lines = log.text().split('\n');
  expect(log.text().length).toBeLessThan(150_000);
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({ count: 4999 });
});
