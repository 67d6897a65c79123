import { expect, it } from 'vitest';
import type { ByteTransport } from '../transport/index.ts';
import { createMemoryPair } from '../transport/index.ts';
import { GENERIC_SERIAL, HONEYWELL_SERIAL, NEWLAND_SERIAL, createCodeScanner } from './index.ts';
import { CITIZEN_TOKEN, TEST_DELAYS, scannerOnMemory, scannerOnPty } from './simulator/test-support.ts';

const DISCONNECTED = { kind: 'disconnected', availability: 'offline' };

it('is disconnected before anybody has looked', () => {
  const scanner = createCodeScanner({
    connection: 'serial',
    model: GENERIC_SERIAL,
    openTransport: () => createMemoryPair().transport,
  });
  expect(scanner.status).toEqual(DISCONNECTED);
});

it.each([
  ['honeywell', HONEYWELL_SERIAL],
  ['newland', NEWLAND_SERIAL],
] as const)(
  '%s on a pty: pulled in mid-code, it comes back and reads the next code whole',
  async (personality, model) => {
    await using setup = await scannerOnPty(model, { personality });
    const { simulator, scanner, observed, startLooking } = setup;
    await observed.status('ready');
    await startLooking();
    simulator.faults.failNext('unplugged-mid-code');
    simulator.showCode(CITIZEN_TOKEN);
    await observed.status('disconnected');
    expect(scanner.status).toEqual(DISCONNECTED);
    // The half of a code may have been told as one that cannot be used, before the line was seen to be gone.
    const valid = observed.codes.filter(({ kind }) => kind !== 'not-a-valid-code');
    expect(valid).toEqual([]);

    simulator.plugIn();
    await observed.status('scanning');
    await observed.until(() => simulator.state.isLooking);
    expect(await observed.codeAfter(() => simulator.showCode(CITIZEN_TOKEN))).toEqual({
      kind: 'citizen-code',
      token: CITIZEN_TOKEN,
    });
  },
);

it('pulled while nobody scans or while it is set up, it comes back', async () => {
  await using setup = scannerOnMemory(HONEYWELL_SERIAL, { personality: 'honeywell' });
  const { simulator, observed } = setup;
  await observed.status('ready');
  simulator.unplug();
  await observed.status('disconnected');
  const stop = simulator.onChange(({ memory }) => {
    if (!memory.manualTrigger) return;
    stop();
    simulator.unplug();
  });
  simulator.plugIn();
  await observed.until(() => !simulator.state.isPluggedIn);
  simulator.plugIn();
  await observed.status('ready');
  expect(observed.statuses).toEqual(['ready', 'disconnected', 'ready']);
});

it('pulled in the middle of a step, before any code: it looks again when it is back', async () => {
  await using setup = scannerOnMemory(HONEYWELL_SERIAL, { personality: 'honeywell' });
  const { simulator, observed, startLooking } = setup;
  await observed.status('ready');
  await startLooking();
  simulator.unplug();
  await observed.status('disconnected');
  simulator.plugIn();
  await observed.status('scanning');
  await observed.until(() => simulator.state.isLooking);
  expect(await observed.codeAfter(() => simulator.showCode(CITIZEN_TOKEN))).toEqual({
    kind: 'citizen-code',
    token: CITIZEN_TOKEN,
  });
});

it('tries again for ever, with growing pauses up to the maximum', async () => {
  const tries: number[] = [];
  const failing: ByteTransport = {
    open: () => Promise.resolve({ ok: false, reason: 'not there' }),
    write: () => Promise.resolve({ ok: false, reason: 'not open' }),
    onData: () => () => undefined,
    onClosed: () => () => undefined,
    close: () => Promise.resolve(),
  };
  let enough = (): void => undefined;
  const twelve = new Promise<void>((resolve) => (enough = resolve));
  const scanner = createCodeScanner({
    connection: 'serial',
    model: GENERIC_SERIAL,
    openTransport: () => {
      tries.push(performance.now());
      if (tries.length === 12) enough();
      return failing;
    },
    delays: { ...TEST_DELAYS, reconnectMinMs: 2, reconnectMaxMs: 16 },
  });
  scanner.open();
  await twelve;
  await scanner.close();
  const gaps = tries.slice(1).map((at, i) => at - tries[i]!);
  // A timer may be late on a busy machine, never early.
  for (const [i, gap] of gaps.entries()) expect(gap).toBeGreaterThan(Math.min(2 * 2 ** i, 16) - 1.5);
});

it('can be closed at any moment and opened again', async () => {
  await using setup = scannerOnMemory(
    HONEYWELL_SERIAL,
    { personality: 'honeywell' },
    { answerTimeoutMs: 60_000 },
  );
  const { simulator, scanner, observed, startLooking } = setup;
  await scanner.close();
  simulator.faults.failRepeatedly('silence');
  scanner.open();
  // Closed while it waits for an answer.
  await expect.poll(() => simulator.settingsSeen, { interval: 2 }).toBeGreaterThan(0);
  await scanner.close();
  simulator.faults.clear();
  scanner.open();
  await observed.status('ready');
  await startLooking();
  expect(await observed.codeAfter(() => simulator.showCode(CITIZEN_TOKEN))).toMatchObject({
    kind: 'citizen-code',
  });
  await scanner.close();
  expect(scanner.status).toEqual(DISCONNECTED);
});
