import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { PlatformApi } from '../client/api.ts';
import { findOnDisk, terminal } from '../testing/line.ts';
import { customerServiceOperations } from './customer-service.ts';
import type { TicketInput } from './index.ts';
import { readLookupCode } from './lookup-code.ts';
import { allUp, startModulesLine, until } from './testing/modules-line.ts';

const complaint: TicketInput & { readonly phone: string } = {
  ...{ kind: 'complaint', category: 'waiting-time', applyNo: null, language: 'zh-CN' },
  ...{ text: '等了太久，测试内容甲', phone: '13800005678' },
};

it('reaches 12345 once, over a restart and a lost answer, and is found by its code', async () => {
  const { line, modules, open } = await startModulesLine();
  await line.sandbox.close();
  await until(modules, () => modules.state('customer-service') === 'down');
  const ticket = await modules.customerService.createTicket(complaint, 10_000);
  expect(ticket).toMatchObject({ state: 'waiting', ticketNo: null, reply: null });
  expect(ticket.printedCode).toMatch(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}$/);
  await modules.close();
  expect(findOnDisk(line.dataFolder, [complaint.text, complaint.phone])).toEqual([]);

  const again = await open();
  expect(again.waitingCount).toBe(1);
  expect(await again.customerService.ticket(ticket.printedCode)).toMatchObject({
    kind: 'found',
    ticket: { state: 'waiting' },
  });
  const sandbox = await line.restartPlatform();
  sandbox.faults.failNext('createHotlineTicket', 'drop-reply-after-commit');
  await until(again, () => again.waitingCount === 0);
  expect(sandbox.faults.taken).toBe(1);
  const typed = ` ${ticket.printedCode.toLowerCase()} `;
  const found = await again.customerService.ticket(typed);
  expect(found).toMatchObject({
    kind: 'found',
    ticket: { state: 'received', ticketNo: expect.stringMatching(/^12345-\d{8}-\d{6}$/) },
  });
  const state = (await (await fetch(`${sandbox.url}/sandbox/state`)).json()) as { tickets: number };
  expect(state.tickets).toBe(1);
});

it('is told of the answer of 12345, on this terminal and on another', async () => {
  const first = await startModulesLine();
  await allUp(first.modules);
  const ticket = await first.modules.customerService.createTicket(complaint, 10_000);
  expect(ticket.state).toBe('received');
  const reply = { zh: '已转交服务中心改进。' };
  await first.order({ verb: 'answer-ticket', ticketNo: ticket.ticketNo ?? '', reply });
  const answered = { kind: 'found', ticket: { ...ticket, state: 'answered', reply } };
  expect(await first.modules.customerService.ticket(ticket.lookupCode)).toEqual(answered);

  await first.modules.close();
  const elsewhere = await first.open({ dataFolder: `${first.line.dataFolder}-2` });
  await allUp(elsewhere);
  expect(await elsewhere.customerService.ticket(ticket.printedCode)).toEqual(answered);
});

it('the platform says what became of it, and nothing of who wrote it or what', async () => {
  const { line, modules, order } = await startModulesLine();
  await allUp(modules);
  const { lookupCode, ticketNo } = await modules.customerService.createTicket(complaint, 10_000);
  const { url, terminalKeys } = line.sandbox;
  const api = new PlatformApi(url, terminal.terminalId, terminalKeys[terminal.terminalId]);
  onTestFinished(() => api.close());
  const { getTicket } = customerServiceOperations;
  // As it comes: the client itself drops members that it does not know.
  const asItComes = { ...getTicket, answer: z.unknown() };
  const ask = () =>
    api.callOperation('getTicket', asItComes, {
      timeoutMs: 10_000,
      path: { lookupCode },
    }) as Promise<unknown>;
  const received = { ticketNo, state: 'received', receivedAt: expect.any(String), reply: null };
  expect(await ask()).toEqual({ kind: 'answer', value: received });
  const reply = { zh: '已转交服务中心改进。' };
  await order({ verb: 'answer-ticket', ticketNo: ticketNo ?? '', reply });
  expect(await ask()).toEqual({ kind: 'answer', value: { ...received, state: 'answered', reply } });
});

it('knows a code that was never given from one that it cannot ask for', async () => {
  const { modules, order } = await startModulesLine();
  await allUp(modules);
  const { lookupCode } = await modules.customerService.createTicket(complaint, 10_000);
  const swapped = `${lookupCode.slice(0, 11)}${lookupCode[11] === '2' ? '3' : '2'}`;
  expect(readLookupCode(swapped)).toBeNull();
  expect(await modules.customerService.ticket(swapped)).toEqual({ kind: 'unknown' });
  expect(await modules.customerService.ticket('AAAAAAAAAAAA')).toEqual({ kind: 'unknown' });
  await order({ verb: 'switch', module: 'customer-service', state: 'down' });
  await until(modules, () => modules.state('customer-service') === 'down');
  const ticket = await modules.customerService.createTicket(complaint, 10_000);
  expect(ticket.state).toBe('waiting');
  expect(readLookupCode(ticket.printedCode)).toBe(ticket.lookupCode);
});

it('answers questions from what was published last', async () => {
  const { line, modules, order, open } = await startModulesLine();
  await allUp(modules);
  const shipped = modules.customerService.faq();
  expect(shipped.map(({ id }) => id)).toContain('holding-slip');
  const entries = [{ id: 'new', question: { zh: '新问题？' }, answer: { zh: '新答案。' } }];
  await order({ verb: 'publish-faq', entries });
  await modules.customerService.refreshFaq();
  await modules.close();
  await line.sandbox.close();
  const offline = await open();
  expect(offline.customerService.faq()).toEqual(entries);
  expect(offline.customerService.phone).toBe('12345');
});
