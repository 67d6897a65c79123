import type { CardView } from '@tongban/contract';
import { shanghaiDay } from '@tongban/kiosk-config/working-days';
import type {
  SmartCardReader,
  SmartCardReaderStatus,
  SocialSecurityCard,
} from '@tongban/peripherals/smart-card-reader';
import { takeCardAfter, type LeftCard } from './left-card.ts';
import { personByNumber } from './person.ts';
import type { SessionParts } from './session-parts.ts';
import type { Stage } from './stage.ts';
import { takesOtherThanCard, type Step } from './step.ts';
import { identityClosed } from './whose-it-is.ts';

type CardStep = Extract<Step, { at: 'card' }>;

interface SlotEvents {
  /** A citizen was identified. */
  readonly onKnown: (purpose: CardStep['purpose']) => Promise<void>;
  /** The card in the slot was left by the visit before. */
  readonly onLeft: () => void;
}

/**
 * The social-security card (社保卡), put into a slot. It is read without a PIN, so having it proves no more than that: it
 * takes the word of the identity module, and so the network. It does not stay in the slot, where it would be forgotten: once
 * its holder is known it is taken out, and with that the form begins.
 */
export class CardInSlot {
  readonly #parts: Pick<SessionParts, 'devices' | 'modules' | 'practice' | 'log'>;
  readonly #stage: Stage;
  readonly #events: SlotEvents;
  readonly #left: LeftCard;

  constructor(
    parts: Pick<SessionParts, 'devices' | 'leftCards' | 'modules' | 'practice' | 'log'>,
    stage: Stage,
    events: SlotEvents,
  ) {
    this.#parts = parts;
    this.#left = parts.leftCards.inSlot;
    this.#stage = stage;
    this.#events = events;
    this.look();
  }

  get #reader(): SmartCardReader | null {
    return this.#parts.practice ? null : this.#parts.devices.smartCardReader;
  }

  /** What the card screen says of it. */
  view(step: CardStep): CardView['slot'] {
    if (!this.#reader || this.#closed === 'never') return null;
    // Its holder is known and the form waits for the slot alone.
    if (step.slot === 'take-out') return 'take-out';
    if (!takesOtherThanCard(step)) return null;
    if (step.slot !== 'awaited') return step.slot;
    return this.#closed === 'now' ? 'away' : slotView(this.#reader.status);
  }

  /** It is read only where it is of use. */
  lookFor(step: Step): void {
    if (step.at === 'card' && takesOtherThanCard(step)) this.#reader?.startReading();
    else this.#reader?.stopReading();
  }

  /** Whatever is in the slot. */
  get isFull(): boolean {
    const kind = this.#reader?.status.kind ?? 'no-card';
    return ['card-present', 'reading', 'card-unreadable', 'card-unsupported'].includes(kind);
  }

  /** Sees whether a card is in the slot. */
  look(): void {
    const isGone = this.#reader?.status.kind === 'no-card';
    this.#left.seen({ lies: this.isFull, isGone }, this.#stage.step());
  }

  /** The slot has changed. @returns whether that led to another step */
  statusChanged(): boolean {
    const step = this.#stage.step();
    if (this.isFull && this.#left.goesFirst(step)) {
      this.#stage.goTo(takeCardAfter(step));
      return true;
    }
    if (step.at !== 'card' || this.isFull) return false;
    if (step.slot === 'take-out') {
      void this.#events.onKnown(step.purpose);
      return true;
    }
    if (step.slot !== 'not-confirmed') return false;
    this.#stage.goTo({ ...step, slot: 'awaited' });
    return true;
  }

  async read(card: SocialSecurityCard): Promise<void> {
    if (this.#left.isLeft) return this.#events.onLeft();
    const step = this.#stage.step();
    if (step.at !== 'card' || !takesOtherThanCard(step) || this.#closed === 'never') return;
    const checking: CardStep = { ...step, slot: 'checking' };
    this.#stage.goTo(checking);
    const { modules, devices, log } = this.#parts;
    const { name, idNumber } = card;
    const isExpired = card.validUntil !== null && card.validUntil < shanghaiDay(new Date());
    const verified = isExpired
      ? ({ kind: 'not-confirmed' } as const)
      : await modules.identity.verifyCard({ name, idNumber }, 'social-security-card');
    // A card on the reader, a code on a phone, or who left, was faster.
    if (this.#stage.step() !== checking) return;
    log('social-security-card.checked', { result: verified.kind });
    const address = verified.kind === 'confirmed' ? (verified.person?.address ?? null) : null;
    const person = personByNumber({ name, idNumber, address }, new Date());
    if (verified.kind !== 'confirmed' || !person) {
      return this.#stage.goTo({ ...step, slot: verified.kind === 'provisional' ? 'away' : 'not-confirmed' });
    }
    devices.idCardReader.stopReading();
    const { verificationId, validUntil } = verified;
    const nation = card.nation.name || null;
    this.#stage
      .visit()
      .identifyByModule({ ...person, nation }, 'social-security-card', { verificationId, validUntil });
    if (this.isFull) this.#stage.goTo({ ...step, card: 'known', slot: 'take-out' });
    else await this.#events.onKnown(step.purpose);
  }

  get #closed(): 'never' | 'now' | null {
    return identityClosed(this.#parts.modules);
  }
}

function slotView(status: SmartCardReaderStatus): CardView['slot'] {
  switch (status.kind) {
    case 'no-card':
    case 'card-removed-mid-read':
      return 'awaited';
    case 'reading':
      return 'reading';
    // What was read and came to nothing stays in the slot until it is taken out.
    case 'card-present':
    case 'card-unreadable':
      return 'unreadable';
    case 'card-unsupported':
      return 'unsupported';
    case 'disconnected':
    case 'fault':
      return 'away';
  }
}
