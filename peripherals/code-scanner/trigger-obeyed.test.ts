import { expect, it } from 'vitest';
import { GENERIC_SERIAL, HONEYWELL_SERIAL, NEWLAND_SERIAL } from './index.ts';
import { ACCEPTANCE_NUMBER, CITIZEN_TOKEN, scannerOnMemory } from './simulator/test-support.ts';

it.each([
  ['honeywell', HONEYWELL_SERIAL],
  ['newland', NEWLAND_SERIAL],
] as const)('%s looks for codes only while one is wanted', async (personality, model) => {
  await using setup = scannerOnMemory(model, { personality });
  const { simulator, scanner, observed, startLooking } = setup;
  await observed.status('ready');
  expect(simulator.state.isLooking).toBe(false);
  expect(simulator.showCode(CITIZEN_TOKEN)).toBe(false);

  await startLooking();
  await observed.codeAfter(() => simulator.showCode(CITIZEN_TOKEN));
  // One trigger is one code: for the next one it is given again by itself.
  await observed.until(() => simulator.state.isLooking);
  await observed.codeAfter(() => simulator.showCode(ACCEPTANCE_NUMBER));
  await observed.until(() => simulator.state.isLooking);

  scanner.stopScanning();
  await observed.until(() => !simulator.state.isLooking);
  await observed.status('ready');
  expect(observed.codes.map(({ kind }) => kind)).toEqual(['citizen-code', 'acceptance-number']);
  expect(scanner.droppedCodes).toBe(0);
});

it('gives the trigger again after the scanner ended it by itself', async () => {
  await using setup = scannerOnMemory(HONEYWELL_SERIAL, { personality: 'honeywell' }, { triggerRenewMs: 10 });
  const { simulator, observed, startLooking } = setup;
  await observed.status('ready');
  await startLooking();
  simulator.endTrigger();
  expect(simulator.state.isLooking).toBe(false);
  await observed.until(() => simulator.state.isLooking);
});

it('throws away and counts what a scanner without trigger sends outside of a step', async () => {
  await using setup = scannerOnMemory(GENERIC_SERIAL, { personality: 'generic' });
  const { simulator, scanner, observed, startLooking } = setup;
  await observed.status('ready');
  simulator.showCode(CITIZEN_TOKEN);
  simulator.showCode(`javascript:alert(1)\r${'9'.repeat(2000)}`);
  await expect.poll(() => scanner.droppedCodes, { interval: 2 }).toBe(3);
  await startLooking();
  expect(await observed.codeAfter(() => simulator.showCode(ACCEPTANCE_NUMBER))).toMatchObject({
    kind: 'acceptance-number',
  });
  scanner.stopScanning();
  await observed.status('ready');
  simulator.showCode(CITIZEN_TOKEN);
  await expect.poll(() => scanner.droppedCodes, { interval: 2 }).toBe(4);
  expect(observed.codes).toHaveLength(1);
});

it('does not deliver a code that began before it was wanted, nor one that ends after', async () => {
  await using setup = scannerOnMemory(
    GENERIC_SERIAL,
    { personality: 'generic' },
    { interByteTimeoutMs: 60_000 },
  );
  const { simulator, scanner, observed, startLooking } = setup;
  await observed.status('ready');
  simulator.sendBytes(Buffer.from(CITIZEN_TOKEN.slice(0, 20)));
  await simulator.sent();
  await startLooking();
  simulator.sendBytes(Buffer.from(`${CITIZEN_TOKEN.slice(20)}\r`));
  await expect.poll(() => scanner.droppedCodes, { interval: 2 }).toBe(1);

  simulator.sendBytes(Buffer.from(CITIZEN_TOKEN.slice(0, 20)));
  await simulator.sent();
  scanner.stopScanning();
  simulator.sendBytes(Buffer.from(`${CITIZEN_TOKEN.slice(20)}\r`));
  await expect.poll(() => scanner.droppedCodes, { interval: 2 }).toBe(2);
  expect(observed.codes).toEqual([]);
});
