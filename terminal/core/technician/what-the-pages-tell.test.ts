import type { TechnicianOn, TechnicianPage } from '@tongban/contract';
import { afterEach, expect, it } from 'vitest';
import { technicianAtWork, type TechnicianAtWork } from '../testing/technician-at-work.ts';

let at: TechnicianAtWork;
afterEach(() => at.stop());

function open<P extends TechnicianPage>(page: P): TechnicianOn<P> {
  at.call('technician.open', { page });
  const { session } = at.view();
  if (session.screen !== 'technician' || session.page !== page) throw new Error(`no ${page}`);
  return session as TechnicianOn<P>;
}

it('the overview begins with what has to be done, in the words of the doctor', () => {
  at = technicianAtWork();
  at.work.printer.become({ kind: 'cover-open', availability: 'needs-attention' });
  at.letIn();
  const { findings } = open('overview');
  expect(findings[0]).toEqual({
    words: { zh: '凭条打印机：打印机盖子没有合上。', en: 'receipt printer: The cover is open.' },
    next: { zh: '合上盖子，听到“咔”一声。', en: 'Close the cover until it clicks.' },
  });
  expect(findings.slice(1).every(({ next }) => next === null)).toBe(true);
});

it('the log is shown newest first, as it is kept: without anything personal', () => {
  const lines = [
    { at: '2026-11-30T01:00:00.000Z', event: 'core.started', matters: 22 },
    { at: '2026-11-30T01:00:01.000Z', event: 'device.status', device: 'camera', status: 'disconnected' },
  ];
  at = technicianAtWork({ log: lines.map((line) => `${JSON.stringify(line)}\n`).join('') });
  at.letIn();
  expect(open('log').lines).toEqual([
    { at: '2026-11-30T01:00:01.000Z', event: 'device.status', facts: 'device=camera status=disconnected' },
    { at: '2026-11-30T01:00:00.000Z', event: 'core.started', facts: 'matters=22' },
  ]);
});

it('a store that cannot be read is said to be so, and the page is there', () => {
  at = technicianAtWork();
  at.letIn();
  expect(open('queue')).toMatchObject({ counts: null, storageFree: 0.5, begun: null });
});

it('network and versions say who and where the terminal is', () => {
  at = technicianAtWork();
  at.letIn();
  const { addresses, centre, platform } = open('network');
  expect(platform).toBe('online');
  expect(centre).toEqual({ standing: 'admitted', heardAt: '2026-11-30T01:00:00.000Z' });
  for (const address of addresses) expect(address).not.toMatch(/ 127\.| ::1$| fe80/);
  expect(open('versions')).toMatchObject({
    ...{ software: '0.1.0', terminalId: '310199-07', siteCode: '310199001', published: 7 },
    node: process.versions.node,
  });
});
