import { beforeEach, expect, test, vi } from 'vitest';
import type { KioskView } from '@tongban/contract';
import { registerCalls, type CallEvent } from './calls.ts';
import { CALL_CHANNEL, type CallAnswer } from './channels.ts';
import { viewOf } from './testing/fake-core.ts';

type Handler = (event: CallEvent, ...args: unknown[]) => Promise<CallAnswer>;
const OUR_PAGE: CallEvent = { senderFrame: { url: 'tongban://terminal/index.html', parent: null } };

const core = {
  call: vi.fn<(method: string, params: unknown) => Promise<CallAnswer>>(),
  lastView: null as KioskView | null,
};
const handlers = new Map<string, Handler>();
const ask = (event: CallEvent, ...args: unknown[]) => {
  const handler = handlers.get(CALL_CHANNEL);
  if (handler === undefined) throw new Error('no handler on the channel');
  return handler(event, ...args);
};
let written = '';

beforeEach(() => {
  handlers.clear();
  core.call.mockReset().mockResolvedValue({ ok: true, result: null });
  core.lastView = null;
  written = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
  registerCalls({ handle: (channel, handler) => handlers.set(channel, handler) }, core);
});

test('one channel is all there is', () => {
  expect([...handlers.keys()]).toEqual(['tongban:call']);
});

test('a call of the contract goes to core with its parameter', async () => {
  expect(
    await ask(OUR_PAGE, 'session.setDisplay', { text: 'large', contrast: 'normal', reach: false }),
  ).toEqual({
    ok: true,
    result: null,
  });
  expect(core.call.mock.calls).toEqual([
    ['session.setDisplay', { text: 'large', contrast: 'normal', reach: false }],
  ]);
});

test.each([
  { name: 'another origin', event: { senderFrame: { url: 'http://evil.example/', parent: null } } },
  { name: 'a look-alike origin', event: { senderFrame: { url: 'tongban://terminal.evil/', parent: null } } },
  {
    name: 'a frame inside the page',
    event: { senderFrame: { url: 'tongban://terminal/index.html', parent: {} } },
  },
  { name: 'a frame that is gone', event: { senderFrame: null } },
])('$name is refused', async ({ event }) => {
  expect(await ask(event, 'session.start', {})).toEqual({ ok: false, problem: 'refused' });
  expect(core.call).not.toHaveBeenCalled();
});

test.each([
  { name: 'an unknown method', args: ['shell.exec', {}] },
  { name: 'a name of every object', args: ['constructor', {}] },
  { name: 'no method', args: [] },
  { name: 'no parameter', args: ['session.start'] },
  { name: 'one property too many', args: ['session.start', { admin: true }] },
  { name: 'a wrong type', args: ['session.setDisplay', { text: 7, contrast: 'normal', reach: false }] },
  { name: 'one argument too many', args: ['session.start', {}, {}] },
])('$name is refused', async ({ args }) => {
  expect(await ask(OUR_PAGE, ...args)).toEqual({ ok: false, problem: 'refused' });
  expect(core.call).not.toHaveBeenCalled();
});

test('what was typed reaches no log, also when it is refused', async () => {
  await ask(OUR_PAGE, 'session.answer', { field: 'id', value: ['310199194906151239'] });
  expect(written).toContain('call-refused');
  expect(written).not.toContain('310199');
});

test('while core is away a new page gets the last view, and nothing else works', async () => {
  core.call.mockResolvedValue({ ok: false, problem: 'core-away' });
  core.lastView = viewOf({ screen: 'choose', matters: [], finding: null }, 7);
  expect(await ask(OUR_PAGE, 'view.get', {})).toEqual({ ok: true, result: core.lastView });
  expect(await ask(OUR_PAGE, 'session.submit', { paper: 'slip' })).toEqual({
    ok: false,
    problem: 'core-away',
  });
});
