import type { Matters } from '../matters.ts';
import { lackOf, unavailableView } from './matter-view.ts';
import type { Stage } from './stage.ts';
import { fillsIn, trouble, type Step } from './step.ts';

/**
 * What becomes of a visit when its matter is suspended, ended or published anew meanwhile. Before anything was filled in
 * the newest holds at once; afterwards the citizen is told at the next step, keeps what was filled in, and keeps the
 * version that it was begun with.
 */
export class MatterWatch {
  readonly #matters: Matters;
  readonly #stage: Stage;

  constructor(matters: Matters, stage: Stage) {
    this.#matters = matters;
    this.#stage = stage;
  }

  /** Where choosing a matter leads when it cannot be begun; null when it can, here or at a better equipped terminal. */
  insteadOfBeginning(handleItem: string): Step | null {
    const found = this.#matters.find(handleItem);
    if (!found) return ended();
    const { availability } = found;
    // The guide of a matter that only this terminal cannot do is worth reading, and says so.
    if (availability.available || lackOf(availability)) return null;
    if (unavailableView(availability)) return { at: 'unavailable', handleItem };
    return ended(availability.words);
  }

  /** What to tell before the next step of a form; null when there is nothing new to tell. */
  insteadOfGoingOn(next: Step): Step | null {
    const visit = this.#stage.visit();
    const handleItem = visit.catalogued?.matter.handleItem;
    if (!fillsIn(next) || handleItem === undefined) return null;
    const availability = this.#matters.find(handleItem)?.availability;
    if (!availability) return ended();
    if (availability.available || lackOf(availability) || availability.reason === visit.told) return null;
    const { reason, words, until } = availability;
    if (reason === 'terminated') return ended(words);
    visit.told = reason;
    return trouble('matter-paused', next, ['go-on', 'finish'], words, until);
  }

  /** Something else is in force. */
  changed(): void {
    const step = this.#stage.step();
    const visit = this.#stage.visit();
    if (step.at === 'unavailable' && this.insteadOfBeginning(step.handleItem)?.at !== 'unavailable') {
      return this.#stage.goTo({ at: 'choose' });
    }
    const shown = visit.catalogued?.matter;
    if (step.at !== 'guide' || !shown || visit.form) return;
    const instead = this.insteadOfBeginning(shown.handleItem);
    if (instead) return this.#stage.goTo(instead);
    const inForce = this.#matters.find(shown.handleItem)?.catalogued;
    if (inForce && inForce.matter.version !== shown.version) {
      visit.chooseMatter(inForce);
      this.#stage.goTo({ at: 'guide' });
    }
  }
}

function ended(words: Parameters<typeof trouble>[3] = null): Step {
  return trouble('matter-ended', { at: 'choose' }, ['go-back', 'finish'], words);
}
