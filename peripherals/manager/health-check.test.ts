import { afterEach, beforeEach, expect, it } from 'vitest';
import { citizens } from '../id-card-reader/simulator/index.ts';
import type { Attendant, HealthReport, StaffWords } from './index.ts';
import { HEALTH_LEVELS } from './index.ts';
import { Terminal } from './test-support.ts';

let terminal: Terminal;
const said: string[] = [];
beforeEach(async () => {
  terminal = await (await Terminal.start()).ready();
  said.length = 0;
});
afterEach(() => terminal[Symbol.asyncDispose]());

/** Somebody who does as told and answers every question in one way. */
const attendant = (answer: boolean, obey: (words: StaffWords) => void = () => undefined): Attendant => ({
  tell: (words) => {
    said.push(words.en);
    obey(words);
  },
  ask: (words) => {
    said.push(words.en);
    return Promise.resolve(answer);
  },
});
const placesCard = () => terminal.readerSimulator.placeCard(citizens[0]!);

it('both are well at every level, and only the higher ones use paper and people', async () => {
  for (const level of HEALTH_LEVELS) {
    const reports = await Promise.all([
      terminal.readerClaim.checkHealth(level, attendant(true, placesCard)),
      terminal.printerClaim.checkHealth(level, attendant(true)),
    ]);
    expect(reports).toMatchObject([
      { healthy: true, next: null },
      { healthy: true, next: null },
    ]);
    expect(terminal.printerSimulator.papers).toHaveLength(HEALTH_LEVELS.indexOf(level));
    expect(said).toHaveLength(level === 'interactive' ? 2 : 0);
  }
  expect(JSON.stringify(said)).not.toContain('310199');
});

it.each<[string, () => unknown, 'reader' | 'printer', Partial<HealthReport>]>([
  ['paper out', () => terminal.printerSimulator.runOutOfPaper(), 'printer', { status: 'paper-out' }],
  ['cover open', () => terminal.printerSimulator.openCover(), 'printer', { status: 'cover-open' }],
  [
    'reader at fault',
    () => terminal.readerSimulator.faults.failRepeatedly('self-test'),
    'reader',
    { status: 'fault' },
  ],
])('%s is found, and staff is told what to do', async (_what, fail, device, report) => {
  const claim = device === 'reader' ? terminal.readerClaim : terminal.printerClaim;
  await fail();
  await terminal.until(() => claim.device.status.availability !== 'ready');
  for (const level of ['internal', 'external'] as const) {
    const found = await claim.checkHealth(level, attendant(true));
    expect(found).toMatchObject({ healthy: false, ...report });
    expect(found.next?.zh).toMatch(/^\p{Script=Han}/u);
  }
  expect(terminal.printerSimulator.papers).toEqual([]);
});

it('a slip that a person finds bad is not well', async () => {
  const report = await terminal.printerClaim.checkHealth('interactive', attendant(false));
  expect(report).toMatchObject({
    healthy: false,
    words: { en: 'The printed slip is not clear or not whole.' },
  });
});

it('a device that is not there is told after some seconds', async () => {
  terminal.readerSimulator.unplug();
  await terminal.until(() => terminal.reader.status.kind === 'disconnected');
  const report = await terminal.readerClaim.checkHealth('external', attendant(true));
  expect(report).toMatchObject({ healthy: false, status: 'disconnected', words: { zh: '找不到读卡器。' } });
});
