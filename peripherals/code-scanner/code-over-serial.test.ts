import { describe, expect, it } from 'vitest';
import { GENERIC_SERIAL, HONEYWELL_SERIAL, NEWLAND_SERIAL } from './index.ts';
import {
  ACCEPTANCE_NUMBER,
  CITIZEN_TOKEN,
  ENROLMENT_CODE,
  LONG_TOKEN,
  TEMPORARY_NUMBER,
  scannerOnMemory,
  scannerOnPty,
} from './simulator/test-support.ts';

const CITIZEN_CODE = { kind: 'citizen-code', token: CITIZEN_TOKEN };

describe('on a real pty', () => {
  it.each([
    ['CR', 'honeywell', HONEYWELL_SERIAL, ['TRGMOD0', 'SUFCA2', 'SUFBK2990D']],
    ['LF', 'honeywell', HONEYWELL_SERIAL, ['TRGMOD0', 'SUFCA2', 'SUFBK2990A']],
    ['CRLF', 'honeywell', HONEYWELL_SERIAL, ['TRGMOD0', 'SUFCA2', 'SUFBK2990D0A']],
    ['none', 'honeywell', HONEYWELL_SERIAL, ['TRGMOD0', 'SUFCA2']],
    ['CR', 'newland', NEWLAND_SERIAL, ['SCNMOD0', 'TSUENA1', 'TSUSET0D']],
    ['LF', 'newland', NEWLAND_SERIAL, ['SCNMOD0', 'TSUENA1', 'TSUSET0A']],
    ['CRLF', 'newland', NEWLAND_SERIAL, ['SCNMOD0', 'TSUENA1', 'TSUSET0D0A']],
    ['none', 'newland', NEWLAND_SERIAL, ['SCNMOD0', 'TSUENA0']],
  ] as const)(
    'reads codes with suffix %s from %s, whole and in single bytes',
    async (suffix, personality, model, settings) => {
      await using setup = await scannerOnPty({ ...model, suffix, settings }, { personality });
      const { simulator, observed, startLooking } = setup;
      await observed.status('ready');
      await startLooking();
      expect(await observed.codeAfter(() => simulator.showCode(CITIZEN_TOKEN))).toEqual(CITIZEN_CODE);
      await observed.until(() => simulator.state.isLooking);
      simulator.faults.failNext('split-writes');
      expect(await observed.codeAfter(() => simulator.showCode(TEMPORARY_NUMBER))).toEqual({
        kind: 'temporary-number',
        number: TEMPORARY_NUMBER,
      });
      expect(observed.statuses).toEqual(['ready', 'scanning']);
    },
  );
});

it('tells every kind of code apart', async () => {
  await using setup = scannerOnMemory(GENERIC_SERIAL, { personality: 'generic' });
  const { simulator, observed, startLooking } = setup;
  await observed.status('ready');
  await startLooking();
  const show = (text: string): Promise<unknown> => observed.codeAfter(() => simulator.showCode(text));
  expect(await show(ACCEPTANCE_NUMBER)).toEqual({ kind: 'acceptance-number', number: ACCEPTANCE_NUMBER });
  expect(await show(TEMPORARY_NUMBER)).toEqual({ kind: 'temporary-number', number: TEMPORARY_NUMBER });
  expect(await show(ENROLMENT_CODE)).toEqual({ kind: 'enrolment-code', code: ENROLMENT_CODE });
  expect(await show(LONG_TOKEN)).toEqual({ kind: 'citizen-code', token: LONG_TOKEN });
  expect(await show('69012345678')).toEqual({ kind: 'not-a-valid-code' });
});

it('cuts codes apart that arrive in one piece', async () => {
  await using setup = scannerOnMemory(GENERIC_SERIAL, { personality: 'generic' });
  const { simulator, observed, startLooking } = setup;
  await observed.status('ready');
  await startLooking();
  simulator.showCode(`${CITIZEN_TOKEN}\r${ACCEPTANCE_NUMBER}\r${TEMPORARY_NUMBER}`);
  await observed.until(() => observed.codes.length === 3);
  expect(observed.codes.map(({ kind }) => kind)).toEqual([
    'citizen-code',
    'acceptance-number',
    'temporary-number',
  ]);
});

it('ends a code by the time-out when another line end comes than was set', async () => {
  await using setup = scannerOnMemory({ ...GENERIC_SERIAL, suffix: 'CRLF' }, { personality: 'generic' });
  const { simulator, observed, startLooking } = setup;
  await observed.status('ready');
  await startLooking();
  expect(await observed.codeAfter(() => simulator.showCode(CITIZEN_TOKEN))).toEqual(CITIZEN_CODE);
});

it('does not take what may be half a code for a whole one', async () => {
  await using setup = scannerOnMemory(GENERIC_SERIAL, { personality: 'generic' });
  const { simulator, observed, startLooking } = setup;
  await observed.status('ready');
  await startLooking();
  simulator.faults.failNext('no-suffix');
  expect(await observed.codeAfter(() => simulator.showCode(CITIZEN_TOKEN))).toEqual({
    kind: 'not-a-valid-code',
  });
  expect(await observed.codeAfter(() => simulator.showCode(CITIZEN_TOKEN))).toEqual(CITIZEN_CODE);
});

it('reads GBK where the scanner sends it, and takes Chinese for no code of ours', async () => {
  const model = { ...GENERIC_SERIAL, encoding: 'gbk' } as const;
  await using setup = scannerOnMemory(model, { personality: 'generic', encoding: 'gbk' });
  const { simulator, observed, startLooking } = setup;
  await observed.status('ready');
  await startLooking();
  expect(await observed.codeAfter(() => simulator.showCode(CITIZEN_TOKEN))).toEqual(CITIZEN_CODE);
  expect(await observed.codeAfter(() => simulator.showCode('上海市一网通办测试码'))).toEqual({
    kind: 'not-a-valid-code',
  });
});

it('reports text in the wrong encoding as no valid code, and goes on', async () => {
  await using setup = scannerOnMemory(GENERIC_SERIAL, { personality: 'generic', encoding: 'gbk' });
  const { simulator, observed, startLooking } = setup;
  await observed.status('ready');
  await startLooking();
  expect(await observed.codeAfter(() => simulator.showCode('上海'))).toEqual({ kind: 'not-a-valid-code' });
  expect(await observed.codeAfter(() => simulator.showCode(CITIZEN_TOKEN))).toEqual(CITIZEN_CODE);
});
