import { describe, expect, it } from 'vitest';
import { alertKinds } from '../contract/index.ts';
import { wordsOf } from './alert-words.ts';
import { alertLimits, compareFindings, findingsOf, type Finding, type Watched } from './alerts.ts';

const now = new Date('2026-11-27T08:00:00.000Z');
const before = (ms: number) => new Date(now.getTime() - ms).toISOString();
const device = (id: string, status: string, availability: 'ready' | 'needs-attention' | 'offline') => ({
  ...{ id, family: id, status, availability },
});

const well: Watched = {
  lastSeenAt: before(1000),
  clockAheadMs: 12,
  certificateEndsAt: before(-30 * 86_400_000),
  tampered: [],
  said: {
    devices: [device('id-card-reader', 'no-card', 'ready'), device('receipt-printer', 'ready', 'ready')],
    ...{ storageFree: 0.8, unsent: 1, oldestUnsentAt: before(60_000), configuration: null },
  },
};
const say = (said: Partial<Watched['said']>): Watched => ({ ...well, said: { ...well.said, ...said } });
const printer = (status: string, availability: 'ready' | 'needs-attention' | 'offline') =>
  say({ devices: [device('receipt-printer', status, availability)] });

describe('what becomes an alert', () => {
  it('nothing of a terminal that is well', () => expect(findingsOf(well, now)).toEqual([]));

  it.each<[string, Watched, Finding]>([
    ['paper low', printer('paper-near-end', 'ready'), { kind: 'paper-low', subject: 'receipt-printer' }],
    ['paper out', printer('paper-out', 'needs-attention'), { kind: 'paper-out', subject: 'receipt-printer' }],
    [
      'reader lost',
      say({ devices: [device('id-card-reader', 'disconnected', 'offline')] }),
      { kind: 'device-lost', subject: 'id-card-reader' },
    ],
    [
      'cover open',
      printer('cover-open', 'needs-attention'),
      { kind: 'device-trouble', subject: 'receipt-printer' },
    ],
    ['offline', { ...well, lastSeenAt: before(alertLimits.offlineMs + 1) }, { kind: 'offline', subject: '' }],
    ['disk', say({ storageFree: 0.09 }), { kind: 'disk-low', subject: '' }],
    ['clock ahead', { ...well, clockAheadMs: 60_001 }, { kind: 'clock-off', subject: '' }],
    ['clock behind', { ...well, clockAheadMs: -60_001 }, { kind: 'clock-off', subject: '' }],
    ['case open', { ...well, tampered: ['case'] }, { kind: 'tamper', subject: 'case' }],
    [
      'wrong codes of a technician',
      { ...well, tampered: ['technician-code'] },
      { kind: 'technician-code-blocked', subject: '' },
    ],
    [
      'certificate near its end',
      { ...well, certificateEndsAt: before(-6 * 86_400_000) },
      { kind: 'certificate-expiring', subject: '' },
    ],
    [
      'old submission',
      say({ oldestUnsentAt: before(alertLimits.queueAgeMs + 1) }),
      { kind: 'queue-old', subject: '' },
    ],
    [
      'configuration that cannot be used',
      say({ configuration: { name: 'standard', version: 2, state: 'failed' } }),
      { kind: 'configuration-failed', subject: '' },
    ],
  ])('%s', (_, watched, finding) => expect(findingsOf(watched, now)).toEqual([finding]));

  it('at the limit itself nothing does', () => {
    expect(
      findingsOf({ ...well, lastSeenAt: before(alertLimits.offlineMs), clockAheadMs: 60_000 }, now),
    ).toEqual([]);
  });
});

describe('a history of heartbeats', () => {
  it('opens each alert once and resolves it when it has gone', () => {
    const low: Finding = { kind: 'paper-low', subject: 'receipt-printer' };
    const out: Finding = { kind: 'paper-out', subject: 'receipt-printer' };
    const history = [
      well,
      printer('paper-near-end', 'ready'),
      printer('paper-near-end', 'ready'),
      printer('paper-out', 'needs-attention'),
      well,
    ];
    let open: Finding[] = [];
    const told = history.map((watched) => {
      const { opened, resolved } = compareFindings(open, findingsOf(watched, now));
      open = [...open.filter((each) => !resolved.includes(each)), ...opened];
      return { opened, resolved };
    });
    expect(told).toEqual([
      { opened: [], resolved: [] },
      { opened: [low], resolved: [] },
      { opened: [], resolved: [] },
      { opened: [out], resolved: [low] },
      { opened: [], resolved: [out] },
    ]);
  });

  it('two devices with one trouble are two alerts; one device told twice is one', () => {
    const lost = (id: string) => device(id, 'disconnected', 'offline');
    const found = findingsOf(say({ devices: [lost('camera'), lost('code-scanner'), lost('camera')] }), now);
    expect(compareFindings([], found).opened.map(({ subject }) => subject)).toEqual([
      'camera',
      'code-scanner',
    ]);
  });
});

it.each(alertKinds)('%s says in both languages what is wrong and what to do', (kind) => {
  const { words, next } = wordsOf(kind, 'receipt-printer');
  for (const text of [words, next]) {
    expect(text.zh).toMatch(/[\u4e00-\u9fff]/);
    expect(text.en).toMatch(/^[ -~]+$/);
  }
});
