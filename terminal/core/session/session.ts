import type {
  Display,
  FieldCheck,
  KioskView,
  Language,
  MethodParams,
  Paper,
  TerminalClosed,
  TroubleWay,
} from '@tongban/contract';
import type { IdCardReader } from '@tongban/peripherals/id-card-reader';
import type { FamilyName } from '@tongban/peripherals/manager';
import { Answering } from './answering.ts';
import { Beginning } from './beginning.ts';
import { CardAtReader } from './card-at-reader.ts';
import { CardInSlot } from './card-in-slot.ts';
import { CodeOnPhone } from './code-on-phone.ts';
import { Correcting } from './correcting.ts';
import { Delivering } from './delivering.ts';
import type { Finding } from './finding.ts';
import { ForWhom } from './for-whom.ts';
import { Hotline } from './hotline.ts';
import { IdleClock } from './idle.ts';
import { LicenceGiving } from './licences.ts';
import { MaterialGiving } from './materials.ts';
import { MatterWatch } from './matter-watch.ts';
import { MyLicences } from './my-licences.ts';
import { NoticeBoard } from './notice-board.ts';
import { Paying } from './paying.ts';
import { PhoneGiving } from './phone-giving.ts';
import { Rating } from './rating.ts';
import type { SessionParts } from './session-parts.ts';
import { cannotHere, sessionView, siteView, type Surroundings } from './session-view.ts';
import { isPrintingResult, SealedResult } from './sealed-result.ts';
import { SlipGiving } from './slip-giving.ts';
import { Speaking } from './speaking.ts';
import type { Stage } from './stage.ts';
import { hasIdleClock, isBusyWithPhone, trouble, wantsCode, wantsNumber, type Step } from './step.ts';
import { Submitting } from './submitting.ts';
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
  readonly materials: MaterialGiving;
  readonly phone: PhoneGiving;
  readonly licences: LicenceGiving;
  readonly myLicences: MyLicences;
  readonly result: SealedResult;
  readonly paying: Paying;
  readonly rating: Rating;
  readonly hotline: Hotline;
  readonly slip: SlipGiving;
  readonly forWhom: ForWhom;
  readonly speaking: Speaking;
  readonly #parts: SessionParts;
  readonly #reader: IdCardReader;
  readonly #submitting: Submitting;
  readonly #delivering: Delivering;
  readonly #correcting: Correcting;
  readonly #watch: MatterWatch;
  readonly #beginning: Beginning;
  readonly #answering: Answering;
  readonly #card: CardAtReader;
  readonly #code: CodeOnPhone;
  readonly #slot: CardInSlot;
  readonly #idle = new IdleClock();
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
    const { devices, log } = parts;
    this.#parts = parts;
    this.#reader = devices.idCardReader;
    const stage: Stage = {
      step: () => this.#step,
      visit: () => this.#visit,
      goTo: (step) => this.#goTo(step),
    };
    this.materials = new MaterialGiving(devices, stage, log);
    this.phone = new PhoneGiving(parts, stage);
    this.licences = new LicenceGiving(parts, stage);
    this.myLicences = new MyLicences(parts, stage, () => this.#card.askFor('my-licences'));
    this.result = new SealedResult(parts, stage);
    this.rating = new Rating(parts, stage);
    this.hotline = new Hotline(parts, stage, (step) => this.#comeBackTo(step));
    this.speaking = new Speaking(parts, stage, () => this.#changed());
    this.slip = new SlipGiving(parts, stage);
    this.paying = new Paying(parts, stage, this.slip, () => this.#changed());
    this.#delivering = new Delivering(parts, stage, () => this.#changed());
    this.#submitting = new Submitting(parts, stage, { paying: this.paying, delivering: this.#delivering });
    const askForRepresented = (): void => this.#card.askFor('represented');
    this.#correcting = new Correcting(parts, stage, askForRepresented);
    this.#watch = new MatterWatch(parts.matters, stage);
    this.#beginning = new Beginning(parts, stage, {
      ...{ watch: this.#watch, licences: this.licences, askForRepresented },
    });
    this.forWhom = new ForWhom(stage, {
      askForCard: (purpose) => this.#card.askFor(purpose),
      goOn: () => void this.#beginning.matter().then(() => this.#card.miss()),
    });
    this.#answering = new Answering(stage, this.forWhom);
    this.#code = new CodeOnPhone(parts, stage, (purpose) => this.#beginning.goOn(purpose));
    this.#slot = new CardInSlot(parts, stage, (purpose) => this.#beginning.goOn(purpose));
    this.#card = new CardAtReader(parts, stage, {
      onKnown: async (purpose) =>
        purpose === 'my-licences' ? this.myLicences.show() : this.#beginning.goOn(purpose),
      onStranger: () => this.finish(),
      onTaken: (submitted) => this.#goodbye(submitted),
    });
    if (parts.interruptedVisit) this.#step = trouble('restarted', { at: 'attract' }, ['finish']);
    const tick = setInterval(() => this.#tick(), TICK_MS);
    this.#stops = [
      () => clearInterval(tick),
      () => clearTimeout(this.#endTimer),
      () => this.#notices.clear(),
      () => this.speaking.stop(),
      () => this.licences.stop(),
      () => this.myLicences.stop(),
      () => this.paying.stop(),
      () => this.phone.stop(),
      parts.speech.onChange(() => this.#changed()),
      parts.modules.onChange(() => this.#delivering.modulesChanged()),
      parts.handwriting.onChange(() => this.#changed()),
      ...devices.all.map(({ family, device }) => device.onStatus(() => this.#deviceChanged(family))),
      this.#reader.onCard((card) => {
        this.#idle.touch();
        void this.#card.read(card);
      }),
      devices.codeScanner?.onCode((code) => this.codeScanned(code)) ?? (() => undefined),
      devices.smartCardReader?.onCard((card) => {
        this.#idle.touch();
        void this.#slot.read(card);
      }) ?? (() => undefined),
      parts.sync.onChange(() => {
        this.#submitting.followOutcome(() => this.#changed());
        this.#changed();
      }),
      parts.matters.onChange(() => {
        this.#watch.changed();
        this.#changed();
      }),
    ];
    this.#code.lookFor(this.#step);
    this.#slot.lookFor(this.#step);
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  view(): KioskView {
    const { config, devices, matters, sync } = this.#parts;
    return {
      revision: this.#revision,
      language: this.#visit.language,
      display: this.#visit.display,
      speech: this.speaking.view(),
      handwriting: this.#parts.handwriting.available,
      site: siteView(config, matters.announcements()),
      network: sync.network,
      heldCount: sync.heldCount,
      idleSecondsLeft: this.#idle.secondsLeft,
      devices: devices.all.map(({ family, device: { status } }) => ({
        family,
        availability: status.availability,
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
    if (this.#step.at !== 'attract' || this.#closed() !== null) return;
    this.#open();
    this.#goTo({ at: 'choose' });
  }

  useExampleCard(): void {
    this.#card.useExample();
  }

  endPractice(): void {
    if (this.#step.at === 'attract') this.#parts.practice?.end();
  }

  openMySubmissions(): void {
    if (this.#step.at !== 'attract' && this.#step.at !== 'choose') return;
    if (this.#step.at === 'attract') {
      if (!this.#parts.sync.intake.open) return;
      this.#open();
    }
    this.#visit.catalogued = null;
    // The code on a phone finds nothing: the card does.
    if (this.#visit.citizen?.card) void this.#beginning.showMySubmissions();
    else this.#card.askFor('my-submissions');
  }

  /** A number on a slip leads to what its owner submitted; the code alone opens nothing, the card does. */
  codeScanned(code: MethodParams<'session.codeScanned'>['code']): void {
    const { kind } = code;
    this.#idle.touch();
    if (code.kind === 'citizen-code' && this.#code.scanned(code.token)) return;
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
  }

  chooseMatter(id: string): void {
    if (this.#step.at !== 'choose') return;
    const instead = this.#watch.insteadOfBeginning(id);
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
    void this.#correcting.begin(number).then(() => {
      this.licences.lookAhead();
      this.#card.miss();
    });
  }

  submitAgain(): void {
    if (this.#step.at === 'already-submitted') this.#beginning.form();
  }

  check(field: string, value: string | boolean | null): FieldCheck {
    return this.#answering.check(field, value);
  }

  answer(name: string, value: string | boolean | null): FieldCheck {
    return this.#answering.answer(name, value);
  }

  useCardAddress(): void {
    this.#answering.useCardAddress();
  }

  typeAddress(): void {
    this.#answering.typeAddress();
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
    this.#answering.edit(name);
  }

  back(): void {
    if (this.hotline.back()) return;
    const before = stepBefore(this.#step, this.#visit);
    if (before === 'leave') return this.finish();
    if (!before) return;
    if (this.#step.at === 'card') this.#reader.stopReading();
    if (before.at === 'card') this.#card.askFor(before.purpose);
    else this.#goTo(before);
  }

  reveal(field: string): { text: string } {
    const text = this.#step.at === 'review' ? this.#visit.form?.reveal(field) : null;
    return { text: text ?? '' };
  }

  submit(paper: Paper = 'slip'): void {
    if (this.#step.at !== 'review') return;
    this.#visit.paper = paper;
    const instead = this.#watch.insteadOfGoingOn(this.#step);
    if (instead) this.#goTo(instead);
    else void this.#submitting.submit();
  }

  resolveTrouble(way: TroubleWay): void {
    const step = this.#step;
    if (step.at !== 'trouble' || !step.ways.includes(way)) return;
    if (way === 'finish') return this.finish();
    if (way === 'without-slip') return this.#goTo({ at: 'done', slip: 'not-wanted' });
    if (way === 'go-back') return this.#goTo(step.from);
    if (way === 'go-on') {
      this.#goTo(step.from);
      this.#card.miss();
      return;
    }
    if (step.from.at === 'card') this.#card.askFor(step.from.purpose);
    else if (step.from.at === 'done') void this.slip.print();
    else if (step.kind === 'storage-failed') void this.#submitting.submit();
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
    this.#visit = new Visit();
    // The goodbye still speaks the citizen's language, can still be read, and is still said.
    Object.assign(this.#visit, { language, display, speaking, volume });
    this.#parts.onVisit(false);
    this.#parts.log('visit.ended');
    if (this.#card.liesThere || this.#slot.isFull) this.#goTo({ at: 'take-card', submitted, slipPrinted });
    else this.#goodbye(submitted);
  }

  // — what the devices and the platform say —

  #deviceChanged(family: FamilyName): void {
    const isDealtWith =
      ((family === 'id-card-reader' || family === 'smart-card-reader') && this.#cardsChanged()) ||
      (family === 'camera' && this.materials.cameraChanged());
    if (!isDealtWith) this.#changed();
  }

  #cardsChanged(): boolean {
    return this.#slot.statusChanged() || this.#card.statusChanged(this.#slot.isFull);
  }

  /** What lay under 12345, as it has become meanwhile. */
  #comeBackTo(step: Step): void {
    if (step.at === 'card') return this.#card.askAgain(step);
    if (step.at === 'unavailable') {
      return this.#goTo(this.#watch.insteadOfBeginning(step.handleItem) ?? { at: 'choose' });
    }
    this.#goTo(step);
    this.#watch.changed();
  }

  // — helpers —

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

  #closed(): TerminalClosed | null {
    const { matters, sync } = this.#parts;
    if (!sync.intake.open) return sync.intake.reason;
    return matters.missing ? 'no-catalogue' : null;
  }

  #surroundings(): Surroundings {
    const { matters, devices, sync } = this.#parts;
    const { camera, documentScanner } = devices;
    const key = this.#visit.citizen?.key;
    return {
      ...{ matters, network: sync.network, closed: this.#closed(), practice: this.#parts.practice !== null },
      reader: this.#reader.status,
      code: this.#step.at === 'card' ? this.#code.view(this.#step) : null,
      slot: this.#step.at === 'card' ? this.#slot.view(this.#step) : null,
      slotIsFull: this.#slot.isFull,
      submissions: this.#step.at === 'my-submissions' && key ? sync.submissionsOf(key) : [],
      camera: {
        state: camera ? (camera.status.availability === 'ready' ? 'ready' : 'offline') : 'absent',
        usbId: camera?.describe()?.usbId ?? null,
      },
      scanner: documentScanner?.status.availability ?? 'absent',
      phone: this.phone.view(),
      hasResult: (record) => this.result.isPrintable(record),
      delivering: this.#delivering,
      faq: () => this.#parts.modules.customerService.faq(),
    };
  }

  #tick(): void {
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
    const step = this.licences.instead(this.#watch.insteadOfGoingOn(next) ?? next);
    this.#step = step;
    this.#idle.touch();
    this.#notices.clear();
    this.materials.stepChanged(step);
    this.phone.stepChanged(step);
    this.licences.stepChanged(step);
    this.#delivering.stepChanged(step);
    this.#code.lookFor(this.#step);
    this.#slot.lookFor(this.#step);
    this.#changed();
  }

  #changed(): void {
    this.#revision += 1;
    const view = this.view();
    for (const listener of this.#listeners) listener(view);
  }
}
