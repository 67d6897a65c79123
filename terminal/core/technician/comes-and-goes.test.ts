import { methods, USUAL_DISPLAY, type MethodName } from '@tongban/contract';
import { afterEach, expect, it, vi } from 'vitest';
import { woman70 } from '../testing/session-at-work.ts';
import { codeFor, technicianAtWork, type TechnicianAtWork } from '../testing/technician-at-work.ts';

let at: TechnicianAtWork;
afterEach(() => {
  at.stop();
  vi.useRealTimers();
});

const page = (): string => {
  const { session } = at.view();
  return session.screen === 'technician' ? session.page : session.screen;
};
const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

it('is let in from the attract screen by the code for the number there, and the centre hears of it', () => {
  at = technicianAtWork();
  at.letIn();
  expect(page()).toBe('overview');
  expect(at.told).toEqual(['technician-entered']);
  at.call('technician.leave', {});
  expect(page()).toBe('attract');
  expect(at.told).toEqual(['technician-entered', 'technician-left by-hand']);
});

it('while nobody was let in, no call of theirs does anything, on whatever screen', () => {
  at = technicianAtWork();
  const calls: [MethodName, object][] = [
    ['technician.code', { code: codeFor('00000000') }],
    ['technician.open', { page: 'log' }],
    ['technician.check', { device: 'receipt-printer' }],
    ['technician.answer', { yes: true }],
    ['technician.sendNow', {}],
    ['technician.leave', {}],
  ];
  for (const entering of [[], [['technician.enter', {}] as [MethodName, object]]]) {
    for (const [method, params] of [...entering, ...calls.slice(0, -1)]) at.screen.call(method, params);
    expect(['attract', 'technician-entrance']).toContain(page());
  }
  expect(at.work.printer.slips).toEqual([]);
});

it('does not come into a citizen’s visit', async () => {
  at = technicianAtWork();
  at.call('session.start', {});
  at.call('technician.enter', {});
  expect(page()).toBe('choose');
});

it('a wrong code is told to the centre, and so is that no more are taken', () => {
  at = technicianAtWork();
  at.call('technician.enter', {});
  const { session } = at.view();
  if (session.screen !== 'technician-entrance' || session.asked.kind !== 'code') throw new Error('TEST');
  const wrong = codeFor(String((Number(session.asked.number) + 1) % 1e8).padStart(8, '0'));
  for (let time = 0; time < 4; time++) at.call('technician.code', { code: wrong });
  expect(at.told).toEqual(['technician-code-wrong', 'technician-code-wrong', 'technician-code-blocked']);
  expect(at.view().session).toMatchObject({ asked: { kind: 'blocked' } });
});

it('while somebody is there no citizen’s call, card or code does anything', async () => {
  at = technicianAtWork();
  at.letIn();
  for (const method of Object.keys(methods) as MethodName[]) {
    if (/^(session|hotline)\./.test(method) && !['session.finish', 'session.back'].includes(method)) {
      const params = { code: { kind: 'temporary-number', number: 'T7K2-0418-93' }, language: 'zh-CN' };
      at.screen.call(method, { ...params, ...USUAL_DISPLAY, on: false, volume: 3 });
    }
  }
  at.work.codeScanner.startScanning();
  at.work.codeScanner.show({ kind: 'temporary-number', number: 'T7K2-0418-93' });
  at.work.reader.startReading();
  at.work.reader.place(woman70);
  expect(page()).toBe('overview');
  expect(at.work.visits).toEqual([]);
  at.call('technician.leave', {});
  at.call('session.start', {});
  expect(page()).toBe('choose');
});

it('speaks English and writes larger where wanted, and the next citizen finds the terminal as usual', () => {
  at = technicianAtWork();
  at.letIn();
  at.call('session.setLanguage', { language: 'en' });
  at.call('session.setDisplay', { ...USUAL_DISPLAY, text: 'large' });
  expect(at.view()).toMatchObject({ language: 'en', display: { text: 'large' } });
  at.call('technician.leave', {});
  expect(at.view()).toMatchObject({ language: 'zh-CN', display: USUAL_DISPLAY });
});

it('back leads to the overview, and from the entrance to the attract screen', () => {
  at = technicianAtWork();
  at.call('technician.enter', {});
  at.call('session.back', {});
  expect(page()).toBe('attract');
  at.letIn();
  at.call('technician.open', { page: 'versions' });
  at.call('session.back', {});
  expect(page()).toBe('overview');
});

it('who went away keeps nobody waiting: a warning after nine minutes, citizens again after ten', () => {
  vi.useFakeTimers();
  at = technicianAtWork();
  at.letIn();
  vi.advanceTimersByTime(8 * MINUTE_MS);
  at.call('session.touch', {});
  vi.advanceTimersByTime(9 * MINUTE_MS - SECOND_MS);
  expect(at.view().idleSecondsLeft).toBeNull();
  vi.advanceTimersByTime(2 * SECOND_MS);
  expect(at.view().idleSecondsLeft).toBe(59);
  at.call('session.touch', {});
  expect(at.view().idleSecondsLeft).toBeNull();
  vi.advanceTimersByTime(10 * MINUTE_MS + SECOND_MS);
  expect(page()).toBe('attract');
  expect(at.told.at(-1)).toBe('technician-left idle');
  expect(at.view().idleSecondsLeft).toBeNull();
});

it('who only leant on the screen keeps nobody waiting either, and the centre hears nothing', () => {
  vi.useFakeTimers();
  at = technicianAtWork();
  at.call('technician.enter', {});
  vi.advanceTimersByTime(2 * MINUTE_MS - SECOND_MS);
  expect(page()).toBe('technician-entrance');
  vi.advanceTimersByTime(2 * SECOND_MS);
  expect(page()).toBe('attract');
  expect(at.told).toEqual([]);
});

it('comes to a terminal that takes nothing and to one that keeps failing as well', () => {
  at = technicianAtWork({ session: { keepsFailing: true } });
  expect(at.view().session).toMatchObject({ screen: 'attract', closed: 'keeps-failing' });
  at.letIn();
  expect(page()).toBe('overview');
});

it('views come with growing revisions, whoever stands there', () => {
  at = technicianAtWork();
  const revisions: number[] = [];
  at.screen.onView(({ revision }) => revisions.push(revision));
  at.letIn();
  at.call('technician.open', { page: 'network' });
  at.call('technician.leave', {});
  at.call('session.start', {});
  expect(revisions.length).toBeGreaterThan(3);
  expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
  expect(new Set(revisions).size).toBe(revisions.length);
});
