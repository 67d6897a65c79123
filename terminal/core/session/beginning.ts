import { beforeForm } from './before-form.ts';
import type { AskFor } from './correcting.ts';
import type { LicenceGiving } from './licences.ts';
import type { MatterWatch } from './matter-watch.ts';
import type { SessionParts } from './session-parts.ts';
import type { Stage } from './stage.ts';
import { trouble, type Step } from './step.ts';
import { earlierSubmission, mayHaveEarlier } from './submission.ts';
import { firstOpenStep } from './way.ts';

/** From a citizen who is known to the first question of the matter, or to what was submitted before. */
export class Beginning {
  readonly #parts: Pick<SessionParts, 'sync'>;
  readonly #stage: Stage;
  readonly #watch: MatterWatch;
  readonly #licences: LicenceGiving;
  readonly #askFor: AskFor;

  constructor(
    parts: Pick<SessionParts, 'sync'>,
    stage: Stage,
    { watch, licences, askFor }: { watch: MatterWatch; licences: LicenceGiving; askFor: AskFor },
  ) {
    this.#parts = parts;
    this.#stage = stage;
    this.#watch = watch;
    this.#licences = licences;
    this.#askFor = askFor;
  }

  /** What was asked for before anybody was known. */
  goOn(purpose: Extract<Step, { at: 'card' }>['purpose']): Promise<void> {
    return purpose === 'my-submissions' ? this.showMySubmissions() : this.matter();
  }

  async matter(): Promise<void> {
    const visit = this.#stage.visit();
    const { catalogued, citizen } = visit;
    if (!catalogued || !citizen) return;
    const instead = visit.form ? null : this.#watch.insteadOfBeginning(catalogued.matter.handleItem);
    if (!instead && visit.forWhom === 'other' && !visit.represented) return this.#askFor.represented();
    const next = instead ?? beforeForm(catalogued, visit);
    if (next) return this.#stage.goTo(next);
    if (catalogued.matter.needs?.enterprise) return this.#askFor.enterprise();
    const { sync } = this.#parts;
    // The first question does not wait for the key, unless there may be something to show before it.
    if (visit.form === null && !visit.represented && mayHaveEarlier(catalogued, sync)) {
      if (!(await this.#keyIsThere('matter'))) return;
      const earlier = earlierSubmission(visit, sync);
      if (earlier) return this.#stage.goTo({ at: 'already-submitted', record: earlier });
    }
    this.form();
  }

  form(): void {
    const visit = this.#stage.visit();
    if (visit.form === null && !this.#parts.sync.intake.open) {
      return this.#stage.goTo(trouble('terminal-closed', { at: 'choose' }, ['finish']));
    }
    visit.beginForm();
    this.#licences.lookAhead();
    this.#stage.goTo(firstOpenStep(visit));
  }

  async showMySubmissions(): Promise<void> {
    if (await this.#keyIsThere('my-submissions')) this.#stage.goTo({ at: 'my-submissions' });
  }

  /** Waits for the key of the card. @returns false when the citizen went elsewhere meanwhile */
  async #keyIsThere(purpose: Extract<Step, { at: 'card' }>['purpose']): Promise<boolean> {
    const { citizen } = this.#stage.visit();
    if (!citizen) return false;
    if (citizen.key || !citizen.findable) return true;
    const waiting: Step = { at: 'card', purpose, card: 'known', code: 'awaited', slot: 'awaited' };
    this.#stage.goTo(waiting);
    await citizen.keyMade;
    return this.#stage.step() === waiting;
  }
}
