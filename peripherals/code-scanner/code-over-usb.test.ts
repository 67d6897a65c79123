import { describe, expect, it } from 'vitest';
import { nodeHidPort, type HidPort } from '../transport/hid-port.ts';
import { GENERIC_HID, HONEYWELL_HID, MICROSCAN_HID, createCodeScanner } from './index.ts';
import { HidCodeScannerSimulator } from './simulator/index.ts';
import {
  ACCEPTANCE_NUMBER,
  CITIZEN_TOKEN,
  LONG_TOKEN,
  Observed,
  TEMPORARY_NUMBER,
  TEST_DELAYS,
  TEST_IDENTITY,
  scannerOnHid,
} from './simulator/test-support.ts';

const MODELS = [
  ['the standard layout', GENERIC_HID],
  ["Microscan's layout", MICROSCAN_HID],
] as const;

describe.each(MODELS)('%s', (_name, model) => {
  it('reads codes of one report and of several', async () => {
    await using setup = scannerOnHid(model);
    const { simulator, scanner, observed } = setup;
    await observed.status('ready');
    scanner.startScanning();
    await observed.status('scanning');
    const lengths = [20, 55, 56, 57, 61, 62, 63, 112, 124, 125, 231];
    for (const length of lengths) {
      const token = LONG_TOKEN.slice(0, length).padEnd(length, 'x');
      expect(await observed.codeAfter(() => simulator.showCode(token))).toEqual({
        kind: 'citizen-code',
        token,
      });
    }
  });

  it('refuses what is too long, and reads the next code', async () => {
    await using setup = scannerOnHid(model);
    const { simulator, scanner, observed } = setup;
    await observed.status('ready');
    scanner.startScanning();
    await observed.status('scanning');
    expect(await observed.codeAfter(() => simulator.showCode('a1'.repeat(5000)))).toEqual({
      kind: 'not-a-valid-code',
    });
    expect(await observed.codeAfter(() => simulator.showCode(ACCEPTANCE_NUMBER))).toMatchObject({
      kind: 'acceptance-number',
    });
  });

  it('refuses a report whose length cannot be, and reads the next code', async () => {
    await using setup = scannerOnHid(model);
    const { simulator, scanner, observed } = setup;
    await observed.status('ready');
    scanner.startScanning();
    await observed.status('scanning');
    simulator.faults.failNext('wrong-length');
    expect(await observed.codeAfter(() => simulator.showCode(CITIZEN_TOKEN))).toEqual({
      kind: 'not-a-valid-code',
    });
    expect(await observed.codeAfter(() => simulator.showCode(CITIZEN_TOKEN))).toMatchObject({
      kind: 'citizen-code',
    });
  });

  it('throws away and counts what comes outside of a step', async () => {
    await using setup = scannerOnHid(model);
    const { simulator, scanner, observed } = setup;
    await observed.status('ready');
    simulator.showCode(CITIZEN_TOKEN);
    expect(scanner.droppedCodes).toBe(1);
    expect(observed.codes).toEqual([]);
  });
});

it('does not join a code whose reports got lost with the next one', async () => {
  await using setup = scannerOnHid(GENERIC_HID);
  const { simulator, scanner, observed } = setup;
  await observed.status('ready');
  scanner.startScanning();
  await observed.status('scanning');
  simulator.faults.failNext('lost-reports');
  expect(await observed.codeAfter(() => simulator.showCode(LONG_TOKEN))).toEqual({
    kind: 'not-a-valid-code',
  });
  expect(await observed.codeAfter(() => simulator.showCode(LONG_TOKEN))).toMatchObject({ token: LONG_TOKEN });
});

it('takes no bar code of a kind that is none of ours, whatever is in it', async () => {
  await using setup = scannerOnHid(GENERIC_HID);
  const { simulator, scanner, observed } = setup;
  await observed.status('ready');
  scanner.startScanning();
  await observed.status('scanning');
  const kindOf = async (aim: string): Promise<string> =>
    (await observed.codeAfter(() => simulator.showCode(TEMPORARY_NUMBER, { aim }))).kind;
  for (const aim of ['Q1', 'C0', 'd1', 'h0', 'z0', 'L0']) expect(await kindOf(aim)).toBe('temporary-number');
  for (const aim of ['E0', 'A0', 'G0', 'I1', 'F0', 'X0']) expect(await kindOf(aim)).toBe('not-a-valid-code');
});

it.each([
  ['standard', GENERIC_HID, 'generic'],
  ['honeywell', HONEYWELL_HID, 'honeywell'],
] as const)(
  '%s: an error is a disconnection; it comes back under another path',
  async (_name, model, personality) => {
    await using setup = scannerOnHid(model, { personality });
    const { simulator, scanner, observed } = setup;
    await observed.status('ready');
    scanner.startScanning();
    await expect.poll(() => simulator.isLooking, { interval: 2 }).toBe(true);
    await observed.status('scanning');
    simulator.faults.failNext('unplugged-mid-code');
    simulator.showCode(LONG_TOKEN);
    await observed.status('disconnected');
    expect(observed.codes).toEqual([]);
    expect(simulator.openHandles).toBe(0);
    simulator.plugIn();
    await observed.status('scanning');
    await expect.poll(() => simulator.isLooking, { interval: 2 }).toBe(true);
    expect(await observed.codeAfter(() => simulator.showCode(LONG_TOKEN))).toEqual({
      kind: 'citizen-code',
      token: LONG_TOKEN,
    });
    expect(simulator.openHandles).toBe(1);
  },
);

describe('which device', () => {
  const make = (port: HidPort): Observed => {
    const scanner = createCodeScanner({
      connection: 'hid',
      model: GENERIC_HID,
      identity: TEST_IDENTITY,
      port,
      delays: TEST_DELAYS,
    });
    const observed = new Observed(scanner);
    scanner.open();
    return observed;
  };

  it('is another one when the serial number differs', async () => {
    const other = new HidCodeScannerSimulator({
      personality: 'generic',
      layout: GENERIC_HID.layout,
      identity: { ...TEST_IDENTITY, serialNumber: 'TEST-0002' },
    });
    let looks = 0;
    const observed = make({
      ...other.port,
      list: (model) => {
        looks++;
        return other.port.list(model);
      },
    });
    await expect.poll(() => looks, { interval: 2 }).toBeGreaterThan(3);
    expect(observed.statuses).toEqual([]);
    expect(other.openHandles).toBe(0);
    await observed.scanner.close();
  });

  it('is disconnected where listing or opening fails', async () => {
    let calls = 0;
    const observed = make({
      list: () =>
        ++calls % 2 === 0
          ? Promise.reject(new Error('no access'))
          : Promise.resolve([{ ...TEST_IDENTITY, path: 'hidraw9', usagePage: null }]),
      open: () => Promise.reject(new Error('no access')),
    });
    await expect.poll(() => calls, { interval: 2 }).toBeGreaterThan(4);
    expect(observed.scanner.status.kind).toBe('disconnected');
    await observed.scanner.close();
  });
});

it('finds nothing on this machine under a number that nobody has', async () => {
  expect(await nodeHidPort.list({ vendorId: 0xfffe, productId: 0xfffe })).toEqual([]);
  await expect(nodeHidPort.open('/dev/no-such-hidraw')).rejects.toThrow();
});
