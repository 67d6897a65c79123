import type { SmartCardReader } from '../smart-card-reader/index.ts';
import type { SocialSecurityCard } from '../smart-card-reader/protocol/social-security.ts';
import { disconnected, fault, isSameStatus } from '../smart-card-reader/status.ts';
import type { SmartCardReaderStatus } from '../smart-card-reader/status.ts';
import { ChipReading } from './chip-reading.ts';
import type { ReadEnding } from './chip-reading.ts';
import type { XfsPlace } from './connection.ts';
import { DEFAULT_DELAYS } from './delays.ts';
import type { XfsDelays } from './delays.ts';
import type { CardMedia } from './protocol/card-reader.ts';
import type { DeviceState } from './protocol/common.ts';
import type { StatusPayload } from './protocol/commands.ts';
import { pause, XfsService } from './service.ts';
import type { Served } from './service.ts';

export interface XfsDeviceOptions {
  readonly place: XfsPlace;
  readonly delays?: Partial<XfsDelays>;
}

/**
 * Makes a reader of social-security cards of a service of the class CardReader. Where a motor or a latch holds the card, it
 * is given back as soon as it was read, or nobody wants it any more. `disconnected` until `open` has found it.
 */
export function createXfsSmartCardReader(options: XfsDeviceOptions): SmartCardReader {
  return new XfsSmartCardReader(options);
}

type Refusal = Extract<SmartCardReaderStatus, { kind: 'card-unreadable' | 'card-unsupported' }>;
/** What is known of the card; it is looked at again only when it was taken out. */
type Held =
  { readonly kind: 'nothing' | 'unread' | 'read' } | { readonly kind: 'refused'; readonly refusal: Refusal };

const NOTHING: Held = { kind: 'nothing' };
/** So many commands in a row that came to nothing, without a good one between, are a fault. */
const MAX_ERRORS = 3;
const IN_READER: readonly (CardMedia | undefined)[] = ['present', 'latched'];
const ABSENT_STATES: readonly (DeviceState | undefined)[] = ['offline', 'powerOff', 'noDevice', 'starting'];
const WORKING_STATES: readonly (DeviceState | undefined)[] = ['online', 'deviceBusy'];

class XfsSmartCardReader implements SmartCardReader {
  readonly #service: XfsService;
  readonly #delays: XfsDelays;
  readonly #cardListeners = new Set<(card: SocialSecurityCard) => void>();
  readonly #statusListeners = new Set<(status: SmartCardReaderStatus) => void>();
  #status: SmartCardReaderStatus = disconnected('no-provider');
  #isWanted = false;
  /** Aborted when the reading that began with it is wanted no more. */
  #wish = new AbortController();
  #known: StatusPayload | null = null;
  #held: Held = NOTHING;
  #isReading = false;
  #wasRemovedMidRead = false;
  #errors = 0;
  /** Ends the pause between two pieces of work. */
  #idle = new AbortController();

  constructor({ place, delays }: XfsDeviceOptions) {
    this.#delays = { ...DEFAULT_DELAYS, ...delays };
    this.#service = new XfsService({
      place,
      kind: 'cardReader',
      delays: this.#delays,
      serve: (served) => this.#serve(served),
      onStatus: (status) => this.#take(status),
      onEvent: (name) => {
        if (name === 'CardReader.MediaRemovedEvent') this.#taken();
      },
      onAway: () => this.#away(),
    });
  }

  get status(): SmartCardReaderStatus {
    return this.#status;
  }

  open(): void {
    this.#service.open();
  }

  async close(): Promise<void> {
    await this.#service.close();
    this.#held = NOTHING;
  }

  onStatus(listener: (status: SmartCardReaderStatus) => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  onCard(listener: (card: SocialSecurityCard) => void): () => void {
    this.#cardListeners.add(listener);
    return () => this.#cardListeners.delete(listener);
  }

  startReading(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#wish = new AbortController();
    this.#wake();
  }

  stopReading(): void {
    this.#isWanted = false;
    this.#wasRemovedMidRead = false;
    this.#wish.abort();
    this.#wake();
    this.#tell();
  }

  async #serve(served: Served): Promise<void> {
    const { connection, capabilities } = served;
    const type = capabilities.cardReader?.type;
    void connection.closed.then(() => this.#wake());
    this.#errors = 0;
    while (!connection.isClosed) {
      this.#idle = new AbortController();
      if (this.#canRead()) await this.#read(new ChipReading(served));
      else if (this.#isLeftInside(type)) {
        await new ChipReading(served).giveBack();
        this.#held = { kind: 'unread' };
        await pause(this.#delays.retryMs, this.#idle.signal);
      } else await pause(this.#delays.heartbeatMs, this.#idle.signal);
    }
  }

  #canRead(): boolean {
    const { common, cardReader } = this.#known ?? {};
    const canBeRead = this.#held.kind === 'nothing' || this.#held.kind === 'unread';
    return (
      this.#isWanted && canBeRead && WORKING_STATES.includes(common?.device) && cardReader?.media !== 'jammed'
    );
  }

  /** Of an earlier process, perhaps: nobody is going to read it, and only the motor can give it back. */
  #isLeftInside(type: string | undefined): boolean {
    const media = this.#known?.cardReader?.media;
    return (type === 'motor' || type === 'latchedDip') && !this.#isWanted && IN_READER.includes(media);
  }

  async #read(reading: ChipReading): Promise<void> {
    const wish = this.#wish;
    const ending = await reading.run(wish.signal, () => {
      this.#isReading = true;
      this.#tell();
    });
    this.#isReading = false;
    await this.#end(ending, wish.signal);
    // It may have been taken in the very moment in which it was read.
    if (isOutOfSight(this.#known?.cardReader?.media)) this.#held = NOTHING;
    this.#tell();
    if (ending.kind !== 'lost') await reading.giveBack();
  }

  async #end(ending: ReadEnding, wish: AbortSignal): Promise<void> {
    this.#errors = ending.kind === 'error' ? this.#errors + 1 : 0;
    switch (ending.kind) {
      case 'card':
        this.#held = { kind: wish.aborted ? 'unread' : 'read' };
        if (wish.aborted) return;
        for (const listener of [...this.#cardListeners]) listener(ending.card);
        return;
      case 'removed':
        this.#held = NOTHING;
        this.#wasRemovedMidRead = this.#isWanted;
        return;
      case 'refused':
        this.#held = { kind: 'refused', refusal: ending.refusal };
        return;
      case 'error':
        this.#tell();
        return pause(this.#delays.retryMs, wish);
      case 'stopped':
      case 'lost':
        return;
    }
  }

  #take(status: StatusPayload): void {
    this.#known = status;
    if (isOutOfSight(status.cardReader?.media)) this.#taken();
    else this.#tell();
    this.#wake();
  }

  #taken(): void {
    if (!this.#isReading) this.#held = NOTHING;
    this.#tell();
    this.#wake();
  }

  #away(): void {
    this.#known = null;
    this.#isReading = false;
    this.#tell();
  }

  #wake(): void {
    this.#idle.abort();
  }

  #tell(): void {
    this.#setStatus(this.#summarise());
  }

  #summarise(): SmartCardReaderStatus {
    const { common, cardReader } = this.#known ?? {};
    if (this.#known === null) return disconnected('no-provider');
    if (ABSENT_STATES.includes(common?.device) || cardReader?.media === undefined) {
      return disconnected('no-reader');
    }
    if (cardReader.media === 'jammed') return fault('jammed');
    if (!WORKING_STATES.includes(common?.device) || this.#errors >= MAX_ERRORS) return fault('error');
    const isInSight = !isOutOfSight(cardReader.media);
    if (this.#isReading || (isInSight && this.#canRead())) return { kind: 'reading', availability: 'ready' };
    if (this.#held.kind === 'refused') return this.#held.refusal;
    if (this.#held.kind !== 'nothing' || isInSight) return { kind: 'card-present', availability: 'ready' };
    return { kind: this.#wasRemovedMidRead ? 'card-removed-mid-read' : 'no-card', availability: 'ready' };
  }

  #setStatus(status: SmartCardReaderStatus): void {
    if (isSameStatus(status, this.#status)) return;
    this.#status = status;
    for (const listener of [...this.#statusListeners]) listener(status);
  }
}

/** A reader that cannot see a card says `unknown`: then its next reading waits for the next card by itself. */
function isOutOfSight(media: CardMedia | undefined): boolean {
  return media === 'notPresent' || media === 'unknown' || media === undefined;
}
