import { CARD_FILES, SELECT_APPLICATION } from '../protocol/social-security.ts';
import type { CardField, CardFile, RecordLayout } from '../protocol/social-security.ts';
import { CardFaults } from './faults.ts';
import type { FaultKind, RequestKind } from './faults.ts';
import { recordValues } from './holders.ts';
import type { SyntheticHolder } from './holders.ts';

/** In what cards differ; what is left out is as the standard has it. */
export interface CardHabits {
  /** Answers to everything with 61xx and hands the data out by GET RESPONSE, at most so many bytes at a time. */
  readonly piecesOf: number | null;
  /** Answers 6Cxx unless Le is exactly what it has. */
  readonly wantsExactLength: boolean;
  /** Knows P1 = 00 alone for selecting a file. */
  readonly needsP1Zero: boolean;
  /** Knows records by their number alone, not by their tag. */
  readonly needsRecordNumber: boolean;
  /** False: another card with a chip, say of a bank. */
  readonly isSocialSecurity: boolean;
  /** EF06 wants a PIN. */
  readonly isLocked: boolean;
  /** Upside down, or a dead chip: no answer to reset. */
  readonly isMute: boolean;
}

const USUAL_HABITS: CardHabits = {
  piecesOf: null,
  wantsExactLength: false,
  needsP1Zero: false,
  needsRecordNumber: false,
  isSocialSecurity: true,
  isLocked: false,
  isMute: false,
};

/** Answer to reset: direct convention, T=0, and 54 45 53 54 (TEST) as history. */
const ANSWER_TO_RESET = Uint8Array.of(0x3b, 0x04, 0x54, 0x45, 0x53, 0x54);

const OK = 0x9000;
const WRONG_LENGTH = 0x6700;
const RECORD_NOT_FOUND = 0x6a83;
const FILE_NOT_FOUND = 0x6a82;
const WRONG_P1_P2 = 0x6a86;
const SECURITY_NOT_SATISFIED = 0x6982;
const NO_CURRENT_FILE = 0x6986;
const UNKNOWN_COMMAND = 0x6d00;

interface Request {
  readonly kind: RequestKind;
  readonly p1: number;
  readonly p2: number;
  readonly data: Buffer;
  /** Null when nothing is expected. */
  readonly le: number | null;
}

/** The chip of one card, from answer to reset to the last byte of a record. Knows nothing of readers or lines. */
export class SocialSecurityChip {
  readonly holder: SyntheticHolder;
  readonly habits: CardHabits;
  readonly #faults: CardFaults;
  #file: CardFile | 'application' | null = null;
  /** What GET RESPONSE will hand out. */
  #waiting: Buffer = Buffer.alloc(0);

  constructor(holder: SyntheticHolder, habits: Partial<CardHabits>, faults: CardFaults) {
    this.holder = holder;
    this.habits = { ...USUAL_HABITS, ...habits };
    this.#faults = faults;
  }

  /** Null from a mute card. */
  get answerToReset(): Uint8Array | null {
    return this.habits.isMute ? null : ANSWER_TO_RESET;
  }

  /** Power on or reset: nothing is selected any more. */
  reset(): void {
    this.#file = null;
    this.#waiting = Buffer.alloc(0);
  }

  /** Answers one command; null when the chip hangs. */
  answer(command: Uint8Array): Uint8Array | null {
    const request = parse(Buffer.from(command));
    if (request === null) return encode(WRONG_LENGTH);
    const fault = this.#faults.take(request.kind);
    switch (fault) {
      case null:
      case 'overlong-record':
        return this.#answer(request, fault);
      case 'silence':
        return null;
      case 'empty-answer':
        return Buffer.alloc(0);
      case 'short-answer':
        return Buffer.of(0x90);
      case 'garbage':
        return Buffer.of(0xaa, 0x55, 0x00, 0xff, 0x13);
      case 'memory-failure':
        return encode(0x6581);
      case 'execution-error':
        return encode(0x6f00);
      case 'security-not-satisfied':
        return encode(SECURITY_NOT_SATISFIED);
      case 'endless-more-data':
        return encode(0x6110, Buffer.alloc(0x10));
      case 'endless-wrong-length':
        return encode(0x6c11);
    }
  }

  #answer(request: Request, fault: FaultKind | null): Uint8Array {
    if (request.kind === 'get-response') return this.#handOut(request.le ?? 0);
    this.#waiting = Buffer.alloc(0);
    switch (request.kind) {
      case 'select-application':
        return this.#selectApplication(request);
      case 'select-file':
        return encode(this.#selectFile(request));
      case 'read-record': {
        const record = this.#readRecord(request);
        if (typeof record === 'number') return encode(record);
        if (fault === 'overlong-record') record[1] = 0xff;
        return this.#give(record, request.le);
      }
      case 'other':
        return encode(UNKNOWN_COMMAND);
    }
  }

  #selectApplication({ data, le }: Request): Uint8Array {
    if (!this.habits.isSocialSecurity || !data.equals(SELECT_APPLICATION.data!))
      return encode(FILE_NOT_FOUND);
    this.#file = 'application';
    // The FCI: 6F, with the name of the application (84) in it.
    const template = Buffer.concat([Buffer.of(0x6f, data.length + 2, 0x84, data.length), data]);
    return this.habits.piecesOf === null && le === null ? encode(OK) : this.#give(template, le);
  }

  #selectFile({ p1, data }: Request): number {
    if (this.#file === null) return NO_CURRENT_FILE;
    if (p1 !== 0x00 && (p1 !== 0x02 || this.habits.needsP1Zero)) return WRONG_P1_P2;
    const found = (Object.keys(CARD_FILES) as CardFile[]).find(
      (file) => data.length === 2 && data.readUInt16BE() === CARD_FILES[file].id,
    );
    if (found === undefined) return FILE_NOT_FOUND;
    this.#file = found;
    return OK;
  }

  /** The record with its tag and length, or why not. */
  #readRecord({ p1, p2 }: Request): Buffer | number {
    if (this.#file === null || this.#file === 'application') return NO_CURRENT_FILE;
    if (this.#file === 'EF06' && this.habits.isLocked) return SECURITY_NOT_SATISFIED;
    const layouts = Object.entries(CARD_FILES[this.#file].records) as [CardField, RecordLayout][];
    let entry: [CardField, RecordLayout] | undefined;
    if (p2 === 0x04) entry = layouts[p1 - 1];
    else if (p2 === 0x00 && !this.habits.needsRecordNumber) entry = layouts.find(([, { tag }]) => tag === p1);
    else return WRONG_P1_P2;
    if (entry === undefined) return RECORD_NOT_FOUND;
    const [field, { tag }] = entry;
    const value = recordValues(this.holder)[field];
    return Buffer.concat([Buffer.of(tag, value.length), value]);
  }

  #give(data: Buffer, le: number | null): Uint8Array {
    if (this.habits.wantsExactLength && le !== null && le !== data.length)
      return encode(0x6c00 | data.length);
    if (this.habits.piecesOf === null) return encode(OK, data);
    this.#waiting = data;
    return encode(0x6100 | Math.min(data.length, this.habits.piecesOf));
  }

  #handOut(le: number): Uint8Array {
    const length = Math.min(this.#waiting.length, this.habits.piecesOf ?? this.#waiting.length);
    if (length === 0) return encode(NO_CURRENT_FILE);
    if (this.habits.wantsExactLength && le !== length) return encode(0x6c00 | length);
    const piece = this.#waiting.subarray(0, length);
    this.#waiting = this.#waiting.subarray(length);
    const left = Math.min(this.#waiting.length, this.habits.piecesOf ?? 0);
    return encode(left === 0 ? OK : 0x6100 | left, piece);
  }
}

function encode(status: number, data: Buffer = Buffer.alloc(0)): Uint8Array {
  return Buffer.concat([data, Buffer.of(status >> 8, status & 0xff)]);
}

/** Null when the lengths do not fit. */
function parse(command: Buffer): Request | null {
  if (command.length < 4) return null;
  const [cla, ins, p1, p2] = [command[0]!, command[1]!, command[2]!, command[3]!];
  const body = command.subarray(4);
  let data: Buffer = Buffer.alloc(0);
  let le: number | null = null;
  if (body.length === 1) {
    le = body[0]! === 0 ? 256 : body[0]!;
  } else if (body.length > 1) {
    const lc = body[0]!;
    if (body.length !== lc + 1 && body.length !== lc + 2) return null;
    data = body.subarray(1, lc + 1);
    if (body.length === lc + 2) le = body.at(-1)! === 0 ? 256 : body.at(-1)!;
  }
  return { kind: kindOf(cla, ins, p1), p1, p2, data, le };
}

function kindOf(cla: number, ins: number, p1: number): RequestKind {
  if (cla !== 0) return 'other';
  switch (ins) {
    case 0xa4:
      return p1 === 0x04 ? 'select-application' : 'select-file';
    case 0xb2:
      return 'read-record';
    case 0xc0:
      return 'get-response';
    default:
      return 'other';
  }
}
