import type { LicenceRow, MyLicencesView } from '@tongban/contract';
import { shanghaiDay } from '@tongban/kiosk-config/working-days';
import type { Closed } from '@tongban/sync/modules';
import { confirmedIdentity } from './confirmed-identity.ts';
import { mask } from './mask.ts';
import type { SessionParts } from './session-parts.ts';
import type { Stage } from './stage.ts';
import type { MyLicencesStep } from './step.ts';
import type { Visit } from './visit.ts';

/** 我的证照: the licences of the citizen whose card was read. What was found lives in the step, and goes with it. */
export class MyLicences {
  readonly #parts: Pick<SessionParts, 'modules' | 'config' | 'log'>;
  readonly #stage: Stage;
  readonly #askForCard: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: Pick<SessionParts, 'modules' | 'config' | 'log'>, stage: Stage, askForCard: () => void) {
    this.#parts = parts;
    this.#stage = stage;
    this.#askForCard = askForCard;
  }

  /** From the choice, from what was submitted, and once more where nothing could be asked. */
  open(): void {
    const step = this.#stage.step();
    const visit = this.#stage.visit();
    const isAgain = step.at === 'my-licences' && step.found?.kind === 'closed';
    if (step.at !== 'choose' && step.at !== 'my-submissions' && !isAgain) return;
    const from = step.at === 'my-licences' ? step.from : step.at;
    visit.catalogued = null;
    const { modules } = this.#parts;
    const firstWords = (['identity', 'citizens-page'] as const)
      .map((module) => modules.firstWord(module))
      .filter((word) => word !== null);
    if (firstWords.length === 0) return this.#begin(from);
    // Just after the start of the terminal a module that will answer in a moment is not known to be there.
    const waiting = this.#wait(from);
    void Promise.all(firstWords).then(() => {
      if (this.#stage.step() === waiting) this.#begin(from);
    });
  }

  /** Nobody takes the card out for what cannot be shown. */
  #begin(from: MyLicencesStep['from']): void {
    clearTimeout(this.#timer);
    const page = this.#parts.modules.stepsAvailable({}).citizensPage;
    if (page.way === 'closed') return this.#close(from, page.reason);
    if (this.#stage.visit().citizen) this.show(from);
    else this.#askForCard();
  }

  /** The citizen is known. */
  show(from: MyLicencesStep['from'] = 'choose'): void {
    const visit = this.#stage.visit();
    const step = this.#wait(from);
    void this.#ask(visit).then((found) => {
      this.#parts.log('licences.listed', { found: found.kind === 'rows' ? found.rows.length : found.why });
      if (this.#stage.step() === step) this.#goTo(step, found);
    });
  }

  /** What lay under 12345: an answer that came meanwhile was dropped, so it is asked for again. */
  comeBackTo(step: MyLicencesStep): void {
    if (step.found) this.#stage.goTo(step);
    else this.#begin(step.from);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** "Looking", for a few seconds at most. */
  #wait(from: MyLicencesStep['from']): MyLicencesStep {
    const step: MyLicencesStep = { at: 'my-licences', from, found: null };
    this.#stage.goTo(step);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#stage.step() === step) this.#goTo(step, { kind: 'closed', why: 'away' });
    }, this.#parts.config.session.licenceMs);
    return step;
  }

  async #ask(visit: Visit): Promise<NonNullable<MyLicencesStep['found']>> {
    const { modules } = this.#parts;
    const who = await confirmedIdentity(visit, modules);
    if (who.kind === 'closed') return { kind: 'closed', why: whyOf(who.reason) };
    if (who.kind === 'not-confirmed') return { kind: 'closed', why: 'not-confirmed' };
    const reply = await modules.citizensPage.view(who.verificationId);
    if (reply.kind !== 'done') {
      return { kind: 'closed', why: reply.kind === 'closed' ? whyOf(reply.reason) : 'away' };
    }
    const today = shanghaiDay(new Date());
    const rows = reply.value.licences.map(({ name, number, validUntil }): LicenceRow => {
      const expired = validUntil !== null && validUntil < today;
      return { name, number: number === null ? null : mask('id-number', number), validUntil, expired };
    });
    return { kind: 'rows', rows };
  }

  #close(from: MyLicencesStep['from'], reason: Closed): void {
    this.#stage.goTo({ at: 'my-licences', from, found: { kind: 'closed', why: whyOf(reason) } });
  }

  #goTo(step: MyLicencesStep, found: MyLicencesStep['found']): void {
    this.#stage.goTo({ ...step, found });
  }
}

/** Each state of it; pure. */
export function myLicencesView({ found }: MyLicencesStep, { citizen }: Visit): MyLicencesView {
  return {
    ...{ screen: 'my-licences', holder: citizen?.holder ?? null },
    rows: found?.kind === 'rows' ? found.rows : null,
    closed: found?.kind === 'closed' ? found.why : null,
  };
}

function whyOf({ cause }: Closed): NonNullable<MyLicencesView['closed']> {
  return cause === 'module-down' ? 'away' : cause;
}
