import { describe, expect, it } from 'vitest';
import { HONEYWELL_HID, HONEYWELL_SERIAL, NEWLAND_SERIAL } from './index.ts';
import { ACCEPTANCE_NUMBER, CITIZEN_TOKEN, scannerOnHid, scannerOnMemory } from './simulator/test-support.ts';

const MAKERS = [
  ['honeywell', HONEYWELL_SERIAL, 'SUFCA2;SUFBK2994142.', 'TERMID124.'],
  ['newland', NEWLAND_SERIAL, '@TSUSET4142', '@INTERF3'],
] as const;

describe.each(MAKERS)('%s', (personality, model, otherSuffix, keyboard) => {
  it('gets its settings at the start', async () => {
    await using setup = scannerOnMemory(model, { personality });
    const { simulator, observed } = setup;
    expect(simulator.state.memory.manualTrigger).toBe(false);
    await observed.status('ready');
    expect(simulator.state.memory).toMatchObject({ manualTrigger: true, suffix: [0x0d], prefix: [] });
  });

  it('gets them again after a code that was shown in a step has changed them', async () => {
    await using setup = scannerOnMemory(model, { personality });
    const { simulator, scanner, observed, startLooking } = setup;
    await observed.status('ready');
    await startLooking();
    expect(simulator.showCode(otherSuffix)).toBe(true);
    expect(simulator.state.memory.suffix).toEqual([0x41, 0x42]);
    scanner.stopScanning();
    await observed.until(() => simulator.state.memory.suffix.length === 1);
    expect(simulator.state.memory.suffix).toEqual([0x0d]);
    await observed.status('ready');
    await startLooking();
    expect(await observed.codeAfter(() => simulator.showCode(CITIZEN_TOKEN))).toMatchObject({
      kind: 'citizen-code',
    });
  });

  it('gets them again at once in a step when a code makes no sense', async () => {
    await using setup = scannerOnMemory(model, { personality });
    const { simulator, observed, startLooking } = setup;
    await observed.status('ready');
    await startLooking();
    simulator.storeSettings(otherSuffix);
    expect(await observed.codeAfter(() => simulator.showCode(CITIZEN_TOKEN))).toEqual({
      kind: 'not-a-valid-code',
    });
    await observed.until(() => simulator.state.isLooking && simulator.state.memory.suffix[0] === 0x0d);
    expect(await observed.codeAfter(() => simulator.showCode(CITIZEN_TOKEN))).toMatchObject({
      token: CITIZEN_TOKEN,
    });
  });

  it('gets them again from time to time while no code is wanted', async () => {
    await using setup = scannerOnMemory(model, { personality }, { settingsCheckMs: 10 });
    const { simulator, observed } = setup;
    await observed.status('ready');
    simulator.storeSettings(otherSuffix);
    expect(simulator.state.memory.suffix).toEqual([0x41, 0x42]);
    await observed.until(() => simulator.state.memory.suffix[0] === 0x0d);
    expect(observed.statuses).toEqual(['ready']);
  });

  it('gets them again after the cable was out, for it forgets them without power', async () => {
    await using setup = scannerOnMemory(model, { personality });
    const { simulator, observed } = setup;
    await observed.status('ready');
    simulator.unplug();
    await observed.status('disconnected');
    simulator.plugIn();
    expect(simulator.state.memory.manualTrigger).toBe(false);
    await observed.status('ready');
    expect(simulator.state.memory.manualTrigger).toBe(true);
  });

  it('is disconnected when a code has made a keyboard of it', async () => {
    await using setup = scannerOnMemory(model, { personality });
    const { simulator, scanner, observed, startLooking } = setup;
    await observed.status('ready');
    await startLooking();
    simulator.showCode(keyboard);
    await observed.status('disconnected');
    simulator.plugIn();
    expect(simulator.state.isPluggedIn).toBe(false);
    expect(scanner.status).toEqual({ kind: 'disconnected', availability: 'offline' });
  });

  it.each(['nak', 'enq'] as const)(
    'needs attention when it answers %s, reads codes all the same, and recovers',
    async (fault) => {
      // The first one is refused, so that the trigger is obeyed all the same.
      const settings = [model.settings.at(-1)!, ...model.settings];
      await using setup = scannerOnMemory({ ...model, settings }, { personality });
      const { simulator, scanner, observed, startLooking } = setup;
      simulator.faults.failNext(fault);
      await observed.status('settings-refused');
      expect(scanner.status.availability).toBe('needs-attention');
      // The settings after the refused one were made.
      expect(simulator.state.memory.suffix).toEqual([0x0d]);
      simulator.faults.failRepeatedly(fault);
      scanner.startScanning();
      await observed.until(() => simulator.state.isLooking);
      expect(await observed.codeAfter(() => simulator.showCode(ACCEPTANCE_NUMBER))).toMatchObject({
        kind: 'acceptance-number',
      });
      expect(scanner.status.kind).toBe('settings-refused');
      simulator.faults.clear();
      scanner.stopScanning();
      await observed.status('ready');
      await startLooking();
      expect(scanner.status.kind).toBe('scanning');
    },
  );

  it('asks once more after a silence, and is disconnected when it stays silent', async () => {
    await using setup = scannerOnMemory(model, { personality }, { answerTimeoutMs: 30, settingsCheckMs: 10 });
    const { simulator, observed } = setup;
    simulator.faults.failNext('silence');
    await observed.status('ready');
    expect(observed.statuses).toEqual(['ready']);
    simulator.faults.failRepeatedly('silence');
    await observed.status('disconnected');
    simulator.faults.clear();
    await observed.status('ready');
  });
});

it('does not take a late answer for the answer to the next setting', async () => {
  const settings = ['SUFCA2', 'XYZABC1'];
  await using setup = scannerOnMemory(
    { ...HONEYWELL_SERIAL, settings },
    { personality: 'honeywell' },
    { answerTimeoutMs: 40 },
  );
  setup.simulator.faults.failNext('late-answer');
  await setup.observed.until(() => setup.observed.statuses.length > 0);
  // The second one is unknown to the scanner, whatever came before its answer.
  expect(setup.scanner.status.kind).toBe('settings-refused');
});

describe('over USB', () => {
  const honeywell = { personality: 'honeywell' } as const;

  it('makes the settings and obeys their refusal', async () => {
    await using setup = scannerOnHid(HONEYWELL_HID, honeywell, { settingsCheckMs: 10 });
    const { simulator, scanner, observed } = setup;
    simulator.faults.failNext('nak');
    await observed.status('settings-refused');
    await observed.status('ready');
    expect(simulator.isLooking).toBe(false);
    scanner.startScanning();
    await expect.poll(() => simulator.isLooking, { interval: 2 }).toBe(true);
    expect(await observed.codeAfter(() => simulator.showCode(CITIZEN_TOKEN))).toMatchObject({
      token: CITIZEN_TOKEN,
    });
  });

  it('is disconnected when it stays silent', async () => {
    await using setup = scannerOnHid(HONEYWELL_HID, honeywell, { answerTimeoutMs: 20, settingsCheckMs: 5 });
    const { simulator, observed } = setup;
    await observed.status('ready');
    simulator.faults.failRepeatedly('silence');
    await observed.status('disconnected');
    simulator.faults.clear();
    await observed.status('ready');
  });
});
