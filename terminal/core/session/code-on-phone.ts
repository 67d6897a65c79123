import type { CardView } from '@tongban/contract';
import { personByNumber } from './person.ts';
import type { SessionParts } from './session-parts.ts';
import type { Stage } from './stage.ts';
import { wantsCode, type Step } from './step.ts';
import { identityClosed } from './whose-it-is.ts';

type CardStep = Extract<Step, { at: 'card' }>;

/**
 * The code on a citizen's phone (随申码) in the place of a card. It is opaque: only the identity module can say whose it
 * is, and so it needs the network. Core keeps no code, and asks once for each one that is shown.
 */
export class CodeOnPhone {
  readonly #parts: Pick<SessionParts, 'devices' | 'modules' | 'log'>;
  readonly #stage: Stage;
  readonly #onKnown: (purpose: CardStep['purpose']) => Promise<void>;

  constructor(
    parts: Pick<SessionParts, 'devices' | 'modules' | 'log'>,
    stage: Stage,
    onKnown: (purpose: CardStep['purpose']) => Promise<void>,
  ) {
    this.#parts = parts;
    this.#stage = stage;
    this.#onKnown = onKnown;
  }

  /** What the card screen says of it. */
  view(step: CardStep): CardView['code'] {
    const { codeScanner } = this.#parts.devices;
    if (!wantsCode(step) || !codeScanner || this.#closed === 'never') return null;
    if (step.code !== 'awaited') return step.code;
    return this.#closed === 'now' || codeScanner.status.availability === 'offline' ? 'away' : 'awaited';
  }

  /** The scanner looks for a code only where one is of use. */
  lookFor(step: Step): void {
    const { codeScanner } = this.#parts.devices;
    if (wantsCode(step)) codeScanner?.startScanning();
    else codeScanner?.stopScanning();
  }

  /** @returns whether it is of use on this screen */
  scanned(token: string): boolean {
    const step = this.#stage.step();
    if (step.at !== 'card' || !wantsCode(step) || this.#closed === 'never') return false;
    // The same code is read again and again as long as the phone is held there.
    if (step.code !== 'checking') void this.#check(step, token);
    return true;
  }

  async #check(step: CardStep, token: string): Promise<void> {
    const { modules, devices, log } = this.#parts;
    const checking: CardStep = { ...step, code: 'checking' };
    this.#stage.goTo(checking);
    const verified = await modules.identity.verifyCode(token);
    // A card that was put there meanwhile, or who left, was faster.
    if (this.#stage.step() !== checking) return;
    const person =
      verified.kind === 'confirmed' && verified.person ? personByNumber(verified.person, new Date()) : null;
    log('code.checked', { result: verified.kind });
    if (verified.kind !== 'confirmed' || !person) {
      const code = verified.kind === 'closed' ? 'away' : 'not-confirmed';
      return this.#stage.goTo({ ...step, code });
    }
    devices.idCardReader.stopReading();
    const { verificationId, validUntil } = verified;
    this.#stage.visit().identifyByModule(person, 'suishen-code', { verificationId, validUntil });
    await this.#onKnown(step.purpose);
  }
  get #closed(): 'never' | 'now' | null {
    return identityClosed(this.#parts.modules);
  }
}
