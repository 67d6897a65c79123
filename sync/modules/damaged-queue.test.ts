import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { allUp, startModulesLine, until, type ModulesLine } from './testing/modules-line.ts';
import { QueueStore } from './queue-store.ts';

const TICKETS = 12;
/** Of the file of the queue, as `page_size` says. */
const PAGE_BYTES = 8192;

interface Offline extends ModulesLine {
  readonly file: string;
}

/** Tickets that wait on a terminal whose platform is away; its program has ended. */
async function ticketsWaiting(): Promise<Offline> {
  const started = await startModulesLine();
  const { line, modules } = started;
  await line.sandbox.close();
  await until(modules, () => modules.state('customer-service') === 'down');
  for (let each = 0; each < TICKETS; each++) {
    await modules.customerService.createTicket(
      {
        ...{ kind: 'question', category: 'other', applyNo: null, language: 'zh-CN', phone: null },
        text: `测试内容 ${each} ${'x'.repeat(2500)}`,
      },
      0,
    );
  }
  await modules.close();
  return { ...started, file: join(line.dataFolder, 'modules.db') };
}

/** A page of the file that has rows of waiting tickets: where it begins, and how many. */
function pageOfTickets(file: string): { readonly at: number; readonly tickets: number } {
  const content = readFileSync(file);
  for (let at = PAGE_BYTES; at < content.length; at += PAGE_BYTES) {
    const page = content.subarray(at, at + PAGE_BYTES).toString('latin1');
    const tickets = page.split('"category":"other"').length - 1;
    if (tickets > 0) return { at, tickets };
  }
  throw new Error('no page has a ticket');
}

function spoil(file: string, from: number, bytes: number): Buffer {
  const content = readFileSync(file);
  writeFileSync(file, content.fill(0x5a, from, from + bytes));
  return content;
}

describe('a damaged queue', () => {
  it('is set aside whole; what can be read reaches its module once, and the rest is counted', async () => {
    const { line, open, logged, file } = await ticketsWaiting();
    const { at, tickets } = pageOfTickets(file);
    const bytes = spoil(file, at, PAGE_BYTES);
    const again = await open();
    const salvaged = TICKETS - tickets;
    expect(salvaged).toBeGreaterThan(0);
    expect(again.waitingCount).toBe(salvaged);
    expect(logged).toContain(
      JSON.stringify({
        ...{ event: 'module-queue-damaged', setAside: 'modules.db.damaged-1' },
        ...{ salvaged, unreadable: tickets },
      }),
    );
    expect(readFileSync(`${file}.damaged-1`).equals(bytes)).toBe(true);
    const sandbox = await line.restartPlatform();
    await allUp(again);
    await until(again, () => again.waitingCount === 0);
    const state = (await (await fetch(`${sandbox.url}/sandbox/state`)).json()) as { tickets: number };
    expect(state.tickets).toBe(salvaged);
  });

  it('of which nothing can be read: citizens go on, and nobody knows how many there were', async () => {
    const { line, open, logged, file } = await ticketsWaiting();
    spoil(file, 0, 512);
    const again = await open();
    expect(again.waitingCount).toBe(0);
    expect(logged.find((each) => each.includes('module-queue-damaged'))).toContain('"unreadable":"unknown"');
    expect(readdirSync(line.dataFolder).filter((name) => name.startsWith('modules.db'))).toEqual(
      expect.arrayContaining(['modules.db', 'modules.db.damaged-1']),
    );
  });

  it('whose WAL has a flipped bit loses nothing', async () => {
    const { open, logged, line, file } = await ticketsWaiting();
    const store = new QueueStore(line.dataFolder);
    const item = { kind: 'ticket', submissionId: null, capturedAt: new Date(), request: { text: 'sealed' } };
    await store.add({ ...item, id: 'ticket-in-the-wal-1' });
    await store.add({ ...item, id: 'ticket-in-the-wal-2' });
    const wal = readFileSync(`${file}-wal`);
    const whole = readFileSync(file);
    store.close();
    const at = wal.indexOf('ticket-in-the-wal-1');
    wal.writeUInt8(wal.readUInt8(at) ^ 1, at);
    writeFileSync(file, whole);
    writeFileSync(`${file}-wal`, wal);
    const again = await open();
    expect(again.waitingCount).toBe(TICKETS + 2);
    expect(logged.find((each) => each.includes('module-queue-damaged'))).toContain(
      `"salvaged":${TICKETS + 2},"unreadable":0`,
    );
  });

  it('is rebuilt although the program ended before its last step', async () => {
    const { open, logged, file } = await ticketsWaiting();
    renameSync(file, `${file}.rebuilt`);
    const again = await open();
    expect(again.waitingCount).toBe(TICKETS);
    expect(logged.filter((each) => each.includes('module-queue-damaged'))).toEqual([]);
  });

  it('a ticket whose text was altered is left for staff, and the others go on', async () => {
    const { open, logged, file } = await ticketsWaiting();
    const db = new Database(file);
    db.prepare('update queue set request = substr(request, 2) where position = 3').run();
    db.close();
    const again = await open();
    expect(again.waitingCount).toBe(TICKETS - 1);
    expect(logged).toContain('{"event":"module-items-unreadable","count":1}');
  });
});
