import { setTimeout as pause } from 'node:timers/promises';
import type { KioskView } from '@tongban/contract';
import type { Stack } from '../../tools/stack/stack.ts';
import { between, type Random } from '../faults/seed.ts';
import { CitizenAtCore } from '../support/citizen-at-core.ts';
import type { Plan } from './plan.ts';
import { react, type Hands, type Memory } from './reactions.ts';
import type { FaultName, Faults } from './terminal-under-faults.ts';

/** So many looks at the screen are enough for every visit with every fault: more is a terminal that goes round in circles. */
const MOST_STEPS = 400;
/** Nothing changes for so long: staff are called, and put one thing right. */
const HELP_AFTER_MS = 1000;
/** Nothing is out of order, and nothing changes for so long: it hangs, however slow the machine is. */
const HANGS_MS = 120_000;
/** Much shorter than the idle clock. */
const TOUCH_EVERY_MS = 350;
/** From the touch of "submit" to the platform's receipt takes about this long: a cut of the power comes anywhere in it. */
const SUBMIT_TO_ACCEPTED_MS = 150;

/** What strikes in a visit, at which of its steps. */
export interface Blows {
  readonly faults: readonly { readonly atStep: number; readonly name: FaultName }[];
  /** The card is taken away in the middle, and comes back when it is missed. */
  readonly takesCardAtStep: number | null;
  /** The power is cut at this step, or behind the touch of "submit". */
  readonly powerAtStep: number | 'submit' | null;
}

export interface Visited {
  /** `idle`: the idle clock ended the visit of somebody who was there, on a machine too slow for it. */
  readonly ended: 'done' | 'left' | 'idle' | 'power-cut';
  readonly memory: Memory;
}

/** One citizen at the terminal, from the first touch until it is free again. */
export class Visit implements Hands {
  readonly #stack: Stack;
  readonly #faults: Faults;
  readonly #plan: Plan;
  readonly #blows: Blows;
  readonly #draw: Random;
  readonly #citizen: CitizenAtCore;
  readonly about: string | null;
  isCardPlaced = false;
  /** What was seen and done last, for a report. */
  readonly #trail: string[] = [];
  readonly #memory: Memory = {
    ...{ begun: false, chosen: false, styled: false, finished: false, submitted: false, rated: false },
    ...{ tries: 0, ticketPrinted: false, resultSeen: false, numbers: new Set(), ticket: null },
  };

  private constructor(
    stack: Stack,
    faults: Faults,
    { plan, blows, about, draw }: VisitOptions,
    citizen: CitizenAtCore,
  ) {
    this.#stack = stack;
    this.#faults = faults;
    this.#plan = plan;
    this.#blows = blows;
    this.#draw = draw;
    this.#citizen = citizen;
    this.about = about;
  }

  /** @throws Error with what was seen, when the terminal hangs, goes round in circles or knows no way on */
  static async make(stack: Stack, faults: Faults, options: VisitOptions): Promise<Visited> {
    const visit = new Visit(stack, faults, options, await CitizenAtCore.arrive(stack));
    const touches = setInterval(() => visit.#touch(), TOUCH_EVERY_MS);
    try {
      const ended = await visit.#go(() => clearInterval(touches));
      return { ended, memory: visit.#memory };
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      throw new Error(`${words}; faults: ${faults.names.join(', ')}; ${visit.#trail.join(' > ')}`, {
        cause: error,
      });
    } finally {
      clearInterval(touches);
      visit.#citizen.leave();
    }
  }

  async #go(stopTouching: () => void): Promise<Visited['ended']> {
    let since = performance.now();
    let revision = -1;
    for (let step = 1; step <= MOST_STEPS; step++) {
      if (await this.#strike(step)) return 'power-cut';
      const view = await this.#citizen.view();
      const { screen } = view.session;
      this.#remember(view);
      const isFree = screen === 'attract';
      if (isFree && this.#memory.begun) {
        // Put down once more just as the visit ended: it would open the papers of this citizen to the next.
        if (this.isCardPlaced) await this.card(false);
        return this.#memory.finished ? 'done' : 'idle';
      }
      if (!isFree && screen !== 'take-card' && screen !== 'end') this.#memory.begun = true;
      if (screen === this.#plan.leavesAt && this.#memory.begun) {
        stopTouching();
        return this.#leaveWithoutAWord();
      }
      const submittedBefore = this.#memory.submitted;
      const reaction = await react(view, this, this.#plan, this.#memory);
      const hasSubmitted = this.#memory.submitted && !submittedBefore;
      if (hasSubmitted && this.#blows.powerAtStep === 'submit') {
        await pause(this.#draw() * SUBMIT_TO_ACCEPTED_MS);
        await this.#cutPower();
        return 'power-cut';
      }
      if (view.revision !== revision) since = performance.now();
      revision = view.revision;
      if (reaction === 'wait' && !(await this.#change(view.revision))) {
        if (await this.#faults.help()) since = performance.now();
        else if (performance.now() - since > HANGS_MS) throw new Error(`nothing has moved at ${screen}`);
        else if (screen === 'card' && this.isCardPlaced) await this.#putCardAgain();
      }
    }
    throw new Error(`the visit did not end within ${MOST_STEPS} steps`);
  }

  // — hands —

  async call(...[method, params]: Parameters<Hands['call']>): Promise<void> {
    await this.#citizen.call(method, params);
  }

  async card(placed: boolean): Promise<void> {
    const call = placed ? { verb: 'place-passer-by', number: this.#plan.person } : { verb: 'remove-card' };
    await this.#stack.bench('id-card-reader', call);
    this.isCardPlaced = placed;
  }

  /** The terminal goes on asking for the card that lies there: a reader finds one that it has read only once it was lifted. */
  async #putCardAgain(): Promise<void> {
    this.#faults.count('card-put-again');
    await this.card(false);
    const { revision } = await this.#citizen.view();
    await this.#change(revision);
    await this.card(true);
  }

  async putPaperIntoScanner(): Promise<void> {
    await this.#stack.bench('document-scanner', { verb: 'empty-feeder' });
    await this.#stack.bench('document-scanner', { verb: 'load-feeder', sheets: 1 });
  }

  async payByPhone(orderId: string): Promise<void> {
    await this.#stack.orderAtModule({ verb: 'pay', orderId }).catch((error: unknown) => {
      // Without a platform nobody can pay, nor what is paid or has closed: the citizen goes on waiting.
      const isAway = this.#faults.names.includes('platform-restarted');
      if (!isAway && !String(error).includes('the order is')) throw error;
    });
  }

  // — what befalls —

  /** @returns whether that was the end of core */
  async #strike(step: number): Promise<boolean> {
    await this.#faults.step();
    const { faults, takesCardAtStep, powerAtStep } = this.#blows;
    for (const { atStep, name } of faults) {
      if (atStep === step) await this.#faults.strike(name, this.#draw);
    }
    if (takesCardAtStep === step && this.isCardPlaced) {
      this.#faults.count('card-taken');
      await this.card(false);
    }
    if (powerAtStep !== step) return false;
    await this.#cutPower();
    return true;
  }

  async #cutPower(): Promise<void> {
    this.#faults.count('core-killed');
    await this.#stack.core.stop('SIGKILL');
    // What the screen showed in the last moment was shown.
    for (const { session } of this.#citizen.views) {
      if (session.screen === 'done') this.#memory.numbers.add(session.number);
    }
  }

  async #leaveWithoutAWord(): Promise<'left'> {
    if (!this.#plan.leavesCard && this.isCardPlaced) await this.card(false);
    const { session } = await this.#citizen.view();
    if (session.screen === 'done') this.#memory.numbers.add(session.number);
    for (let since = performance.now(); performance.now() - since < HANGS_MS;) {
      const view = await this.#citizen.view();
      const { screen } = view.session;
      if (screen === 'attract') return 'left';
      // Staff find it.
      if (screen === 'take-card') await this.card(false);
      await this.#change(view.revision);
    }
    throw new Error('the visit of somebody who has left does not end');
  }

  /** Waits for another view. @returns whether one came */
  async #change(revision: number): Promise<boolean> {
    return this.#citizen
      .until('another view', (view) => view.revision > revision, HELP_AFTER_MS)
      .then(
        () => true,
        (error: unknown) => {
          if (error instanceof Error && error.message.includes('did not come within')) return false;
          throw error;
        },
      );
  }

  #touch(): void {
    // Whoever has gone away meanwhile touches nothing any more, and a core that was killed is told elsewhere.
    this.#citizen.call('session.touch', {}).catch(() => undefined);
  }

  #remember({ session }: KioskView): void {
    const at = 'kind' in session ? `${session.screen} ${session.kind}` : session.screen;
    if (this.#trail.at(-1) !== at) this.#trail.push(at);
    if (this.#trail.length > 30) this.#trail.shift();
  }
}

export interface VisitOptions {
  readonly plan: Plan;
  readonly blows: Blows;
  /** The number of the submission that the visit is about; null for a new one. */
  readonly about: string | null;
  readonly draw: Random;
}

/** Somewhere in a visit: most have about twenty steps. */
export function someStep(draw: Random): number {
  return between(draw, 1, 20);
}
