import { expect, it } from 'vitest';
import { enrolmentFound } from './enrolment.ts';

const NOW = new Date('2026-11-20T02:00:00Z');
const config = {
  ...{ terminalId: 'TEST-1', siteCode: '310199001' },
  centre: { url: 'https://centre.test', root: { signed: {}, signatures: [] }, maxAgeHours: 168 },
};
const identity = {
  ...{ terminalId: 'TEST-1', siteCode: '310199001' },
  ...{ notBefore: new Date('2026-10-01T00:00:00Z'), notAfter: new Date('2026-12-30T00:00:00Z') },
};
const found = (
  who: Parameters<typeof enrolmentFound>[1],
  { order = null, now = NOW }: { order?: string | null; now?: Date } = {},
) => enrolmentFound(config, who, order, now);

it('an enrolled terminal says until when', () => {
  expect(found(identity)).toMatchObject([{ check: 'enrolment', next: null }]);
  expect(found(identity)[0]?.words.zh).toContain('证书到 2026-12-30（还有 39 天');
});

it('one that follows no centre has nothing to be enrolled at', () => {
  expect(enrolmentFound({ terminalId: 'TEST-1', siteCode: '310199001' }, null, null, NOW)).toEqual([]);
});

it.each([
  ['never enrolled', null, NOW, /Not enrolled/],
  ['enrolled as another', { ...identity, terminalId: 'TEST-2' }, NOW, /Enrolled as terminal TEST-2/],
  ['certificate expired', identity, new Date('2027-01-02T00:00:00Z'), /expired on 2026-12-30/],
])('%s: a new code is the way on', (_what, who, now, words) => {
  const [finding] = found(who, { now });
  expect(finding?.words.en).toMatch(words);
  expect(finding?.next?.en).toContain('tongban provision');
});

it('a clock that stands before the certificate is a matter of the clock', () => {
  const [finding] = found(identity, { now: new Date('2020-01-01T00:00:00Z') });
  expect(finding).toMatchObject({ check: 'clock', next: { en: expect.stringContaining('timedatectl') } });
});

it.each(['lock', 'shred'])('an order to %s comes before all else', (order) => {
  const who = order === 'shred' ? null : identity;
  expect(found(who, { order })).toMatchObject([{ check: 'locked' }]);
});
