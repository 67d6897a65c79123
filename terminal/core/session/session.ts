import type {
  Display,
  FieldCheck,
  KioskView,
  Language,
  MethodParams,
  Paper,
  TroubleWay,
} from '@tongban/contract';
import type { IdCardReader } from '@tongban/peripherals/id-card-reader';
import type { FamilyName } from '@tongban/peripherals/manager';
import { AtRest } from './at-rest.ts';
import type { Finding } from './finding.ts';
import { IdleClock } from './idle.ts';
import { NoticeBoard } from './notice-board.ts';
import { Opening } from './opening.ts';
import type { SessionParts } from './session-parts.ts';
import { SessionTasks } from './session-tasks.ts';
import { sessionView, siteView } from './session-view.ts';
import { isPrintingResult } from './sealed-result.ts';
import { learnSounds } from './sounds.ts';
import type { Stage } from './stage.ts';
import { hasIdleClock, isBusyWithPhone, trouble, wantsCode, wantsNumber, type Step } from './step.ts';
import { cannotHere, surroundingsOf, terminalClosed, type Surroundings } from './surroundings.ts';
import { Visit } from './visit.ts';
import { stepBefore } from './way.ts';

const TICK_MS = 250;

/**
 * The session: one citizen at a time, from the first touch to the wiped end. It owns the step and the visit, turns
 * intents and device events into steps, and says whenever the view has changed. An intent that does not fit the step
 * (a second tap of the same finger) is ignored.
 */
export class Session {
  /** Papers and signatures. */
  readonly materials: SessionTasks['materials'];
  readonly phone: SessionTasks['phone'];
  readonly licences: SessionTasks['licences'];
  readonly myLicences: SessionTasks['myLicences'];
  readonly result: SessionTasks['result'];
  readonly paying: SessionTasks['paying'];
  readonly rating: SessionTasks['rating'];
  readonly hotline: SessionTasks['hotline'];
  readonly slip: SessionTasks['slip'];
  readonly forWhom: SessionTasks['forWhom'];
  readonly forEnterprise: SessionTasks['forEnterprise'];
  readonly speaking: SessionTasks['speaking'];
  readonly #parts: SessionParts;
  readonly #reader: IdCardReader;
  readonly #tasks: SessionTasks;
  readonly #idle = new IdleClock();
  readonly #atRest: AtRest;
  /** In which opening hours were told last. */
  readonly #opening: Opening;
  readonly #notices = new NoticeBoard(() => this.#changed());
  readonly #listeners = new Set<(view: KioskView) => void>();
  readonly #stops: (() => void)[];
  #step: Step = { at: 'attract' };
  #visit = new Visit();
  #revision: number;
  #endTimer: NodeJS.Timeout | undefined;

  /** @param revision from which views count on */
  constructor(parts: SessionParts, revision = 0) {
    this.#revision = revision;
    const { devices } = parts;
    this.#parts = parts;
    this.#atRest = new AtRest(parts);
    this.#opening = new Opening(parts.config.site.timetable);
    this.#reader = devices.idCardReader;
    const stage: Stage = {
      step: () => this.#step,
      visit: () => this.#visit,
      goTo: (step) => this.#goTo(step),
    };
    this.#tasks = new SessionTasks(parts, stage, {
      changed: () => this.#changed(),
      finish: () => this.finish(),
      goodbye: (submitted) => this.#goodbye(submitted),
    });
    ({ materials: this.materials, phone: this.phone, slip: this.slip, result: this.result } = this.#tasks);
    ({ licences: this.licences, myLicences: this.myLicences, forWhom: this.forWhom } = this.#tasks);
    ({ paying: this.paying, rating: this.rating, hotline: this.hotline } = this.#tasks);
    ({ speaking: this.speaking, forEnterprise: this.forEnterprise } = this.#tasks);
    if (parts.interruptedVisit) this.#step = trouble('restarted', { at: 'attract' }, ['finish']);
    const tick = setInterval(() => this.#tick(), TICK_MS);
    this.#stops = [
      () => clearInterval(tick),
      () => clearTimeout(this.#endTimer),
      () => this.#notices.clear(),
      () => this.#tasks.stop(),
      parts.speech.onChange(() => this.#changed()),
      parts.modules.onChange(() => this.#tasks.delivering.modulesChanged()),
      parts.handwriting.onChange(() => this.#changed()),
      ...devices.all.map(({ family, device }) => device.onStatus(() => this.#deviceChanged(family))),
      this.#reader.onCard((card) => {
        this.#idle.touch();
        void this.#tasks.card.read(card);
      }),
      devices.codeScanner?.onCode((code) => this.codeScanned(code)) ?? (() => undefined),
      devices.smartCardReader?.onCard((card) => {
        this.#idle.touch();
        void this.#tasks.slot.read(card);
      }) ?? (() => undefined),
      parts.sync.onChange(() => {
        this.#tasks.submitting.followOutcome(() => this.#changed());
        this.#changed();
      }),
      parts.matters.onChange(() => {
        this.#tasks.watch.changed();
        this.#changed();
      }),
    ];
    this.#tasks.lookForCards(this.#step);
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  view(): KioskView {
    const { config, panel, devices, matters, sync } = this.#parts;
    return {
      revision: this.#revision,
      language: this.#visit.language,
      display: this.#visit.display,
      speech: this.speaking.view(),
      handwriting: this.#parts.handwriting.available,
      site: siteView(config, panel.now, matters.announcements(), this.#opening.view(new Date())),
      network: sync.network,
      heldCount: sync.heldCount,
      idleSecondsLeft: this.#idle.secondsLeft,
      devices: devices.all.map(({ family, device: { status }, isBeginning }) => ({
        family,
        availability: isBeginning() ? ('beginning' as const) : status.availability,
      })),
      notice: this.#notices.notice,
      hotline: this.hotline.mayOpen,
      practice: this.#parts.practice !== null,
      session: sessionView(this.#step, this.#visit, this.#surroundings()),
    };
  }

  onView(listener: (view: KioskView) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells the view once more, with a new revision. */
  tell(): void {
    this.#changed();
  }

  // — intents —

  touch(): void {
    const warned = this.#idle.touch();
    const noticed = this.#notices.clear();
    if (warned || noticed) this.#changed();
  }

  setLanguage(language: Language): void {
    this.#visit.language = language;
    this.#changed();
  }

  setDisplay(display: Display): void {
    this.#visit.display = display;
    this.#changed();
  }

  start(): void {
    if (this.#step.at !== 'attract' || terminalClosed(this.#parts) !== null) return;
    this.#open();
    this.#goTo({ at: 'choose' });
  }

  useExampleCard(): void {
    this.#tasks.card.useExample();
  }

  endPractice(): void {
    if (this.#step.at === 'attract') this.#parts.practice?.end();
  }

  openMySubmissions(): void {
    if (this.#step.at !== 'attract' && this.#step.at !== 'choose') return;
    if (this.#step.at === 'attract') {
      if (!this.#parts.sync.intake.open || this.#parts.keepsFailing) return;
      this.#open();
    }
    this.#visit.catalogued = null;
    // The code on a phone finds nothing: the card does.
    if (this.#visit.citizen?.card) void this.#tasks.beginning.showMySubmissions();
    else this.#tasks.card.askFor('my-submissions');
  }

  /** A number on a slip leads to what its owner submitted; the code alone opens nothing, the card does. */
  codeScanned(code: MethodParams<'session.codeScanned'>['code']): void {
    const { kind } = code;
    this.#idle.touch();
    if (code.kind === 'citizen-code') {
      if (this.#tasks.code.scanned(code.token) || this.forEnterprise.scanned(code.token)) return;
    }
    const isNumber = kind === 'acceptance-number' || kind === 'temporary-number';
    if (wantsNumber(this.#step) && isNumber) return this.openMySubmissions();
    const isOurs = kind !== 'not-a-valid-code' || !wantsCode(this.#step);
    this.#notices.show(isOurs ? 'code-not-here' : 'code-not-valid');
    this.#changed();
  }

  find(finding: Finding): void {
    if (this.#step.at !== 'choose') return;
    this.#visit.finding = finding;
    this.#changed();
    // Most are learned with the first touch, before a letter is typed.
    if (finding.by === 'typing') void learnSounds().then((isNew) => isNew && this.#changed());
  }

  chooseMatter(id: string): void {
    if (this.#step.at !== 'choose') return;
    const instead = this.#tasks.watch.insteadOfBeginning(id);
    const catalogued = this.#parts.matters.find(id)?.catalogued;
    if (instead || !catalogued) return this.#goTo(instead ?? { at: 'choose' });
    this.#visit.chooseMatter(catalogued);
    this.#goTo({ at: 'guide' });
  }

  confirmGuide(): void {
    const matter = this.#visit.catalogued?.matter;
    if (this.#step.at !== 'guide' || !matter) return;
    if (cannotHere(matter, this.#surroundings())) return;
    this.forWhom.ask();
  }

  /** @param number of a row that asks for something */
  correct(number: string): void {
    void this.#tasks.correcting.begin(number).then(() => {
      this.licences.lookAhead();
      this.#tasks.card.miss();
    });
  }

  submitAgain(): void {
    if (this.#step.at === 'already-submitted') this.#tasks.beginning.form();
  }

  check(field: string, value: string | boolean | null): FieldCheck {
    return this.#tasks.answering.check(field, value);
  }

  answer(name: string, value: string | boolean | null): FieldCheck {
    return this.#tasks.answering.answer(name, value);
  }

  useCardAddress(): void {
    this.#tasks.answering.useCardAddress();
  }

  typeAddress(): void {
    this.#tasks.answering.typeAddress();
  }

  /** Nothing of it is kept: not the strokes, not what they may be. */
  async recognise(
    strokes: MethodParams<'handwriting.recognise'>['strokes'],
  ): Promise<{ candidates: readonly string[] } | null> {
    const candidates = await this.#parts.handwriting.recognise(strokes);
    return candidates && { candidates };
  }

  /** A character cannot be typed here; only where and with which keys is told on. */
  reportMissing(by: MethodParams<'session.reportMissing'>['by']): void {
    const { at } = this.#step;
    if (at === 'question' || at === 'choose' || at === 'hotline') {
      this.#parts.missingCharacters.notFound({ at, by });
    }
  }

  edit(name: string): void {
    this.#tasks.answering.edit(name);
  }

  back(): void {
    if (this.hotline.back()) return;
    const before = stepBefore(this.#step, this.#visit);
    if (before === 'leave') return this.finish();
    if (!before) return;
    if (this.#step.at === 'card') this.#reader.stopReading();
    if (before.at === 'card') this.#tasks.card.askFor(before.purpose);
    else this.#goTo(before);
  }

  reveal(field: string): { text: string } {
    const text = this.#step.at === 'review' ? this.#visit.form?.reveal(field) : null;
    return { text: text ?? '' };
  }

  submit(paper: Paper = 'slip'): void {
    if (this.#step.at !== 'review') return;
    this.#visit.paper = paper;
    const instead = this.#tasks.watch.insteadOfGoingOn(this.#step);
    if (instead) this.#goTo(instead);
    else void this.#tasks.submitting.submit();
  }

  resolveTrouble(way: TroubleWay): void {
    const step = this.#step;
    if (step.at !== 'trouble' || !step.ways.includes(way)) return;
    if (way === 'finish') return this.finish();
    if (way === 'without-slip') return this.#goTo({ at: 'done', slip: 'not-wanted' });
    if (way === 'go-back') return this.#goTo(step.from);
    if (way === 'go-on') {
      this.#goTo(step.from);
      this.#tasks.card.miss();
      return;
    }
    if (step.from.at === 'card') this.#tasks.card.askFor(step.from.purpose);
    else if (step.from.at === 'done') void this.slip.print();
    else if (step.kind === 'storage-failed') void this.#tasks.submitting.submit();
    else this.#goTo(step.from);
  }

  /** Ends the visit: everything of it is dropped at once; only then the card is asked for, if it still lies there. */
  finish(): void {
    if (this.#step.at === 'attract' || this.#step.at === 'end' || this.#step.at === 'take-card') return;
    if (isPrintingResult(this.#step)) return;
    const slipPrinted = this.#visit.timesPrinted + this.#visit.hotline.timesPrinted > 0;
    const submitted = this.#visit.record !== null;
    const { language, display, speaking, volume } = this.#visit;
    this.#reader.stopReading();
    this.paying.leave();
    // Everything of it is dropped but the card, which is not the terminal's to drop.
    this.#parts.leftCards.visitEnded();
    this.#visit = new Visit();
    // The goodbye still speaks the citizen's language, can still be read, and is still said.
    Object.assign(this.#visit, { language, display, speaking, volume });
    this.#parts.onVisit(false);
    this.#parts.log('visit.ended');
    if (this.#tasks.card.liesThere || this.#tasks.slot.isFull)
      this.#goTo({ at: 'take-card', submitted, slipPrinted });
    else this.#goodbye(submitted);
  }

  // — helpers —

  #deviceChanged(family: FamilyName): void {
    if (!this.#tasks.deviceChanged(family)) this.#changed();
  }

  #open(): void {
    this.#parts.onVisit(true);
    this.#parts.log('visit.began');
  }

  #goodbye(submitted: boolean): void {
    this.#goTo({ at: 'end', submitted });
    this.#endTimer = setTimeout(() => {
      this.#visit = new Visit();
      this.#goTo({ at: 'attract' });
    }, this.#parts.config.session.endMs);
  }

  #surroundings(): Surroundings {
    return surroundingsOf(this.#parts, this.#tasks, this.#step, this.#visit);
  }

  #tick(): void {
    if (this.#step.at === 'attract') {
      if (this.#atRest.look()) this.#changed();
      if (this.#tasks.isCardForgotten(this.#parts.config.session.idleMs))
        this.#goTo({ at: 'take-card', submitted: false, slipPrinted: false });
    }
    if (!hasIdleClock(this.#step)) return;
    const { idleMs, countdownMs, careFactor, payFactor } = this.#parts.config.session;
    const factor = this.#visit.display.text !== 'normal' || this.#visit.speaking ? careFactor : 1;
    const withPhone = isBusyWithPhone(this.#step) ? payFactor : 1;
    const now = this.#idle.look({ idleMs: idleMs * factor * withPhone, countdownMs: countdownMs * factor });
    if (now === 'over') {
      this.#parts.log('visit.idle');
      // Whoever is busy with a phone still gets the slip.
      if (this.#step.at === 'pay') this.paying.later();
      else this.finish();
    } else if (now === 'changed') this.#changed();
  }

  #goTo(next: Step): void {
    clearTimeout(this.#endTimer);
    this.#step = this.#tasks.insteadOf(next);
    this.#idle.touch();
    this.#notices.clear();
    this.#tasks.stepChanged(this.#step);
    this.#changed();
  }

  #changed(): void {
    this.#revision += 1;
    const view = this.view();
    for (const listener of this.#listeners) listener(view);
  }
}
