import type { Facts } from '@tongban/kiosk-config/provisioning';
import { compareReleases } from '@tongban/kiosk-config/releases';
import { REQUEST_FOLDER, writeRequest, type UpdateRequest } from '../update/request.ts';
import { isRefused, mayTake, PROGRAM_FOLDER, readState, running, type UpdateState } from '../update/state.ts';
import type { UpdateSettings } from './config.ts';
import type { Core } from './core.ts';
import type { Log } from './log.ts';

/** What of core says whether now is a good moment, and whether a version on trial is well. */
export type CoreFacts = Pick<Core, 'isWell' | 'isVisitOpen' | 'unsent' | 'screensDrewAt'>;

const LOOK_MS = 10_000;
/** What is sent changes the count of what waits; what waits for something else does not, and keeps nobody from an update. */
const QUIET_MS = 60_000;
/** So long a new version has to be well: a start, a page, a heartbeat and what leaks at once all show within it. */
const PROVEN_MS = 5 * 60_000;
const DREW_LATELY_MS = 60_000;
/** A request that nothing came of; the updater may have been away. */
const FETCH_AGAIN_MS = 10 * 60_000;
const AGAIN_MS = 60_000;
/** No centre is open. */
const NIGHT = '02:00-05:00';
const AHEAD_OF_UTC_HOURS = 8;
const DAY_MINUTES = 24 * 60;

interface UpdatesParts {
  readonly log: Log;
  readonly programFolder?: string;
  readonly requestFolder?: string;
  /** 0 to 1: how late within the first half of the window this terminal begins, so that a city does not fetch at once. */
  readonly lateness?: number;
}

/**
 * Core's part in updates: it says when, and of a version on trial whether all is well. Fetching, checking and going back
 * are the updater's (terminal/update), which believes core nothing else.
 */
export class Updates {
  readonly #log: Log;
  readonly #programFolder: string;
  readonly #requestFolder: string;
  readonly #lateness: number;
  /** Version of this process; null where there is no updater. */
  readonly #version: string | null;
  #wanted: UpdateSettings = {};
  #unsent = -1;
  #unsentSince = 0;
  #wellSince: number | null = null;
  #asked = '';
  #askedAt = -Infinity;

  constructor({
    log,
    programFolder = PROGRAM_FOLDER,
    requestFolder = REQUEST_FOLDER,
    lateness = Math.random(),
  }: UpdatesParts) {
    [this.#log, this.#programFolder, this.#requestFolder] = [log, programFolder, requestFolder];
    this.#lateness = lateness;
    const state = this.#state();
    this.#version = state && running(state).version;
  }

  /** What the configuration that core starts with says. */
  wants(settings: UpdateSettings = {}): void {
    this.#wanted = settings;
  }

  /** What the centre is told of settings that ask for a release: they are in force when it is, and fail with it. */
  outcomeOf(outcome: Facts['configuration']): Facts['configuration'] {
    const { version } = this.#wanted;
    if (outcome?.state !== 'applied' || version === undefined) return outcome;
    const state = this.#state();
    if (state && compareReleases(version, state.inForce.version) <= 0) return outcome;
    return state && !isRefused(state, version) ? null : { ...outcome, state: 'failed' };
  }

  /**
   * Looks every ten seconds.
   * @param core null while it starts
   * @param end ends this process, for the other version to be started; called once
   * @returns stops it
   */
  follow(core: () => CoreFacts | null, end: () => void): () => void {
    const timer = setInterval(() => {
      if (!this.#look(core())) return;
      clearInterval(timer);
      this.#log('update.changes-over', {});
      end();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }

  /** @returns whether now is the moment to end for another version */
  #look(core: CoreFacts | null): boolean {
    const state = this.#state();
    if (!state || !core || this.#version === null) return false;
    const isQuiet = this.#isQuiet(core);
    if (state.trial?.version === this.#version) {
      this.#prove(core, this.#version);
      return false;
    }
    if (!isQuiet || !this.#isInWindow()) return false;
    if (state.trial) return true;
    const { version } = this.#wanted;
    if (version === undefined || !mayTake(state, version)) return false;
    this.#ask({ kind: state.ready?.version === version ? 'switch' : 'fetch', version });
    return false;
  }

  #prove({ isWell, screensDrewAt }: CoreFacts, version: string): void {
    const now = performance.now();
    const isDrawn = screensDrewAt !== null && now - screensDrewAt < DREW_LATELY_MS;
    if (!isWell || !isDrawn) this.#wellSince = null;
    else this.#wellSince ??= now;
    if (this.#wellSince !== null && now - this.#wellSince >= PROVEN_MS)
      this.#ask({ kind: 'proven', version });
  }

  /** Nobody is served, and nothing is being sent. */
  #isQuiet({ isVisitOpen, unsent }: CoreFacts): boolean {
    const now = performance.now();
    if (unsent !== this.#unsent) [this.#unsent, this.#unsentSince] = [unsent, now];
    return !isVisitOpen && (unsent === 0 || now - this.#unsentSince >= QUIET_MS);
  }

  #isInWindow(): boolean {
    const [from = 0, until = 0] = (this.#wanted.window ?? NIGHT).split('-').map(minutesOf);
    const length = (until - from + DAY_MINUTES) % DAY_MINUTES;
    const now = new Date();
    const minute = ((now.getUTCHours() + AHEAD_OF_UTC_HOURS) * 60 + now.getUTCMinutes()) % DAY_MINUTES;
    const into = (minute - from + DAY_MINUTES) % DAY_MINUTES;
    return into < length && into >= (this.#lateness * length) / 2;
  }

  #ask(request: UpdateRequest): void {
    const asked = JSON.stringify(request);
    const now = performance.now();
    const againMs = request.kind === 'fetch' ? FETCH_AGAIN_MS : AGAIN_MS;
    if (asked === this.#asked && now - this.#askedAt < againMs) return;
    [this.#asked, this.#askedAt] = [asked, now];
    try {
      writeRequest(this.#requestFolder, request);
      this.#log('update.asked', { kind: request.kind, version: request.version });
    } catch (error) {
      // Its folder is in memory and made at boot; without it there is no update, and all else goes on.
      this.#log('update.not-asked', { reason: (error as NodeJS.ErrnoException).code ?? 'unknown' });
    }
  }

  #state(): UpdateState | null {
    return readState(this.#programFolder);
  }
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
