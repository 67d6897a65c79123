import type { CardConnection } from '../smart-card-reader/pcsc/connection.ts';
import type { SocialSecurityCard } from '../smart-card-reader/protocol/social-security.ts';
import { readSocialSecurityCard } from '../smart-card-reader/read-card.ts';
import type { ReadOutcome } from '../smart-card-reader/read-card.ts';
import type { SmartCardReaderStatus } from '../smart-card-reader/status.ts';
import type { Outcome } from './connection.ts';
import { protocolOf } from './protocol/card-reader.ts';
import type { ChipProtocol } from './protocol/card-reader.ts';
import { toBase64 } from './protocol/common.ts';
import type { Served } from './service.ts';

/** How the reading of one card ended. `error`: the reader did not do as told · `lost`: nobody answers any more. */
export type ReadEnding =
  | { readonly kind: 'card'; readonly card: SocialSecurityCard }
  | {
      readonly kind: 'refused';
      readonly refusal: Extract<SmartCardReaderStatus, { kind: 'card-unreadable' | 'card-unsupported' }>;
    }
  | { readonly kind: 'removed' | 'stopped' | 'error' | 'lost' };

/** How often a card that does not let itself be read is tried before it is given back. */
const READ_ATTEMPTS = 2;
/** A record of 258 bytes takes 0.3 s at 9600 baud; a chip may ask for more time. */
const CHIP_TIMEOUT_MS = 5000;
const MOVE_TIMEOUT_MS = 10_000;

const MUTE: ReadEnding = {
  kind: 'refused',
  refusal: { kind: 'card-unreadable', availability: 'ready', problem: 'mute' },
};

/** One card, from waiting for it until it is given back. */
export class ChipReading {
  readonly #served: Served;

  constructor(served: Served) {
    this.#served = served;
  }

  /**
   * Waits for a card and reads it.
   * @param wish aborted: nobody wants it any more
   * @param onInserted a card has come; told once
   */
  async run(wish: AbortSignal, onInserted: () => void): Promise<ReadEnding> {
    const { connection } = this.#served;
    let isInserted = false;
    const inserted = (): void => {
      if (!isInserted) onInserted();
      isInserted = true;
    };
    const taken = await connection.send(
      'CardReader.ReadRawData',
      { chip: true },
      {
        signal: wish,
        onEvent: (name) => {
          if (name === 'CardReader.MediaInsertedEvent') inserted();
        },
      },
    );
    if (taken.kind === 'completed') {
      inserted();
      return this.#readChip(wish);
    }
    if (taken.kind !== 'failed') return { kind: taken.kind === 'lost' ? 'lost' : 'error' };
    if (taken.code === 'canceled' || taken.code === 'timeOut') return { kind: 'stopped' };
    switch (taken.payload.errorCode) {
      case 'noMedia':
        return { kind: 'removed' };
      case 'invalidMedia':
      case 'cardTooShort':
      case 'cardTooLong':
      case 'cardCollision':
        return MUTE;
      default:
        return { kind: 'error' };
    }
  }

  async #readChip(wish: AbortSignal): Promise<ReadEnding> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#readOnce(wish);
      switch (outcome.kind) {
        case 'card':
        case 'stopped':
          return outcome;
        case 'unsupported':
          return {
            kind: 'refused',
            refusal: { kind: 'card-unsupported', availability: 'ready', problem: outcome.problem },
          };
        case 'trouble':
          return { kind: this.#served.connection.isClosed ? 'lost' : 'error' };
        case 'lost':
          return { kind: 'removed' };
        case 'in-use':
        case 'mute':
        case 'failed': {
          await this.#served.refresh();
          const { connection, status } = this.#served;
          if (connection.isClosed) return { kind: 'lost' };
          if (status().cardReader?.media === 'notPresent') return { kind: 'removed' };
          if (status().cardReader?.media === 'jammed') return { kind: 'error' };
          if (attempt < READ_ATTEMPTS && !wish.aborted) continue;
          return outcome.kind === 'mute'
            ? MUTE
            : {
                kind: 'refused',
                refusal: { kind: 'card-unreadable', availability: 'ready', problem: 'failed' },
              };
        }
      }
    }
  }

  async #readOnce(wish: AbortSignal): Promise<ReadOutcome> {
    const powered = await this.#power('cold');
    if (powered.kind !== 'completed')
      return { kind: failureOf(powered, powered.kind === 'failed' ? powered.payload.errorCode : undefined) };
    const protocol: ChipProtocol = this.#served.capabilities.cardReader?.chipProtocols
      ?.chipProtocolNotRequired
      ? 'chipProtocolNotRequired'
      : protocolOf(powered.payload.chipData ?? new Uint8Array());
    const card: CardConnection = {
      transmit: async (request) => {
        const answered = await this.#served.connection.send(
          'CardReader.ChipIO',
          { chipProtocol: protocol, chipData: toBase64(request) },
          { timeoutMs: CHIP_TIMEOUT_MS },
        );
        if (answered.kind === 'completed') {
          return { kind: 'bytes', bytes: answered.payload.chipData ?? new Uint8Array() };
        }
        return {
          kind: failureOf(answered, answered.kind === 'failed' ? answered.payload.errorCode : undefined),
        };
      },
      disconnect: () => Promise.resolve(),
    };
    return readSocialSecurityCard(card, () => !wish.aborted);
  }

  /** Takes the chip's power, and has the card given back where something holds it. Never fails: it is tried again later. */
  async giveBack(): Promise<void> {
    const { connection, status } = this.#served;
    const media = status().cardReader?.media;
    if (media !== 'present' && media !== 'latched') return;
    await this.#power('off');
    const type = this.#served.capabilities.cardReader?.type;
    if (type !== 'motor' && type !== 'latchedDip') return;
    await connection.send(
      'CardReader.Move',
      { from: 'transport', to: 'exit' },
      { timeoutMs: MOVE_TIMEOUT_MS },
    );
  }

  #power(chipPower: 'cold' | 'off'): Promise<Outcome<'CardReader.ChipPower'>> {
    return this.#served.connection.send(
      'CardReader.ChipPower',
      { chipPower },
      { timeoutMs: CHIP_TIMEOUT_MS },
    );
  }
}

/** Why a chip gave nothing, in the words of a reader of cards. */
function failureOf(
  outcome: { readonly kind: 'failed' | 'refused' | 'lost' | 'unfit' },
  errorCode: string | undefined,
): 'lost' | 'mute' | 'failed' | 'trouble' {
  if (outcome.kind === 'lost' || outcome.kind === 'refused') return 'trouble';
  switch (errorCode) {
    case 'noMedia':
      return 'lost';
    case 'invalidMedia':
    case 'atrNotObtained':
    case 'chipPowerNotSupported':
      return 'mute';
    default:
      return 'failed';
  }
}
