import { expect, it } from 'vitest';
import type { StaffAnswer } from '../rpc/staff.ts';
import type { Finding } from './finding.ts';
import { stateFound, syncFound } from './of-core.ts';

const status: StaffAnswer<'sync.status'> = {
  ...{ network: 'online', suite: { name: 'jose', hardware: false }, revokedSince: null },
  ...{ intake: { open: true }, circuit: 'closed', cutOffUnits: [], suspendedMatters: [], unreported: 0 },
  clockAheadMs: 0,
  modules: {
    ...{ acceptance: 'up', identity: 'up', 'customer-service': 'up', payment: 'absent', logistics: 'up' },
    ...{ 'e-licence': 'up', 'e-seal': 'up', 'e-archive': 'up', 'citizens-page': 'up' },
    'enterprise-page': 'up',
  },
  waitingForModules: 0,
  missingCharacters: { notFound: 0, lastDay: null, undrawable: [] },
  lastReconciliation: null,
};
const state: StaffAnswer<'terminal.state'> = {
  devices: [{ family: 'id-card-reader', status: 'no-card', availability: 'ready' }],
  matters: { offered: 22, available: 20, tooOld: false },
  ...{ speech: true, handwriting: null, practice: false, keepsFailing: false },
};
const wrong = (findings: readonly Finding[]) => findings.filter(({ next }) => next).map(({ check }) => check);

it('nothing is wrong: everything is said, nothing is to be done', () => {
  const findings = [...syncFound(status), ...stateFound(state)];
  expect(wrong(findings)).toEqual([]);
  expect(findings.map(({ check }) => check)).toEqual(['network', 'id-card-reader', 'matters', 'speech']);
});

it.each([
  ['revoked', { revokedSince: '2026-11-20T01:00:00.000Z' }],
  ['clock', { clockAheadMs: -400_000 }],
  ['modules', { modules: { ...status.modules, identity: 'down' as const } }],
  ['fonts', { missingCharacters: { ...status.missingCharacters, undrawable: ['U+2A700'] } }],
])('sync: %s', (check, change) => {
  expect(wrong(syncFound({ ...status, ...change }))).toEqual([check]);
});

it('a clock that is fast and one that is slow are told apart', () => {
  const words = (clockAheadMs: number) => syncFound({ ...status, clockAheadMs })[1]?.words.en;
  expect(words(90_000)).toContain('90 seconds behind');
  expect(words(-90_000)).toContain('90 seconds ahead');
});

it('without a network the modules are not blamed', () => {
  const modules = { ...status.modules, identity: 'down' as const };
  expect(syncFound({ ...status, network: 'offline', modules })).toEqual([]);
});

it.each([
  ['matters', { matters: null }],
  ['matters', { matters: { offered: 22, available: 0, tooOld: true } }],
  ['speech', { speech: false }],
  ['handwriting', { handwriting: false }],
  ['practice', { practice: true }],
  ['keeps-failing', { keepsFailing: true }],
])('terminal: %s', (check, change) => {
  expect(wrong(stateFound({ ...state, ...change }))).toEqual([check]);
});

it('a device says in its family’s words what is to be done, also one with a status that is new here', () => {
  const device = (status: string) =>
    stateFound({
      ...state,
      devices: [{ family: 'receipt-printer', status, availability: 'needs-attention' }],
    })[0];
  expect(device('cover-open')).toMatchObject({
    words: { zh: '凭条打印机：打印机盖子没有合上。' },
    next: { en: 'Close the cover until it clicks.' },
  });
  expect(device('on-fire')).toMatchObject({ words: { en: 'receipt printer: on-fire' } });
  expect(device('on-fire')?.next).not.toBeNull();
});
