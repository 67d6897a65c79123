import type { CardConnection, CardFailure } from './pcsc/connection.ts';
import { ApduExchange, STATUS_OK } from './protocol/apdu.ts';
import type { ApduOutcome, CommandApdu } from './protocol/apdu.ts';
import {
  CARD_FILES,
  SELECT_APPLICATION,
  decodeCard,
  readRecordByNumber,
  readRecordByTag,
  selectFile,
} from './protocol/social-security.ts';
import type { CardField, CardFile, RecordLayout, SocialSecurityCard } from './protocol/social-security.ts';

export type ReadOutcome =
  | { readonly kind: 'card'; readonly card: SocialSecurityCard }
  | { readonly kind: 'unsupported'; readonly problem: 'not-social-security' | 'locked' }
  /** Nobody wants the card any more; the rest was left unread. */
  | { readonly kind: 'stopped' }
  | CardFailure;

type Exchanged = Extract<ApduOutcome, { kind: 'answer' }> | CardFailure | { readonly kind: 'stopped' };
type Exchange = (command: CommandApdu) => Promise<Exchanged>;

const SECURITY_NOT_SATISFIED = 0x6982;
const CONDITIONS_NOT_SATISFIED = 0x6985;

/**
 * Reads EF05 and EF06 of the social-security application. Cards differ in how a file is selected (P1 02 or 00) and how
 * a record is named (by tag or by number): what the letter of the standard says is tried first.
 * @param wanted asked before each exchange; when it says no, the rest is left unread.
 */
export async function readSocialSecurityCard(
  connection: CardConnection,
  wanted: () => boolean,
): Promise<ReadOutcome> {
  const exchange: Exchange = (command) => exchangeCommand(connection, command, wanted);
  const selected = await exchange(SELECT_APPLICATION);
  if (selected.kind !== 'answer') return selected;
  if (selected.status !== STATUS_OK) {
    // 64xx, 65xx and 6F00 are the chip's own trouble; every other refusal says that it knows no such application.
    return isChipTrouble(selected.status)
      ? { kind: 'failed' }
      : { kind: 'unsupported', problem: 'not-social-security' };
  }
  const records = new Map<CardField, Uint8Array>();
  for (const file of Object.keys(CARD_FILES) as CardFile[]) {
    const outcome = await readFile(exchange, file, records);
    if (outcome !== null) return outcome;
  }
  const decoded = decodeCard(Object.fromEntries(records) as Record<CardField, Uint8Array>);
  return decoded.kind === 'card' ? decoded : { kind: 'failed' };
}

/** Null once all records of the file are in the map. */
async function readFile(
  exchange: Exchange,
  file: CardFile,
  records: Map<CardField, Uint8Array>,
): Promise<Exclude<ReadOutcome, { kind: 'card' }> | null> {
  let selected = await exchange(selectFile(file, 0x02));
  if (selected.kind === 'answer' && selected.status !== STATUS_OK) {
    selected = await exchange(selectFile(file, 0x00));
  }
  if (selected.kind !== 'answer') return selected;
  if (selected.status !== STATUS_OK) return refusal(selected.status);

  let byNumber = false;
  const layouts = Object.entries(CARD_FILES[file].records) as [CardField, RecordLayout][];
  for (const [index, [field, layout]] of layouts.entries()) {
    let read = await exchange(byNumber ? readRecordByNumber(index + 1, layout) : readRecordByTag(layout));
    if (index === 0 && read.kind === 'answer' && isUnknownWay(read.status)) {
      byNumber = true;
      read = await exchange(readRecordByNumber(index + 1, layout));
    }
    if (read.kind !== 'answer') return read;
    if (read.status !== STATUS_OK) return refusal(read.status);
    records.set(field, read.data);
  }
  return null;
}

async function exchangeCommand(
  connection: CardConnection,
  command: CommandApdu,
  wanted: () => boolean,
): Promise<Exchanged> {
  const exchange = new ApduExchange(command);
  for (;;) {
    if (!wanted()) return { kind: 'stopped' };
    const transmitted = await connection.transmit(exchange.request);
    if (transmitted.kind !== 'bytes') return transmitted;
    const outcome = exchange.push(transmitted.bytes);
    if (outcome?.kind === 'malformed') return { kind: 'failed' };
    if (outcome !== null) return outcome;
  }
}

function refusal(status: number): { kind: 'failed' } | { kind: 'unsupported'; problem: 'locked' } {
  return status === SECURITY_NOT_SATISFIED || status === CONDITIONS_NOT_SATISFIED
    ? { kind: 'unsupported', problem: 'locked' }
    : { kind: 'failed' };
}

function isChipTrouble(status: number): boolean {
  return status >> 8 === 0x64 || status >> 8 === 0x65 || status >> 8 === 0x6f;
}

/** Wrong P1 P2, function or record not there: the other way of naming a record may do. */
function isUnknownWay(status: number): boolean {
  return [0x6b00, 0x6a86, 0x6a81, 0x6a82, 0x6a83].includes(status);
}
