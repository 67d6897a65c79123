import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { shortSlip } from '../receipt-printer/test-support.ts';
import { holders } from '../smart-card-reader/simulator/index.ts';
import { XfsProviderSimulator } from './simulator/index.ts';
import { connectTo, HASTY, printerOnXfs, readerOnXfs } from './simulator/test-support.ts';
import { XfsConnection } from './connection.ts';

const zhang = holders[0]!;

/** How many connections to it this end has not closed, as the kernel lists them (state 01: established). */
function openTo(provider: XfsProviderSimulator): number {
  const port = Number(new URL(provider.url('CardReader1')).port)
    .toString(16)
    .toUpperCase()
    .padStart(4, '0');
  const rows = readFileSync('/proc/net/tcp', 'utf8').split('\n');
  return rows.filter((row) => new RegExp(`^ *\\d+: \\S+ \\S+:${port} 01 `).test(row)).length;
}

it('a frozen provider is noticed, and read from as soon as it thaws', async () => {
  await using setup = await readerOnXfs({ delays: HASTY });
  const { provider, reader, observed, simulator } = setup;
  reader.startReading();
  await observed.status('no-card');
  provider.freeze();
  await observed.status('disconnected');
  provider.thaw();
  await observed.status('no-card');
  simulator.insertCard(zhang);
  expect((await observed.nextCard()).idNumber).toBe(zhang.citizen.idNumber);
});

it('leaves no connection behind, however long a provider takes connections and says nothing', async () => {
  await using setup = await readerOnXfs({ delays: HASTY });
  const { provider, observed } = setup;
  await observed.status('no-card');
  expect(openTo(provider)).toBe(1);
  provider.freeze();
  await observed.status('disconnected');
  const before = provider.accepted;
  await expect.poll(() => provider.accepted).toBeGreaterThan(before + 3);
  // The one that is being tried now; of the others the provider alone has its end still open.
  expect(openTo(provider)).toBeLessThanOrEqual(1);
});

it('a slip ends as unknown when the provider freezes with it', async () => {
  await using setup = await printerOnXfs({ delays: HASTY });
  const { provider, printer, reaches } = setup;
  await reaches('ready');
  provider.faults.failNext('no-acknowledge', { on: 'Printer.PrintRaw' });
  expect(await printer.print(shortSlip('A'))).toEqual({ kind: 'unknown', reason: 'disconnected' });
});

it('closes at once, frozen or not', async () => {
  const setup = await readerOnXfs();
  const { provider, reader, observed } = setup;
  reader.startReading();
  await observed.status('no-card');
  provider.freeze();
  // With the waits of this test an answer would be waited for longer than the test may last.
  await reader.close();
  expect(reader.status.kind).toBe('disconnected');
  await provider.close();
});

it.each(['no-acknowledge', 'no-completion', 'garbage'] as const)(
  'no caller waits for ever when a command meets %s',
  async (fault) => {
    await using provider = await XfsProviderSimulator.start();
    for (const [service, send] of [
      ['CardReader1', (each) => each.send('CardReader.ChipPower', { chipPower: 'cold' }, { timeoutMs: 50 })],
      ['CardReader1', (each) => each.send('Common.Status', {})],
      [
        'Printer1',
        (each) => each.send('Printer.ControlMedia', { mediaControl: { cut: true } }, { timeoutMs: 50 }),
      ],
      ['', (each) => each.send('ServicePublisher.GetServices', {})],
    ] as readonly [string, (connection: XfsConnection) => Promise<unknown>][]) {
      const connection = await connectTo(provider, service, HASTY);
      provider.faults.failNext(fault);
      expect(await send(connection)).toEqual({ kind: 'lost' });
      expect(connection.isClosed).toBe(true);
    }
  },
);

it('a port that takes connections and is no provider is given up', async () => {
  await using provider = await XfsProviderSimulator.start();
  const place = { url: provider.url('NoSuchService') };
  const connection = await XfsConnection.open(place, HASTY, new AbortController().signal);
  // It is closed as soon as it is open, or was never opened.
  await connection?.closed;
  expect(connection === null || connection.isClosed).toBe(true);
});
