import { canBeCorrected, correctionOf } from './correction.ts';
import { personOnForm } from './represented.ts';
import type { SessionParts } from './session-parts.ts';
import type { Stage } from './stage.ts';
import { trouble } from './step.ts';
import type { Visit } from './visit.ts';
import { firstOpenStep } from './way.ts';

/** From a row that asks for something to the first thing that is to be given. */
export class Correcting {
  readonly #parts: Pick<SessionParts, 'sync' | 'matters' | 'log'>;
  readonly #stage: Stage;
  readonly #askForRepresented: () => void;

  constructor(
    parts: Pick<SessionParts, 'sync' | 'matters' | 'log'>,
    stage: Stage,
    askForRepresented: () => void,
  ) {
    this.#parts = parts;
    this.#stage = stage;
    this.#askForRepresented = askForRepresented;
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
    if (record.byAgent && !this.#knowsRepresented(visit)) return this.#askForRepresented();
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
