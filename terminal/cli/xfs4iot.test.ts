import { XfsProviderSimulator } from '@tongban/peripherals/xfs4iot/simulator';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tongban } from './test-support.ts';

let provider: XfsProviderSimulator;
beforeEach(async () => {
  provider = await XfsProviderSimulator.start();
});
afterEach(() => provider.close());

/** Every device of a terminal of a bank. */
const devices = (): string[] =>
  [
    `smart-card-reader=${provider.address('CardReader1')}`,
    `receipt-printer=${provider.address('Printer1')}`,
    `code-scanner=${provider.address('BarcodeReader1')}`,
    `lights=${provider.address('Lights1')}`,
  ].flatMap((device) => ['--device', device]);

it('checks every device at its address, and says what one of them needs', async () => {
  const well = await tongban('device', 'test', '--level', 'external', ...devices(), '--json');
  expect([well.code, well.json()]).toMatchObject([
    0,
    {
      ok: true,
      devices: [{ status: 'no-card' }, { status: 'ready' }, { status: 'ready' }, { status: 'ready' }],
    },
  ]);
  expect(provider.printer.inSlot).not.toBeNull();
  provider.printer.runOutOfPaper();
  const ill = await tongban('device', 'test', ...devices(), '--json');
  expect([ill.code, ill.json()]).toMatchObject([1, { ok: false, reason: 'paper-out' }]);
});

it('lists the services of the provider, also when the name of the one that is wanted is wrong', async () => {
  const wrong = provider.address('Printer1').replace('Printer1', 'Drucker');
  const run = await tongban('device', 'list', '--device', `receipt-printer=${wrong}`, '--json');
  const services = run.json()['services'] as string[];
  const port = new URL(provider.url('Printer1')).port;
  expect(services).toContain(`xfs://localhost:${port}/Printer1`);
  expect(services).toHaveLength(4);
});

it.each(['xfs://localhost', 'xfs://localhost/a/b', 'xfs:CardReader1'])(
  'refuses %s as an address',
  async (address) => {
    const run = await tongban('device', 'list', '--device', `lights=${address}`);
    expect(run.code).toBe(2);
    expect(run.stderr + run.stdout).toContain('xfs://HOST:PORT/SERVICE');
  },
);

it('has no bytes of such a printer to record, and makes no file', async () => {
  const run = await tongban(
    'device',
    'record',
    'receipt',
    '--host',
    provider.address('Printer1'),
    '--output',
    '/nowhere/x',
  );
  expect(run.code).toBe(2);
});
