import type { EnrolmentProblem, NotEnrolled } from '@tongban/contract';
import {
  readEnrolmentCode,
  type EnrolmentOutcome,
  type EnrolmentTicket,
} from '@tongban/kiosk-config/provisioning';
import type { CodeScanner } from '@tongban/peripherals/code-scanner';

/** To be read before the terminal starts anew. */
const ENROLLED_SHOWN_MS = 3000;

const PROBLEMS: Readonly<Record<string, EnrolmentProblem>> = {
  CODE_UNKNOWN: 'unknown',
  CODE_USED: 'used',
  CODE_EXPIRED: 'expired',
  CODE_OF_ANOTHER: 'of-another',
};

export interface EnrollingParts {
  /** Origin of the centre that the configuration names; null where it names none. */
  readonly centre: string | null;
  readonly enrol: (ticket: EnrolmentTicket) => Promise<EnrolmentOutcome>;
  readonly scanner: CodeScanner | null;
  readonly onChange: () => void;
  /** With its new identity core has to start anew. */
  readonly onEnrolled: () => void;
}

/**
 * The first thing that a technician does at a new terminal: the centre's enrolment code is typed or scanned. It is the permission
 * to do so, and good at the centre of the configuration alone: a code that names another one leads nowhere.
 */
export class Enrolling {
  readonly #parts: EnrollingParts;
  #state: NotEnrolled['state'] = 'asks';
  #problem: EnrolmentProblem | null = null;
  #timer: NodeJS.Timeout | undefined;
  #stopScanner: () => void = () => undefined;

  constructor(parts: EnrollingParts) {
    this.#parts = parts;
  }

  view(): NotEnrolled {
    return {
      kind: 'not-enrolled',
      state: this.#parts.centre === null ? 'no-centre' : this.#state,
      canScan: this.#parts.scanner !== null,
      problem: this.#problem,
    };
  }

  /** Codes under the scanner count from now on. */
  begin(): void {
    const { scanner, centre } = this.#parts;
    [this.#state, this.#problem] = ['asks', null];
    if (!scanner || centre === null) return;
    const stop = scanner.onCode((code) => {
      void this.use(code.kind === 'enrolment-code' ? code.code : '');
    });
    scanner.startScanning();
    this.#stopScanner = () => {
      stop();
      scanner.stopScanning();
    };
  }

  /** @param text as it was typed or scanned; ignored while another one is asked about */
  async use(text: string): Promise<void> {
    const { centre, enrol, onEnrolled } = this.#parts;
    if (centre === null || this.#state !== 'asks') return;
    const ticket = readEnrolmentCode(text);
    if (!ticket) return this.#become('asks', 'no-code');
    if (ticket.centre && new URL(ticket.centre.url).origin !== centre) {
      return this.#become('asks', 'not-the-centre');
    }
    this.#become('asking', null);
    const outcome = await enrol(ticket);
    if (outcome.kind === 'enrolled') {
      this.end();
      this.#become('enrolled', null);
      this.#timer = setTimeout(() => {
        this.#state = 'asks';
        onEnrolled();
      }, ENROLLED_SHOWN_MS);
    } else this.#become('asks', problemOf(outcome));
  }

  /** The entrance is left: the scanner is a citizen's again. What was enrolled starts anew all the same. */
  end(): void {
    this.#stopScanner();
    this.#stopScanner = () => undefined;
  }

  /** Core ends. */
  close(): void {
    this.end();
    clearTimeout(this.#timer);
  }

  #become(state: NotEnrolled['state'], problem: EnrolmentProblem | null): void {
    [this.#state, this.#problem] = [state, problem];
    this.#parts.onChange();
  }
}

function problemOf(outcome: Exclude<EnrolmentOutcome, { kind: 'enrolled' }>): EnrolmentProblem {
  return outcome.kind === 'refused' ? (PROBLEMS[outcome.code] ?? 'refused') : outcome.kind;
}
