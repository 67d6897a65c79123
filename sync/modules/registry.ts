import type { Reply } from '../client/api.ts';
import type { SyncLog } from '../client/facade.ts';
import { defaultDelays, retryDelay } from '../client/retry.ts';
import { acceptanceState } from './acceptance.ts';
import type { ModuleDelays } from './delays.ts';
import type { Health } from './health.ts';
import { moduleNames, type Closed, type ModuleName, type ModuleState, type ModuleStates } from './names.ts';

/** A module that cannot just now (5xx, 429) is degraded; one that says so this often in a row is down. */
const LATER_UNTIL_DOWN = 2;

/** All but `acceptance`, which sync watches itself. */
export type Watchable = Exclude<ModuleName, 'acceptance'>;

interface Watched {
  /** As its own answers have it; what is shown is `down` while the network is away. */
  state: ModuleState;
  /** What it last said of itself. */
  health: Health['state'];
  failures: number;
  /** Whether it has answered, or was silent, since the start. */
  isHeard: boolean;
  /** The probe that is under way. */
  probe: Promise<void> | null;
  timer: NodeJS.Timeout | undefined;
}

interface RegistryOptions {
  readonly isOnline: () => boolean;
  readonly switchedOff: ReadonlySet<ModuleName>;
  readonly probe: (module: Watchable) => Promise<Reply<Health>>;
  readonly delays: ModuleDelays;
  readonly log: SyncLog;
  /** Called on every edge, and when the network comes or goes. */
  readonly onChange: () => void;
}

/** How the ten modules are, from what real calls met; a module that nobody calls is probed. */
export class ModuleRegistry {
  readonly #options: RegistryOptions;
  readonly #watched: ReadonlyMap<Watchable, Watched>;
  #wasOnline = false;
  #stopped = false;

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#watched = new Map(
      moduleNames
        .filter((name) => name !== 'acceptance' && !options.switchedOff.has(name))
        .map((name) => [
          name as Watchable,
          { state: 'down', health: 'up', failures: 0, isHeard: false, probe: null, timer: undefined },
        ]),
    );
  }

  get isOnline(): boolean {
    return this.#options.isOnline();
  }

  /** `down` until the first answer, while the network is away, and for what this site does not have. */
  state(module: ModuleName): ModuleState {
    if (module === 'acceptance') return acceptanceState(this.isOnline);
    return this.isOnline ? (this.#watched.get(module)?.state ?? 'down') : 'down';
  }

  get states(): ModuleStates {
    return Object.fromEntries(moduleNames.map((name) => [name, this.state(name)])) as ModuleStates;
  }

  /** Why a module cannot be used now; null when it can. */
  closed(module: ModuleName): Closed | null {
    if (this.#options.switchedOff.has(module)) return { module, cause: 'not-at-this-site' };
    if (!this.isOnline) return { module, cause: 'offline' };
    return this.state(module) === 'down' ? { module, cause: 'module-down' } : null;
  }

  /**
   * Asks a module at once that has said nothing since the start, and settles with its answer or its silence.
   * @returns null where there is nothing to wait for
   */
  firstWord(module: Watchable): Promise<void> | null {
    const watched = this.#watched.get(module);
    if (!watched || watched.isHeard || !this.isOnline) return null;
    clearTimeout(watched.timer);
    return this.#probe(module, watched);
  }

  /** Call when the network may have come or gone. */
  networkChanged(): void {
    if (this.isOnline === this.#wasOnline || this.#stopped) return;
    this.#wasOnline = this.isOnline;
    for (const module of this.#watched.keys()) {
      // The terminals of a city come back together.
      this.#probeAfter(module, Math.random() * this.#options.delays.probeSpreadMs);
    }
    this.#options.onChange();
  }

  /**
   * How a call ended.
   * @param tookMs from the request to the end of the answer
   */
  note(module: ModuleName, reply: Reply<unknown>, tookMs: number): void {
    const watched = module === 'acceptance' ? undefined : this.#watched.get(module);
    // What was aborted by `stop`, or swallowed by a network that is known to be away, says nothing of the module.
    if (!watched || this.#stopped) return;
    const { delays, log, onChange } = this.#options;
    const failed = reply.kind === 'silence' || reply.kind === 'later';
    watched.failures = failed ? watched.failures + 1 : 0;
    const before = watched.state;
    watched.isHeard = true;
    watched.state = stateAfter(reply, watched, tookMs > delays.slowMs);
    const again = { ...defaultDelays, ...delays };
    this.#probeAfter(
      module as Watchable,
      failed
        ? retryDelay(watched.failures, again, reply.kind === 'later' ? reply.retryAfterMs : null)
        : delays.probeIntervalMs * (0.75 + Math.random() / 2),
    );
    if (watched.state === before) return;
    log('module.state', { module, state: watched.state, reason: reasonOf(reply) });
    onChange();
  }

  stop(): void {
    this.#stopped = true;
    for (const { timer } of this.#watched.values()) clearTimeout(timer);
  }

  #probeAfter(module: Watchable, ms: number): void {
    const watched = this.#watched.get(module);
    if (!watched) return;
    clearTimeout(watched.timer);
    if (!this.isOnline) return;
    watched.timer = setTimeout(() => {
      if (this.isOnline) void this.#probe(module, watched);
    }, ms);
  }

  #probe(module: Watchable, watched: Watched): Promise<void> {
    watched.probe ??= this.#ask(module, watched);
    return watched.probe;
  }

  async #ask(module: Watchable, watched: Watched): Promise<void> {
    const begun = performance.now();
    const reply = await this.#options.probe(module);
    watched.probe = null;
    if (reply.kind === 'answer') watched.health = reply.value.state;
    this.note(module, reply, performance.now() - begun);
  }
}

function stateAfter(reply: Reply<unknown>, { failures, health }: Watched, slow: boolean): ModuleState {
  if (reply.kind === 'silence') return 'down';
  if (reply.kind === 'later') return failures >= LATER_UNTIL_DOWN ? 'down' : 'degraded';
  return slow || health === 'degraded' ? 'degraded' : 'up';
}

function reasonOf(reply: Reply<unknown>): string {
  return reply.kind === 'silence' || reply.kind === 'later' ? reply.reason : 'answered';
}
