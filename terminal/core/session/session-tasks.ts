import type { FamilyName } from '@tongban/peripherals/manager';
import { Answering } from './answering.ts';
import { Beginning } from './beginning.ts';
import { CardAtReader } from './card-at-reader.ts';
import { CardInSlot } from './card-in-slot.ts';
import { CodeOnPhone } from './code-on-phone.ts';
import { Correcting } from './correcting.ts';
import { Delivering } from './delivering.ts';
import { ForEnterprise } from './for-enterprise.ts';
import { ForWhom } from './for-whom.ts';
import { Hotline } from './hotline.ts';
import type { LeftCards } from './left-card.ts';
import { LicenceGiving } from './licences.ts';
import { MaterialGiving } from './materials.ts';
import { MatterWatch } from './matter-watch.ts';
import { MyLicences } from './my-licences.ts';
import { Paying } from './paying.ts';
import { PhoneGiving } from './phone-giving.ts';
import { Rating } from './rating.ts';
import { SealedResult } from './sealed-result.ts';
import type { SessionParts } from './session-parts.ts';
import { SlipGiving } from './slip-giving.ts';
import { Speaking } from './speaking.ts';
import type { Stage } from './stage.ts';
import type { Step } from './step.ts';
import { Submitting } from './submitting.ts';

/** What the tasks ask of their session, beside the stage. */
interface OfSession {
  /** The view has changed. */
  changed(): void;
  /** Ends the visit. */
  finish(): void;
  /** The visit has ended, and no card is left behind. */
  goodbye(submitted: boolean): void;
}

/** What is done in a session, a part for each task: all on one stage, and each tied to those that it leads on to. */
export class SessionTasks {
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
  readonly forEnterprise: ForEnterprise;
  readonly speaking: Speaking;
  readonly submitting: Submitting;
  readonly delivering: Delivering;
  readonly correcting: Correcting;
  readonly watch: MatterWatch;
  readonly beginning: Beginning;
  readonly answering: Answering;
  readonly card: CardAtReader;
  readonly code: CodeOnPhone;
  readonly slot: CardInSlot;
  readonly #stage: Stage;
  readonly #leftCards: LeftCards;

  constructor(parts: SessionParts, stage: Stage, session: OfSession) {
    const changed = (): void => session.changed();
    this.#stage = stage;
    this.#leftCards = parts.leftCards;
    this.materials = new MaterialGiving(parts.devices, stage, parts.log);
    this.phone = new PhoneGiving(parts, stage);
    this.licences = new LicenceGiving(parts, stage);
    this.myLicences = new MyLicences(parts, stage, () => this.card.askFor('my-licences'));
    this.result = new SealedResult(parts, stage);
    this.rating = new Rating(parts, stage);
    this.hotline = new Hotline(parts, stage, (step) => this.#comeBackTo(step));
    this.speaking = new Speaking(parts, stage, changed);
    this.slip = new SlipGiving(parts, stage);
    this.paying = new Paying(parts, stage, this.slip, changed);
    this.delivering = new Delivering(parts, stage, changed);
    this.submitting = new Submitting(parts, stage, { paying: this.paying, delivering: this.delivering });
    const askFor = {
      represented: () => this.card.askFor('represented'),
      enterprise: () => this.forEnterprise.ask(),
    };
    this.correcting = new Correcting(parts, stage, askFor);
    this.watch = new MatterWatch(parts.matters, stage);
    this.beginning = new Beginning(parts, stage, {
      ...{ watch: this.watch, licences: this.licences, askFor },
    });
    this.forWhom = new ForWhom(stage, {
      askForCard: (purpose) => this.card.askFor(purpose),
      goOn: () => void this.beginning.matter().then(() => this.card.miss()),
    });
    this.forEnterprise = new ForEnterprise(parts, stage, {
      goOn: () => {
        this.beginning.form();
        this.card.miss();
      },
      missCard: () => this.card.miss(),
    });
    this.answering = new Answering(stage, [this.forWhom, this.forEnterprise]);
    this.code = new CodeOnPhone(parts, stage, (purpose) => this.beginning.goOn(purpose));
    this.slot = new CardInSlot(parts, stage, {
      onKnown: (purpose) => this.beginning.goOn(purpose),
      onLeft: () => session.finish(),
    });
    this.card = new CardAtReader(parts, stage, {
      onKnown: async (purpose) =>
        purpose === 'my-licences' ? this.myLicences.show() : this.beginning.goOn(purpose),
      onStranger: () => session.finish(),
      onTaken: (submitted) => session.goodbye(submitted),
    });
  }

  stop(): void {
    this.speaking.stop();
    this.licences.stop();
    this.myLicences.stop();
    this.forEnterprise.stop();
    this.paying.stop();
    this.phone.stop();
  }

  /** What comes in the place of a step, as things stand now; mostly itself. */
  insteadOf(next: Step): Step {
    return this.licences.instead(this.watch.insteadOfGoingOn(next) ?? next);
  }

  /** @returns whether a card has lain there for so long, with nobody served, that it has to be taken away first */
  isCardForgotten(forgottenMs: number): boolean {
    const { onReader, inSlot } = this.#leftCards;
    const [lies, isInSlot] = [onReader.nobodyBegins(forgottenMs), inSlot.nobodyBegins(forgottenMs)];
    return (lies && this.card.liesThere) || (isInSlot && this.slot.isFull);
  }

  /** The citizen is at another step. */
  stepChanged(step: Step): void {
    this.materials.stepChanged(step);
    this.phone.stepChanged(step);
    this.licences.stepChanged(step);
    this.delivering.stepChanged(step);
    this.lookForCards(step);
  }

  /** Codes on phones and cards in the slot are read only where they are of use. */
  lookForCards(step: Step): void {
    this.code.lookFor(step);
    this.slot.lookFor(step);
  }

  /** @returns whether that led to another step */
  deviceChanged(family: FamilyName): boolean {
    if (family === 'camera') return this.materials.cameraChanged();
    if (family !== 'id-card-reader' && family !== 'smart-card-reader') return false;
    this.slot.look();
    this.card.look();
    return this.slot.statusChanged() || this.card.statusChanged(this.slot.isFull);
  }

  /** What lay under 12345, as it has become meanwhile. */
  #comeBackTo(step: Step): void {
    if (step.at === 'card') return this.card.askAgain(step);
    if (step.at === 'enterprise') return this.forEnterprise.comeBackTo(step);
    if (step.at === 'my-licences') return this.myLicences.comeBackTo(step);
    if (step.at === 'unavailable') {
      return this.#stage.goTo(this.watch.insteadOfBeginning(step.handleItem) ?? { at: 'choose' });
    }
    this.#stage.goTo(step);
    this.watch.changed();
  }
}
