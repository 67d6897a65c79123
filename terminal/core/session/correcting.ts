import { canBeCorrected, correctionOf } from './correction.ts';
import { personOnForm } from './represented.ts';
import type { SessionParts } from './session-parts.ts';
import type { Stage } from './stage.ts';
import { trouble } from './step.ts';
import type { Visit } from './visit.ts';
import { firstOpenStep } from './way.ts';

/** For whom it is, where that is not known. */
export interface AskFor {
  readonly represented: () => void;
  readonly enterprise: () => void;
}

/** From a row that asks for something to the first thing that is to be given. */
export class Correcting {
  readonly #parts: Pick<SessionParts, 'sync' | 'matters' | 'log'>;
  readonly #stage: Stage;
  readonly #askFor: AskFor;

  constructor(parts: Pick<SessionParts, 'sync' | 'matters' | 'log'>, stage: Stage, askFor: AskFor) {
    this.#parts = parts;
    this.#stage = stage;
    this.#askFor = askFor;
  }

  /** @param number the number of the row */
  async begin(number: string): Promise<void> {
    const { sync, matters, log } = this.#parts;
    const step = this.#stage.step();
    const visit = this.#stage.visit();
    const key = visit.citizen?.key;
    if ((step.at !== 'my-submissions' && step.at !== 'already-submitted') || !key) return;
    const record = sync.submissionsOf(key).find((each) => (each.applyNo ?? each.tempNo) === number);
    const catalogued = record && matters.find(record.matter.handleItem)?.catalogued;
    if (!record || !catalogued || !canBeCorrected(record, catalogued.matter) || !sync.intake.open) return;
    const opened = await sync.reopen(key, record.id);
    if (this.#stage.step() !== step) return;
    const correction = opened && correctionOf(opened);
    if (!correction) {
      log('correction.closed', { corrects: record.id });
      return this.#stage.goTo(trouble('correction-closed', { at: 'my-submissions' }, ['go-back', 'finish']));
    }
    log('correction.opened', { corrects: record.id, prefilled: correction.former !== null });
    visit.chooseMatter(catalogued, correction);
    if (catalogued.matter.needs?.enterprise) {
      if (!correction.applicant) return this.#askFor.enterprise();
      visit.actForEnterprise(correction.applicant);
    } else if (record.byAgent && !this.#knowsRepresented(visit)) return this.#askFor.represented();
    visit.beginForm();
    this.#stage.goTo(firstOpenStep(visit));
  }

  /** Of what was accepted nobody but the platform knows any more for whom it was: their card is asked for again. */
  #knowsRepresented(visit: Visit): boolean {
    visit.actFor('other');
    const { correction, catalogued } = visit;
    const former = correction?.former ?? null;
    const person = former && catalogued && personOnForm(catalogued.matter, former, new Date());
    if (person) visit.represent(person, null);
    return visit.represented !== null;
  }
}
