import type { IdCardReaderDriver, Exchange } from './driver.ts';
import {
  FIND_CARD,
  READ_BASE,
  READ_MANAGEMENT_NUMBER,
  READ_NEWEST_ADDRESS,
  SELECT_CARD,
  splitReadBase,
} from './protocol/commands.ts';
import { decodeCardText, decodeTextBlock } from './protocol/text-block.ts';
import type {
  CardText,
  CitizenText,
  Foreigner2017Text,
  Foreigner2023Text,
  PermitText,
} from './protocol/text-block.ts';

/** What a card holds beside its text. */
interface BesideText {
  /** 1,024 bytes, still compressed: only a licensed component can make a picture of them. */
  readonly photoWlt: Uint8Array;
  /** 28 bytes; null where the reader or the card does not give it. */
  readonly managementNumber: Uint8Array | null;
}

/**
 * The four kinds of card, told apart by `type`, as they were read. Personal data: never to be logged. The address of a
 * citizen or permit is the newest one: that which was written to the card later, where there is one.
 */
export interface CitizenCard extends CitizenText, BesideText {}
export interface PermitCard extends PermitText, BesideText {}
export interface ForeignerCard2017 extends Foreigner2017Text, BesideText {}
export interface ForeignerCard2023 extends Foreigner2023Text, BesideText {}
export type IdCard = CitizenCard | PermitCard | ForeignerCard2017 | ForeignerCard2023;

/** no-answer: give up this connection · reader-error: reset the module · reader-fault: somebody has to come. */
export type ReaderTrouble = {
  readonly kind: 'trouble';
  readonly trouble: 'no-answer' | 'reader-error' | 'reader-fault';
};

export type ReadOutcome =
  | { readonly kind: 'card'; readonly card: IdCard }
  /**
   * lost: out of sight or moved · failed: seen, but it does not let itself be read · unsupported: no card that the
   * module can read · stopped: nobody wants it.
   */
  | { readonly kind: 'lost' | 'failed' | 'unsupported' | 'stopped' }
  | ReaderTrouble;

/** Asks whether an unread card can be found. */
export async function findCard(
  driver: IdCardReaderDriver,
): Promise<{ kind: 'found' } | { kind: 'none' } | ReaderTrouble> {
  const failure = failureOf(await driver.exchange(FIND_CARD));
  if (failure === null) return { kind: 'found' };
  if (failure.kind === 'trouble') return failure;
  return { kind: 'none' };
}

/**
 * Reads the card that was just found, without a pause between the commands.
 * @param wanted asked between commands; when it says no, the rest is left unread.
 */
export async function readCard(
  driver: IdCardReaderDriver,
  { selected, wanted }: { selected: boolean; wanted: () => boolean },
): Promise<ReadOutcome> {
  if (!selected) {
    const failure = failureOf(await driver.exchange(SELECT_CARD));
    if (failure !== null) return failure;
    if (!wanted()) return { kind: 'stopped' };
  }

  const base = await driver.exchange(READ_BASE);
  const baseFailure = failureOf(base);
  if (base.kind !== 'answer' || baseFailure !== null) return baseFailure ?? noAnswer;
  const blocks = splitReadBase(base.data);
  if (blocks === null) return { kind: 'failed' };
  const decoded = decodeTextBlock(blocks.text);
  if (decoded.kind === 'malformed') return { kind: 'failed' };
  if (!wanted()) return { kind: 'stopped' };

  const text = await withNewestAddress(driver, decoded.text);
  if (text.kind !== 'text') return text;
  if (!wanted()) return { kind: 'stopped' };
  const management = await readItem(driver, READ_MANAGEMENT_NUMBER);
  if (management.kind !== 'item') return management;
  if (!wanted()) return { kind: 'stopped' };

  const managementNumber = management.data === null ? null : management.data.slice();
  return { kind: 'card', card: { ...text.text, photoWlt: blocks.photoWlt, managementNumber } };
}

/** Foreigners' cards have no address at all. */
async function withNewestAddress(
  driver: IdCardReaderDriver,
  text: CardText,
): Promise<{ kind: 'text'; text: CardText } | Failure> {
  if (text.type !== 'citizen' && text.type !== 'hk-mo-tw-permit') return { kind: 'text', text };
  const newest = await readItem(driver, READ_NEWEST_ADDRESS);
  if (newest.kind !== 'item') return newest;
  const address = newest.data === null ? '' : decodeCardText(newest.data);
  return { kind: 'text', text: address === '' ? text : { ...text, address } };
}

/**
 * Asks whether a card that was read still lies there. Find alone cannot tell: to a card that was read and not moved
 * some readers answer "found", others "nothing to find". The newest address can be read as long as it was not moved,
 * so that is asked first; find then tells a card that was moved or put anew (`again`, selected) from an empty reader.
 */
export async function checkPresence(
  driver: IdCardReaderDriver,
): Promise<{ kind: 'present' | 'again' | 'gone' } | ReaderTrouble> {
  const item = await driver.exchange(READ_NEWEST_ADDRESS);
  if (item.kind !== 'answer') return noAnswer;
  if (item.step === 'ok' || item.step === 'no-item') return { kind: 'present' };
  const failure = failureOf(item);
  if (failure?.kind === 'trouble' && item.step !== 'not-known') return failure;
  const found = await findCard(driver);
  if (found.kind === 'trouble') return found;
  if (found.kind === 'none') return { kind: 'gone' };
  // A reader that does not know the command has only find to go by.
  if (item.step === 'not-known') return { kind: 'present' };
  const notSelected = failureOf(await driver.exchange(SELECT_CARD));
  if (notSelected === null) return { kind: 'again' };
  return notSelected.kind === 'trouble' ? notSelected : { kind: 'gone' };
}

const noAnswer: ReaderTrouble = { kind: 'trouble', trouble: 'no-answer' };
type Failure = Exclude<ReadOutcome, { kind: 'card' }>;

/** Null when the exchange succeeded. */
function failureOf(exchange: Exchange): Failure | null {
  if (exchange.kind !== 'answer') return noAnswer;
  switch (exchange.step) {
    case 'ok':
      return null;
    case 'no-card':
    case 'card-lost':
      return { kind: 'lost' };
    case 'card-failed':
      return { kind: 'failed' };
    case 'card-unsupported':
      return { kind: 'unsupported' };
    case 'reader-fault':
      return { kind: 'trouble', trouble: 'reader-fault' };
    // Every module knows find, select and read: "no such thing" means that it is in disorder.
    case 'no-item':
    case 'not-known':
    case 'reader-error':
      return { kind: 'trouble', trouble: 'reader-error' };
  }
}

/** An item that a card need not have, and a reader need not know. */
async function readItem(
  driver: IdCardReaderDriver,
  command: typeof READ_NEWEST_ADDRESS,
): Promise<{ kind: 'item'; data: Uint8Array | null } | Failure> {
  const exchange = await driver.exchange(command);
  if (exchange.kind === 'answer' && (exchange.step === 'no-item' || exchange.step === 'not-known')) {
    return { kind: 'item', data: null };
  }
  const failure = failureOf(exchange);
  if (exchange.kind !== 'answer' || failure !== null) return failure ?? noAnswer;
  return { kind: 'item', data: exchange.data };
}
