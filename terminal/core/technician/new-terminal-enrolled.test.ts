import type { NotEnrolled } from '@tongban/contract';
import type { EnrolmentOutcome } from '@tongban/kiosk-config/provisioning';
import { afterEach, expect, it, vi } from 'vitest';
import { technicianAtWork, type TechnicianAtWork } from '../testing/technician-at-work.ts';

const CENTRE = 'https://centre.test';
const LETTERS = 'ABCDE0123456789ABCDEFGHJK';
const CODE = 'TBE1-ABCDE-01234-56789-ABCDE-FGHJK';
const PIN = 'p'.repeat(43);

let at: TechnicianAtWork;
/** Codes that the centre was asked about. */
let asked: string[];
let restarts: number;
afterEach(() => {
  at.stop();
  vi.useRealTimers();
});

/** A new terminal, at whose entrance somebody stands. */
function newTerminal(outcome: EnrolmentOutcome, centre: string | null = CENTRE): void {
  [asked, restarts] = [[], 0];
  at = technicianAtWork({
    isEnrolled: false,
    enrolment: {
      centre,
      enrol(ticket) {
        asked.push(ticket.code);
        return Promise.resolve(outcome);
      },
      onEnrolled: () => (restarts += 1),
    },
  });
  at.call('technician.enter', {});
}
function view(): NotEnrolled {
  const { session } = at.view();
  if (session.screen !== 'technician-entrance' || session.asked.kind !== 'not-enrolled') {
    throw new Error(`not at the entrance of a new terminal, but ${session.screen}`);
  }
  return session.asked;
}
/** What is there to be done by then is done. */
const settled = () => new Promise(setImmediate);
const enrolled = { kind: 'enrolled', identity: {} } as EnrolmentOutcome;

it('is enrolled by the code that is typed, says so, and starts anew', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  newTerminal(enrolled);
  expect(view()).toEqual({ kind: 'not-enrolled', state: 'asks', canScan: true, problem: null });
  at.call('technician.enrol', { code: LETTERS });
  expect(view().state).toBe('asking');
  await settled();
  expect([view().state, asked, restarts]).toEqual(['enrolled', [CODE], 0]);
  vi.advanceTimersByTime(3000);
  expect(restarts).toBe(1);
});

it('is enrolled by the code under its scanner, while somebody is at the entrance and no longer', async () => {
  newTerminal({ kind: 'no-answer', reason: 'TEST' });
  const code = `tongban-enrol:1;${CODE};${CENTRE};${PIN}`;
  at.work.codeScanner.show({ kind: 'enrolment-code', code });
  await settled();
  expect([asked, view().problem]).toEqual([[CODE], 'no-answer']);
  at.call('technician.leave', {});
  at.work.codeScanner.show({ kind: 'enrolment-code', code });
  await settled();
  expect(asked).toEqual([CODE]);
});

it('takes no code that names another centre than its configuration, and asks nobody about it', async () => {
  newTerminal(enrolled);
  const code = `tongban-enrol:1;${CODE};https://elsewhere.test;${PIN}`;
  at.work.codeScanner.show({ kind: 'enrolment-code', code });
  await settled();
  expect([asked, view()]).toMatchObject([[], { state: 'asks', problem: 'not-the-centre' }]);
});

it.each([
  [{ kind: 'refused', code: 'CODE_EXPIRED' }, 'expired'],
  [{ kind: 'refused', code: 'CODE_USED' }, 'used'],
  [{ kind: 'refused', code: 'CODE_OF_ANOTHER' }, 'of-another'],
  [{ kind: 'refused', code: 'CODE_UNKNOWN' }, 'unknown'],
  [{ kind: 'refused', code: 'RATE_LIMITED' }, 'refused'],
  [{ kind: 'not-the-centre' }, 'not-the-centre'],
] as const)('says what is wrong with a code: %o', async (outcome, problem) => {
  newTerminal(outcome);
  at.call('technician.enrol', { code: LETTERS });
  await settled();
  expect(view()).toMatchObject({ state: 'asks', problem });
});

it('something else under the scanner, and letters that are in no code, are none', async () => {
  newTerminal(enrolled);
  at.work.codeScanner.show({ kind: 'not-a-valid-code' });
  expect(view().problem).toBe('no-code');
  at.call('technician.enrol', { code: `${LETTERS.slice(0, -1)}U` });
  await settled();
  expect([asked, view().problem]).toEqual([[], 'no-code']);
});

it('a terminal that follows no centre is told so, and takes none', async () => {
  newTerminal(enrolled, null);
  at.call('technician.enrol', { code: LETTERS });
  at.work.codeScanner.show({ kind: 'enrolment-code', code: CODE });
  await settled();
  expect([asked, view().state]).toEqual([[], 'no-centre']);
});

it('one that is enrolled takes no enrolment code at its screen', async () => {
  [asked, restarts] = [[], 0];
  at = technicianAtWork({
    enrolment: {
      centre: CENTRE,
      enrol(ticket) {
        asked.push(ticket.code);
        return Promise.resolve(enrolled);
      },
    },
  });
  at.call('technician.enter', {});
  at.call('technician.enrol', { code: LETTERS });
  at.work.codeScanner.show({ kind: 'enrolment-code', code: CODE });
  await settled();
  expect([asked, at.view().session]).toMatchObject([[], { asked: { kind: 'code' } }]);
});
