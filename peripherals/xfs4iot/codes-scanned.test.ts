import { expect, it } from 'vitest';
import { HOSTILE_CODES } from '../code-scanner/simulator/hostile-codes.ts';
import { ACCEPTANCE_NUMBER, CITIZEN_TOKEN } from '../code-scanner/simulator/test-support.ts';
import { scannerOnXfs } from './simulator/test-support.ts';

const NOT_VALID = { kind: 'not-a-valid-code' };

it('looks for codes only while one is wanted', async () => {
  await using setup = await scannerOnXfs();
  const { provider, scanner, observed, startLooking } = setup;
  const machine = provider.barcodeReader;
  await observed.status('ready');
  expect(machine.isLooking).toBe(false);
  machine.presentCode(CITIZEN_TOKEN);
  await startLooking();
  await observed.codeAfter(() => machine.presentCode(CITIZEN_TOKEN));
  // One reading is one code: the next one is begun by itself.
  await observed.until(() => machine.isLooking);
  await observed.codeAfter(() => machine.presentCode(ACCEPTANCE_NUMBER, 'code128'));
  await observed.until(() => machine.isLooking);
  scanner.stopScanning();
  await observed.until(() => !machine.isLooking);
  await observed.status('ready');
  expect(observed.codes.map(({ kind }) => kind)).toEqual(['citizen-code', 'acceptance-number']);
  expect(scanner.droppedCodes).toBe(0);
});

it('does not deliver to a new start what was read for an earlier one', async () => {
  await using setup = await scannerOnXfs();
  const { provider, scanner, observed, startLooking } = setup;
  await observed.status('ready');
  await startLooking();
  scanner.stopScanning();
  scanner.startScanning();
  // The reading of the earlier start is still under way there.
  provider.barcodeReader.presentCode(CITIZEN_TOKEN);
  await expect.poll(() => scanner.droppedCodes).toBe(1);
  await observed.until(() => provider.barcodeReader.isLooking);
  await observed.codeAfter(() => provider.barcodeReader.presentCode(ACCEPTANCE_NUMBER));
  expect(observed.codes).toEqual([{ kind: 'acceptance-number', number: ACCEPTANCE_NUMBER }]);
});

it('lets nothing through that is not one of ours, and goes on looking', async () => {
  await using setup = await scannerOnXfs();
  const { provider, observed, startLooking } = setup;
  const machine = provider.barcodeReader;
  await observed.status('ready');
  await startLooking();
  const shows = [
    ...Object.values(HOSTILE_CODES).map((text) => () => machine.presentCode(text)),
    () => machine.presentCode(Uint8Array.of(0xff, 0xfe, 0x80)),
    () => machine.presentCode(CITIZEN_TOKEN, 'ean13'),
    () => machine.presentCode(CITIZEN_TOKEN, 'aCodeOfTheirOwn'),
    () => machine.presentSmudge(),
  ];
  for (const show of shows) {
    await observed.until(() => machine.isLooking);
    expect(await observed.codeAfter(show)).toEqual(NOT_VALID);
  }
  await observed.until(() => machine.isLooking);
  const ours = await observed.codeAfter(() => machine.presentCode(CITIZEN_TOKEN, 'symbologyUnknown'));
  expect(ours).toEqual({ kind: 'citizen-code', token: CITIZEN_TOKEN });
});
