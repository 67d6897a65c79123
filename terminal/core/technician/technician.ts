import type {
  DeviceFamily,
  MethodParams,
  TechnicianEntranceView,
  TechnicianPage,
  TechnicianView,
} from '@tongban/contract';
import type { StaffWork } from '@tongban/sync';
import type { Devices } from '../devices.ts';
import type { Panel } from '../panel.ts';
import { IdleClock, type IdleLimits } from '../session/idle.ts';
import { DeviceChecks } from './device-checks.ts';
import { DeviceSearch, type SearchParts } from './device-search.ts';
import { Enrolling, type EnrollingParts } from './enrolling.ts';
import { Entrance } from './entrance.ts';
import {
  devicesPage,
  logPage,
  MADE_ONCE,
  networkPage,
  overviewPage,
  panelPage,
  queuePage,
  unsettled,
  versionsPage,
  type PageParts,
} from './pages.ts';
import { ReadinessReport, type ReportParts } from './readiness-report.ts';
import { Readying } from './readiness.ts';

/** Whoever went away, or only leant on the clock, keeps no citizen from the terminal for longer [A]. */
export interface TechnicianLimits {
  readonly entrance: IdleLimits;
  readonly inside: IdleLimits;
}
const LIMITS: TechnicianLimits = {
  entrance: { idleMs: 90_000, countdownMs: 30_000 },
  inside: { idleMs: 9 * 60_000, countdownMs: 60_000 },
};
const TICK_MS = 250;
/** They tell of platform and centre, of which nobody says here when they have changed: once a second they are made anew. */
const LIVE: readonly unknown[] = ['overview', 'readiness', 'network'] satisfies TechnicianPage[];
const TICKS_BETWEEN_LOOKS = 4;

export interface TechnicianParts extends PageParts, ReportParts {
  readonly devices: Devices['all'];
  readonly sync: StaffWork;
  readonly panel: Panel;
  /** What the centre would answer to a number; null while the terminal is not enrolled. */
  readonly codeFor: (number: string) => string | null;
  readonly search: SearchParts;
  readonly enrolment: Pick<EnrollingParts, 'centre' | 'enrol' | 'scanner' | 'onEnrolled'>;
}

/**
 * Technician mode 维护: a number that the centre answers with a code lets somebody in at the screen, once. Then devices are
 * tested, paper is changed, and network, queue, log and versions are seen; after ten minutes without a touch the terminal
 * serves citizens again by itself. Coming, leaving and wrong codes are told to the centre.
 */
export class Technician {
  readonly #parts: TechnicianParts;
  readonly #limits: TechnicianLimits;
  readonly #entrance: Entrance;
  readonly #enrolling: Enrolling;
  readonly #checks: DeviceChecks;
  readonly #search: DeviceSearch;
  readonly #report: ReadinessReport;
  readonly #idle = new IdleClock();
  readonly #listeners = new Set<() => void>();
  #at: 'entrance' | TechnicianPage | null = null;
  #made: TechnicianView | null = null;
  #ticks = 0;
  #timer: NodeJS.Timeout | undefined;
  #stopDevices: () => void = () => undefined;

  constructor(parts: TechnicianParts, limits: TechnicianLimits = LIMITS) {
    this.#parts = parts;
    this.#limits = limits;
    this.#entrance = new Entrance(parts.dataFolder, parts.codeFor);
    this.#enrolling = new Enrolling({ ...parts.enrolment, onChange: () => this.#changed() });
    this.#checks = new DeviceChecks(parts.devices, () => this.#changed());
    this.#search = new DeviceSearch(parts.devices, parts.search, () => this.#changed());
    const readying = new Readying(parts, parts.panel, this.#checks);
    this.#report = new ReadinessReport(parts, readying, () => this.#changed());
  }

  /** At the entrance or inside: no citizen is served. */
  get isThere(): boolean {
    return this.#at !== null;
  }

  /** The right code was given. */
  get isIn(): boolean {
    return this.#at !== null && this.#at !== 'entrance';
  }

  get idleSecondsLeft(): number | null {
    return this.#idle.secondsLeft;
  }

  /** Null while nobody is there. */
  view(): TechnicianEntranceView | TechnicianView | null {
    if (this.#at === null) return null;
    if (this.#at === 'entrance') return this.#entranceView();
    return this.#made ?? this.#page(this.#at);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Shows the number. */
  enter(): void {
    if (this.isThere) return;
    this.#at = 'entrance';
    this.#begin();
    if (this.#entrance.asked.kind === 'not-enrolled') this.#enrolling.begin();
    this.#changed();
  }

  /** Who has just enrolled this terminal with the centre's code is let in by it: what is left to be done comes next. */
  stay(): void {
    if (this.isThere) return;
    this.#begin();
    this.#tell('technician-entered', 'by-enrolment');
    this.#open('readiness');
    this.#changed();
  }

  code(code: string): void {
    if (this.#at !== 'entrance') return;
    this.#idle.touch();
    const outcome = this.#entrance.try(code);
    if (outcome === 'in') {
      this.#tell('technician-entered');
      this.#open('overview');
    } else if (outcome === 'wrong') this.#tell('technician-code-wrong');
    else if (outcome === 'blocked') this.#tell('technician-code-blocked');
    this.#changed();
  }

  /** @param code of the centre, which admits a terminal that is not enrolled */
  enrol(code: string): void {
    if (this.#at !== 'entrance' || this.#entrance.asked.kind !== 'not-enrolled') return;
    this.#idle.touch();
    void this.#enrolling.use(code);
  }

  open(page: TechnicianPage): void {
    if (!this.isIn || this.#isBusy) return;
    this.#checks.forget();
    this.#search.forget();
    this.#open(page);
    this.#changed();
  }

  check(device: DeviceFamily): void {
    if (this.#search.isUnderWay) return;
    if (this.#at === 'devices' || this.#at === 'paper') this.#checks.begin(device);
  }

  /** Looks where devices are plugged in. */
  find(): void {
    if (this.#at !== 'devices' || this.#isBusy) return;
    this.#checks.forget();
    void this.#search.begin();
  }

  /** What was found takes the place of what is configured and does not work. */
  useFound(): void {
    if (this.#at === 'devices') this.#search.use();
  }

  answer(yes: boolean): void {
    if (this.isIn) this.#checks.answer(yes);
  }

  /** Everything that waits, without its pauses; what was refused is never sent again as it is. */
  sendNow(): void {
    if (this.#at !== 'queue') return;
    const { dataFolder, sync, log } = this.#parts;
    const begun = unsettled(dataFolder)?.filter(({ id }) => sync.sendNow(id)).length ?? 0;
    log('technician.send-now', { count: begun });
    this.#made = queuePage(this.#parts, begun);
    this.#changed();
  }

  /** As it was found with a rule: drawn so from now on. */
  measure(found: MethodParams<'technician.measure'>): void {
    if (this.#at !== 'panel') return;
    this.#parts.panel.measure(found, new Date());
    this.#parts.log('technician.measured', {});
    this.#changed();
  }

  /** Tells the centre how ready the terminal is, also what is left to be done, and prints it for who has to sign it. */
  report(): void {
    if (this.#at !== 'readiness' || this.#isBusy) return;
    this.#report.make();
  }

  /** One page back, and from the first out of the entrance. */
  back(): void {
    if (this.#at === 'entrance') this.leave();
    else this.open(this.#search.current === null ? 'overview' : 'devices');
  }

  /** Back to service; not while a device is at work for a check, whose card or slip would be the next citizen's. */
  leave(): void {
    if (this.#at === 'entrance' || (this.isIn && !this.#isBusy)) this.#leave('by-hand');
  }

  /** Somebody is there. */
  touch(): void {
    if (this.isThere && this.#idle.touch()) this.#changed();
  }

  /** Core ends. */
  stop(): void {
    this.#goAway();
    this.#search.close();
    this.#enrolling.close();
  }

  /** A device is at work for who is there. */
  get #isBusy(): boolean {
    return this.#checks.isUnderWay || this.#search.isUnderWay || this.#report.isPrinting;
  }

  #begin(): void {
    this.#idle.touch();
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    const stops = this.#parts.devices.map(({ device }) => device.onStatus(() => this.#changed()));
    this.#stopDevices = () => stops.forEach((stop) => stop());
  }

  #leave(how: 'by-hand' | 'idle'): void {
    if (this.isIn) this.#tell('technician-left', how);
    this.#at = null;
    this.#made = null;
    this.#report.forget();
    this.#entrance.forget();
    this.#idle.touch();
    this.#goAway();
    this.#changed();
  }

  #goAway(): void {
    clearInterval(this.#timer);
    this.#stopDevices();
    this.#checks.forget();
    this.#search.forget();
    this.#enrolling.end();
  }

  #open(page: TechnicianPage): void {
    this.#at = page;
    this.#made = MADE_ONCE.includes(page) ? this.#page(page) : null;
  }

  #entranceView(): TechnicianEntranceView {
    const { asked } = this.#entrance;
    const enrolling = this.#enrolling.view();
    const isEnrolling = asked.kind === 'not-enrolled' || enrolling.state === 'enrolled';
    return { screen: 'technician-entrance', asked: isEnrolling ? enrolling : asked };
  }

  #page(page: TechnicianPage): TechnicianView {
    switch (page) {
      case 'overview':
        return overviewPage(this.#parts);
      case 'readiness':
        return this.#report.page();
      case 'panel':
        return panelPage(this.#parts.panel);
      case 'devices':
      case 'paper':
        return devicesPage(page, this.#parts, { check: this.#checks.current, search: this.#search.current });
      case 'network':
        return networkPage(this.#parts);
      case 'queue':
        return queuePage(this.#parts, null);
      case 'log':
        return logPage(this.#parts);
      case 'versions':
        return versionsPage(this.#parts);
    }
  }

  #tell(
    kind: 'technician-entered' | 'technician-left' | 'technician-code-wrong' | 'technician-code-blocked',
    detail = '',
  ): void {
    this.#parts.centre()?.tell(kind, detail);
  }

  #tick(): void {
    const now = this.#idle.look(this.isIn ? this.#limits.inside : this.#limits.entrance);
    if (now === 'over') this.#leave('idle');
    this.#ticks += 1;
    const isLive = this.isIn && LIVE.includes(this.#at) && this.#ticks % TICKS_BETWEEN_LOOKS === 0;
    if (now === 'changed' || (now === 'same' && isLive)) this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
