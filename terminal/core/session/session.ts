import type { FieldCheck, KioskView, Language, SlipState, TroubleWay } from '@tongban/contract';
import type { Catalogue } from '@tongban/kiosk-config/catalogue';
import type { IdCard, IdCardReader } from '@tongban/peripherals/id-card-reader';
import type { ReceiptPrinter } from '@tongban/peripherals/receipt-printer';
import type { SubmissionRecord, Sync } from '@tongban/sync';
import type { SessionDelays, TerminalConfig } from '../config.ts';
import type { Log } from '../log.ts';
import { composeSlip } from '../slip/compose-slip.ts';
import { idleState } from './idle.ts';
import { pleaseCheck } from './matter-view.ts';
import { isExpired } from './person.ts';
import { sessionView, siteView } from './session-view.ts';
import { hasIdleClock, needsCard, slipTrouble, stepBefore, trouble, type Step } from './step.ts';
import { earlierSubmission, submissionInput } from './submission.ts';
import { Visit } from './visit.ts';

export interface SessionParts {
  readonly config: TerminalConfig;
  readonly catalogue: Catalogue;
  readonly reader: IdCardReader;
  readonly printer: ReceiptPrinter;
  readonly sync: Sync;
  readonly log: Log;
  /** A visit began or ended: core remembers it, so that a restart in the middle can be told to the citizen. */
  readonly onVisit: (open: boolean) => void;
  readonly interruptedVisit: boolean;
}

const TICK_MS = 250;

/**
 * The session: one citizen at a time, from the first touch to the wiped end. It owns the step and the visit, turns
 * intents and device events into steps, and says whenever the view has changed. An intent that does not fit the step
 * (a second tap of the same finger) is ignored.
 */
export class Session {
  readonly #parts: SessionParts;
  readonly #delays: SessionDelays;
  readonly #listeners = new Set<(view: KioskView) => void>();
  readonly #stops: (() => void)[];
  #step: Step = { at: 'attract' };
  #visit = new Visit();
  #revision = 0;
  #touchedAt = performance.now();
  #secondsLeft: number | null = null;
  #endTimer: NodeJS.Timeout | undefined;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#delays = parts.config.session;
    if (parts.interruptedVisit) this.#step = trouble('restarted', { at: 'attract' }, ['finish']);
    const tick = setInterval(() => this.#tick(), TICK_MS);
    this.#stops = [
      () => clearInterval(tick),
      () => clearTimeout(this.#endTimer),
      parts.reader.onStatus(() => this.#readerChanged()),
      parts.reader.onCard((card) => void this.#cardRead(card)),
      parts.sync.onChange(() => this.#syncChanged()),
    ];
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  view(): KioskView {
    const { config, sync } = this.#parts;
    const key = this.#visit.citizen?.cardKey;
    return {
      revision: this.#revision,
      language: this.#visit.language,
      careMode: this.#visit.careMode,
      site: siteView(config),
      network: sync.network,
      heldCount: sync.heldCount,
      idleSecondsLeft: this.#secondsLeft,
      session: sessionView(this.#step, this.#visit, {
        catalogue: this.#parts.catalogue,
        reader: this.#parts.reader.status,
        submissions: this.#step.at === 'my-submissions' && key ? sync.submissionsOf(key) : [],
      }),
    };
  }

  onView(listener: (view: KioskView) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // — intents —

  touch(): void {
    this.#touchedAt = performance.now();
    if (this.#secondsLeft === null) return;
    this.#secondsLeft = null;
    this.#changed();
  }

  setLanguage(language: Language): void {
    this.#visit.language = language;
    this.#changed();
  }

  setCareMode(on: boolean): void {
    this.#visit.careMode = on;
    this.#changed();
  }

  start(): void {
    if (this.#step.at !== 'attract') return;
    this.#open();
    this.#goTo({ at: 'choose' });
  }

  openMySubmissions(): void {
    if (this.#step.at === 'attract') this.#open();
    else if (this.#step.at !== 'choose') return;
    this.#visit.catalogued = null;
    if (this.#visit.citizen) this.#goTo({ at: 'my-submissions' });
    else this.#askForCard('my-submissions');
  }

  chooseMatter(id: string): void {
    if (this.#step.at !== 'choose') return;
    const catalogued = this.#parts.catalogue.get(id);
    if (!catalogued) return this.#goTo(trouble('matter-unavailable', { at: 'choose' }, ['go-back']));
    this.#visit.chooseMatter(catalogued);
    this.#goTo({ at: 'guide' });
  }

  confirmGuide(): void {
    if (this.#step.at !== 'guide') return;
    if (this.#visit.citizen) this.#beginMatter();
    else this.#askForCard('matter');
  }

  submitAgain(): void {
    if (this.#step.at === 'already-submitted') this.#beginForm();
  }

  check(field: string, value: string | boolean | null): FieldCheck {
    return this.#visit.form?.check(field, value) ?? { ok: false, problem: 'missing', count: null };
  }

  answer(name: string, value: string | boolean | null): FieldCheck {
    const form = this.#visit.form;
    if (!form || this.#step.at !== 'question' || this.#step.field !== name) return this.check(name, value);
    const check = form.check(name, value);
    if (!check.ok) return check;
    const { fromReview } = this.#step;
    form.store(name, value);
    const questions = form.questions();
    const next = questions[questions.findIndex((field) => field.name === name) + 1];
    const open = form.firstOpen();
    if (fromReview || !next) this.#goTo(open ? this.#question(open.name) : { at: 'review' });
    else this.#goTo(this.#question(next.name));
    return check;
  }

  edit(name: string): void {
    if (this.#step.at !== 'review') return;
    if (this.#visit.form?.questions().some((field) => field.name === name)) {
      this.#goTo({ at: 'question', field: name, fromReview: true });
    }
  }

  back(): void {
    const before = stepBefore(this.#step, this.#visit.form?.questions().map((field) => field.name) ?? []);
    if (before === 'leave') return this.finish();
    if (!before) return;
    if (this.#step.at === 'card') this.#parts.reader.stopReading();
    this.#goTo(before);
  }

  reveal(field: string): { text: string } {
    const text = this.#step.at === 'review' ? this.#visit.form?.reveal(field) : null;
    return { text: text ?? '' };
  }

  submit(): void {
    if (this.#step.at === 'review') void this.#submit();
  }

  printAgain(): void {
    if (this.#step.at === 'done' && this.#step.slip !== 'printing' && this.#visit.canPrintAgain) {
      void this.#print();
    }
  }

  resolveTrouble(way: TroubleWay): void {
    const step = this.#step;
    if (step.at !== 'trouble' || !step.ways.includes(way)) return;
    if (way === 'finish') return this.finish();
    if (way === 'without-slip') return this.#goTo({ at: 'done', slip: 'not-wanted' });
    if (way === 'go-back') return this.#goTo(step.from);
    if (step.from.at === 'done') void this.#print();
    else if (step.kind === 'storage-failed') void this.#submit();
    else this.#goTo(step.from);
  }

  /** Ends the visit: everything of it is dropped at once; only then the card is asked for, if it still lies there. */
  finish(): void {
    if (this.#step.at === 'attract' || this.#step.at === 'end' || this.#step.at === 'take-card') return;
    const slipPrinted = this.#visit.timesPrinted > 0;
    const submitted = this.#visit.record !== null;
    const language = this.#visit.language;
    this.#parts.reader.stopReading();
    this.#visit = new Visit();
    // The goodbye still speaks the citizen's language.
    this.#visit.language = language;
    this.#parts.onVisit(false);
    this.#parts.log('visit.ended');
    if (this.#cardLiesThere()) this.#goTo({ at: 'take-card', submitted, slipPrinted });
    else this.#goodbye(submitted);
  }

  // — what the devices and the platform say —

  #readerChanged(): void {
    const { kind } = this.#parts.reader.status;
    if (this.#step.at === 'take-card' && !this.#cardLiesThere()) return this.#goodbye(this.#step.submitted);
    if (
      this.#step.at === 'card' &&
      ['expired', 'unsupported'].includes(this.#step.card) &&
      kind === 'no-card'
    ) {
      return this.#askForCard(this.#step.purpose);
    }
    if (kind === 'no-card' && needsCard(this.#step) && this.#visit.citizen) {
      this.#goTo(trouble('card-removed', this.#step, ['finish']));
      this.#parts.reader.startReading();
      return;
    }
    this.#changed();
  }

  async #cardRead(card: IdCard): Promise<void> {
    this.#touchedAt = performance.now();
    const step = this.#step;
    if (step.at === 'trouble' && step.kind === 'card-removed') {
      this.#parts.reader.stopReading();
      // Another person's card must not open what this one has typed.
      if (this.#visit.isSamePerson(card)) this.#goTo(step.from);
      else this.finish();
      return;
    }
    if (step.at !== 'card') return;
    // Matters are filled in from resident identity cards only.
    if (card.type !== 'citizen') return this.#goTo({ ...step, card: 'unsupported' });
    const now = new Date();
    if (isExpired(card, now)) return this.#goTo({ ...step, card: 'expired' });
    this.#goTo({ ...step, card: 'known' });
    const visit = this.#visit;
    const { idNumber, managementNumber } = card;
    const cardKey = managementNumber ? await this.#parts.sync.cardKey({ idNumber, managementNumber }) : null;
    if (this.#visit !== visit || this.#step.at !== 'card') return;
    this.#parts.reader.stopReading();
    visit.identify(card, cardKey, now);
    this.#parts.log('card.read', { managementNumber: cardKey !== null });
    if (step.purpose === 'my-submissions') this.#goTo({ at: 'my-submissions' });
    else this.#beginMatter();
    // A card pulled while its key was made has already sent its event, before anybody needed the card.
    if (this.#parts.reader.status.kind === 'no-card') this.#readerChanged();
  }

  #syncChanged(): void {
    const { record, citizen } = this.#visit;
    if (record && citizen && this.#step.at === 'done') {
      // The platform may accept while the citizen still stands there with a holding slip.
      const now = citizen.cardKey
        ? this.#parts.sync.submissionsOf(citizen.cardKey).find((each) => each.id === record.id)
        : undefined;
      if (now) this.#visit.record = now;
    }
    this.#changed();
  }

  // — the way of a matter —

  #beginMatter(): void {
    const { catalogued, citizen } = this.#visit;
    if (!catalogued || !citizen) return;
    const words = catalogued.validator.ineligible(citizen.person);
    if (words) return this.#goTo(trouble('not-eligible', { at: 'choose' }, ['go-back', 'finish'], words));
    const earlier = earlierSubmission(this.#visit, this.#parts.sync);
    if (earlier && this.#visit.form === null) return this.#goTo({ at: 'already-submitted', record: earlier });
    this.#beginForm();
  }

  #beginForm(): void {
    this.#visit.beginForm();
    const first = this.#visit.form?.firstOpen();
    this.#goTo(first ? this.#question(first.name) : { at: 'review' });
  }

  async #submit(): Promise<void> {
    const visit = this.#visit;
    const { catalogued, citizen, form } = visit;
    if (!catalogued || !citizen || !form) return;
    const [problem] = form.problems();
    if (problem) {
      // The card itself may not fit (an address longer than the form takes): say so instead of sending it in vain.
      const words = pleaseCheck(catalogued.matter, problem.field);
      return this.#goTo(trouble('platform-rejected', { at: 'review' }, ['go-back', 'finish'], words));
    }
    this.#goTo({ at: 'submitting' });
    const { sync, log } = this.#parts;
    const startedAt = performance.now();
    let record: SubmissionRecord;
    try {
      record = await sync.submit(submissionInput(visit, catalogued, citizen, form));
    } catch (error) {
      log('submission.not-stored', { reason: error instanceof Error ? error.name : 'unknown' });
      return this.#goTo(trouble('storage-failed', { at: 'review' }, ['try-again', 'finish']));
    }
    visit.record = record;
    log('submission.stored', {
      id: record.id,
      matter: catalogued.matter.handleItem,
      ms: Math.round(performance.now() - startedAt),
    });
    const patience = sync.network === 'online' ? this.#delays.outcomeMs : this.#delays.outcomeOfflineMs;
    record = await sync.waitForOutcome(record.id, patience);
    if (this.#visit !== visit) return;
    visit.record = record;
    if (record.state === 'rejected' || record.state === 'needs-citizen') {
      const words = pleaseCheck(catalogued.matter, record.problem?.field ?? null);
      // What was refused stays refused; the corrected form is a new submission.
      visit.chooseMatterAnew();
      return this.#goTo(trouble('platform-rejected', { at: 'review' }, ['go-back', 'finish'], words));
    }
    await this.#print();
  }

  async #print(): Promise<void> {
    const visit = this.#visit;
    const { record, catalogued, citizen } = visit;
    if (!record || !catalogued || !citizen) return;
    const { printer, config, log } = this.#parts;
    this.#goTo({ at: 'done', slip: 'printing' });
    const outcome = await printer.print(
      composeSlip({
        record,
        matter: catalogued.matter,
        holder: citizen.holder,
        language: visit.language,
        siteName: config.site.name.zh,
        terminalId: config.terminalId,
      }),
    );
    log('slip.printed', { id: record.id, outcome: outcome.kind });
    if (this.#visit !== visit) return;
    visit.timesPrinted += outcome.kind === 'failed' ? 0 : 1;
    const kind = slipTrouble(outcome);
    const slip: SlipState = outcome.kind;
    if (kind) this.#goTo(trouble(kind, { at: 'done', slip }, ['try-again', 'without-slip']));
    else this.#goTo({ at: 'done', slip });
  }

  // — helpers —

  #open(): void {
    this.#parts.onVisit(true);
    this.#parts.log('visit.began');
  }

  #askForCard(purpose: 'matter' | 'my-submissions'): void {
    this.#goTo({ at: 'card', purpose, card: 'awaited' });
    this.#parts.reader.startReading();
  }

  #goodbye(submitted: boolean): void {
    this.#goTo({ at: 'end', submitted });
    this.#endTimer = setTimeout(() => {
      this.#visit = new Visit();
      this.#goTo({ at: 'attract' });
    }, this.#delays.endMs);
  }

  #cardLiesThere(): boolean {
    const { kind } = this.#parts.reader.status;
    return (
      kind === 'card-present' ||
      kind === 'reading' ||
      kind === 'card-unreadable' ||
      kind === 'card-unsupported'
    );
  }

  #question(field: string): Step {
    return { at: 'question', field, fromReview: false };
  }

  #tick(): void {
    if (!hasIdleClock(this.#step)) return;
    const factor = this.#visit.careMode ? this.#delays.careFactor : 1;
    const state = idleState(performance.now() - this.#touchedAt, {
      idleMs: this.#delays.idleMs * factor,
      countdownMs: this.#delays.countdownMs * factor,
    });
    if (state.kind === 'over') {
      this.#parts.log('visit.idle');
      return this.finish();
    }
    const secondsLeft = state.kind === 'warning' ? state.secondsLeft : null;
    if (secondsLeft === this.#secondsLeft) return;
    this.#secondsLeft = secondsLeft;
    this.#changed();
  }

  #goTo(step: Step): void {
    clearTimeout(this.#endTimer);
    this.#step = step;
    this.#touchedAt = performance.now();
    this.#secondsLeft = null;
    this.#changed();
  }

  #changed(): void {
    this.#revision += 1;
    const view = this.view();
    for (const listener of this.#listeners) listener(view);
  }
}
