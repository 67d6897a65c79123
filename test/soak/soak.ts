import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Stack } from '../../tools/stack/stack.ts';
import { callCore } from '../../terminal/cli/staff-call.ts';
import { CitizenAtCore } from '../support/citizen-at-core.ts';
import type { Random } from '../faults/seed.ts';
import { look, type Held } from './measure.ts';
import { drawOf, MATTER, pick, planOf, type Plan } from './plan.ts';
import type { Promised } from './oracle.ts';
import { driverFaultNames, driversOf, faultNames, Faults, type FaultName } from './terminal-under-faults.ts';
import { someStep, Visit, type Blows, type Visited } from './visit.ts';

/** Visits of one kind of trouble, one after the other. */
export interface Stretch {
  readonly name: string;
  readonly visits: number;
  /** Drivers are killed and frozen. */
  readonly driversDie: boolean;
  /** The power is cut in so large a share of the visits. */
  readonly powerCuts: number;
  /** At rest after each so many visits it is looked at what the terminal holds. */
  readonly lookEvery: number;
}

/** So large a share of visits meets a fault of its surroundings, and most of those one alone. */
const FAULT_SHARE = 0.4;
const SECOND_FAULT_SHARE = 0.3;
const DRIVER_FAULT_SHARE = 0.06;
const CARD_TAKEN_SHARE = 0.05;
/** How long a terminal of which nothing is out of order any more may take to be as new: nobody comes to help. */
const RECOVERY_MS = 120_000;
const POLL_MS = 100;
/** Twice as long as core and drivers let pass before they collect what the last visit left. */
const GIVEN_BACK_MS = 2000;
/** What is seen before is not compared; of a short stretch a share of it. */
const WARM_UP_VISITS = 500;
const WARM_UP_SHARE = 0.25;

export interface Look extends Held {
  /** Visits before it, of all. */
  readonly visits: number;
  /** Caches were full, code was compiled, and all threads were begun. */
  readonly isWarm: boolean;
}

/** A terminal through the visits of days, one after the other. Holds what was promised to citizens. */
export class Soak {
  readonly faults: Faults;
  readonly kinds: Record<string, number> = {};
  readonly ends: Record<string, number> = {};
  readonly #stack: Stack;
  readonly #seed: number;
  readonly #dataFolder: string;
  /** After each visit: whoever else follows the terminal may have to catch up. */
  readonly #visitEnded: (visits: number) => Promise<void>;
  readonly #submissions: ReadonlySet<string>[] = [];
  readonly #corrections: string[] = [];
  readonly #tickets: string[] = [];
  /** Accepted, with the visit that handed it in: may be returned or finished later. */
  readonly #accepted: { readonly applyNo: string; readonly plan: Plan }[] = [];
  #unseen = 0;
  #unseenCorrections = 0;
  #visits = 0;
  /** In this life of core. */
  #firstHeld: Held | undefined;

  constructor(stack: Stack, seed: number, visitEnded: (visits: number) => Promise<void>) {
    this.#stack = stack;
    this.#seed = seed;
    this.#dataFolder = join(stack.terminalFolder, 'data');
    this.#visitEnded = visitEnded;
    this.faults = new Faults(stack);
  }

  /** Of all so far. */
  get visits(): number {
    return this.#visits;
  }

  get promised(): Promised {
    return {
      submissions: this.#submissions,
      corrections: this.#corrections,
      tickets: this.#tickets,
      unseen: this.#unseen,
      unseenCorrections: this.#unseenCorrections,
    };
  }

  /**
   * @param roots whose processes are looked at, core first
   * @param onLook is told what the terminal holds at rest
   * @throws Error naming the visit that could not be served
   */
  async go(stretch: Stretch, roots: () => readonly number[], onLook: (look: Look) => void): Promise<Look[]> {
    const looks: Look[] = [];
    for (let count = 1; count <= stretch.visits; count++) {
      this.#visits += 1;
      try {
        await this.#visit(this.#visits, stretch);
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error);
        throw new Error(`visit ${this.#visits} (${stretch.name}, seed ${this.#seed}): ${words}`, {
          cause: error,
        });
      }
      if (count % stretch.lookEvery !== 0) continue;
      await this.rest();
      await pause(GIVEN_BACK_MS);
      const held = await look(roots(), this.#dataFolder, this.#firstHeld);
      const isWarm = count >= Math.min(WARM_UP_VISITS, stretch.visits * WARM_UP_SHARE);
      if (isWarm) this.#firstHeld ??= held;
      const seen = { visits: this.#visits, isWarm, ...held };
      looks.push(seen);
      onLook(seen);
    }
    return looks;
  }

  /** Core was started anew: what it held before is no measure any more. */
  newLife(): void {
    this.#firstHeld = undefined;
  }

  /** Everything is mended: the terminal becomes as new by itself, and sends what it has kept. @throws Error otherwise */
  async rest(): Promise<void> {
    await this.faults.mendAll();
    const citizen = await CitizenAtCore.arrive(this.#stack);
    try {
      await citizen.until(
        'a terminal at rest',
        ({ network, heldCount, devices, session }) =>
          network === 'online' &&
          heldCount === 0 &&
          session.screen === 'attract' &&
          devices.every(({ availability }) => availability === 'ready'),
        RECOVERY_MS,
      );
    } finally {
      citizen.leave();
    }
    const wanted = (await this.#state()).devices.length;
    for (const since = performance.now(); ; await pause(POLL_MS)) {
      const { waitingForModules } = await this.#sync();
      if (driversOf(this.#stack).length === wanted && waitingForModules === 0) return;
      if (performance.now() - since > RECOVERY_MS)
        throw new Error(
          `${wanted - driversOf(this.#stack).length} drivers are away, ${waitingForModules} items wait`,
        );
    }
  }

  async #visit(number: number, stretch: Stretch): Promise<void> {
    const drawn = planOf(this.#seed, number);
    const draw = drawOf(this.#seed, number, 1);
    const { plan, about } = await this.#about(drawn);
    this.kinds[plan.kind] = (this.kinds[plan.kind] ?? 0) + 1;
    if (plan.kind === 'practice') await callCore(this.#dataFolder, 'practice.set', { on: true });
    const blows = blowsOf(stretch, draw);
    const { core } = this.#stack;
    const visited = await Visit.make(this.#stack, this.faults, { plan, blows, about, draw });
    this.ends[visited.ended] = (this.ends[visited.ended] ?? 0) + 1;
    this.#note(plan, about, visited);
    if (visited.ended === 'power-cut') await this.#powerBack();
    else if (core.process.exitCode !== null || core.process.signalCode !== null)
      throw new Error(`core ended by itself: ${core.process.exitCode ?? core.process.signalCode}`);
    if (plan.kind === 'practice') await callCore(this.#dataFolder, 'practice.set', { on: false });
    await this.#visitEnded(number);
  }

  /** What the visit is about: the platform says something of a submission of before, or there is none to speak of. */
  async #about(plan: Plan): Promise<{ readonly plan: Plan; readonly about: string | null }> {
    const wanted =
      plan.kind === 'correction' ? MATTER.allowance : plan.kind === 'result' ? MATTER.booklet : null;
    if (wanted === null) return { plan, about: null };
    const at = this.#accepted.findIndex((each) => each.plan.matter === wanted);
    const [found] = at < 0 ? [] : this.#accepted.splice(at, 1);
    // Nobody has one yet: the first half of the errand.
    if (!found)
      return { plan: { ...plan, kind: 'matter', matter: wanted, person: plan.person & ~1 }, about: null };
    if (this.faults.names.includes('platform-restarted')) await this.faults.mendAll();
    const { applyNo } = found;
    await this.#stack.order(
      plan.kind === 'correction'
        ? { verb: 'return-for-correction', applyNo, field: 'cardDelivery' }
        : { verb: 'finish', applyNo },
    );
    const { person, matter, answers } = found.plan;
    return { plan: { ...plan, person, matter, answers, leavesAt: null }, about: applyNo };
  }

  #note(plan: Plan, about: string | null, { ended, memory }: Visited): void {
    if (memory.ticket !== null) this.#tickets.push(memory.ticket);
    if (!memory.submitted || plan.kind === 'practice') return;
    const isCorrection = plan.kind === 'correction' && about !== null;
    if (memory.numbers.size === 0) {
      if (isCorrection) this.#unseenCorrections += 1;
      else this.#unseen += 1;
      return;
    }
    if (isCorrection) return void this.#corrections.push(about);
    this.#submissions.push(memory.numbers);
    const official = [...memory.numbers].at(-1) ?? '';
    if (ended === 'done' && official.startsWith('SQ')) this.#accepted.push({ applyNo: official, plan });
  }

  async #powerBack(): Promise<void> {
    await this.#stack.bench('id-card-reader', { verb: 'remove-card' });
    await this.#stack.restartCore();
    const citizen = await CitizenAtCore.arrive(this.#stack);
    try {
      const { session } = await citizen.until(
        'a start',
        (view) => ['attract', 'trouble'].includes(view.session.screen),
        RECOVERY_MS,
      );
      if (session.screen === 'trouble') await citizen.call('session.resolveTrouble', { way: 'finish' });
    } finally {
      citizen.leave();
    }
  }

  async #state() {
    const state = await callCore(this.#dataFolder, 'terminal.state', {});
    if (!state) throw new Error('core does not answer staff');
    return state;
  }

  async #sync() {
    const state = await callCore(this.#dataFolder, 'sync.status', {});
    if (!state) throw new Error('core does not answer staff');
    return state;
  }
}

function blowsOf({ driversDie, powerCuts }: Stretch, draw: Random): Blows {
  const faults: { atStep: number; name: FaultName }[] = [];
  if (draw() < FAULT_SHARE) faults.push({ atStep: someStep(draw), name: pick(faultNames, draw) });
  if (faults.length > 0 && draw() < SECOND_FAULT_SHARE)
    faults.push({ atStep: someStep(draw), name: pick(faultNames, draw) });
  const driver = { atStep: someStep(draw), name: pick(driverFaultNames, draw) };
  if (draw() < DRIVER_FAULT_SHARE && driversDie) faults.push(driver);
  const takesCardAtStep = draw() < CARD_TAKEN_SHARE ? someStep(draw) : null;
  const at = draw() < 0.5 ? ('submit' as const) : someStep(draw);
  return { faults, takesCardAtStep, powerAtStep: draw() < powerCuts ? at : null };
}
