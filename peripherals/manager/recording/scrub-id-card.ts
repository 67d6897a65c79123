import { PHOTO_LENGTH, READ_BASE } from '../../id-card-reader/protocol/commands.ts';
import { foreignerCheckDigit2017, idNumberCheckCharacter } from '../../id-card-reader/protocol/id-number.ts';
import {
  CITIZEN_PLACES,
  FOREIGNER_2017_PLACES,
  FOREIGNER_2023_PLACES,
  LAYOUT_MARKS,
  MARK_OFFSET,
  PERMIT_PLACES,
  TEXT_LENGTH,
} from '../../id-card-reader/protocol/layouts.ts';
import { decodeTextBlock } from '../../id-card-reader/protocol/text-block.ts';
import type { CardType } from '../../id-card-reader/protocol/text-block.ts';
import type { Scrubber } from './scrubber.ts';

/** Frames of the SAM module (id-card-reader/protocol/frame.ts): preamble, two bytes of length, SW1 SW2 SW3, data, checksum. */
const PREAMBLE = [0xaa, 0xaa, 0xaa, 0x96, 0x69] as const;
const HEADER_LENGTH = PREAMBLE.length + 2;
const STATUS_LENGTH = 3;
const MIN_LENGTH = STATUS_LENGTH + 1;
const MAX_LENGTH = 0x090a;
const READ_BASE_LENGTHS = READ_BASE.successLength - TEXT_LENGTH - PHOTO_LENGTH;

const withCheck = (first17: string): string => first17 + idNumberCheckCharacter(first17);
const NUMBER_2017 = 'TST31009001011';

/** People who do not exist: region 310199 is not assigned, and TST is no country. */
const STAND_INS: Readonly<Record<CardType, Readonly<Record<string, string>>>> = {
  citizen: { name: '测试 TEST', idNumber: withCheck('31019919900101001') },
  'hk-mo-tw-permit': { name: '测试 TEST', idNumber: withCheck('81000019900101001') },
  'foreigner-2017': {
    englishName: 'TEST',
    country: 'TST',
    idNumber: NUMBER_2017 + foreignerCheckDigit2017(NUMBER_2017),
  },
  'foreigner-2023': { englishName: 'TEST', country: 'TST', idNumber: withCheck('93199919900101001') },
};
const EVERYBODY = { sex: '1', nation: '01', birth: '19900101', validFrom: '20200101', validTo: '20400101' };
const PLACES: Readonly<
  Record<CardType, Readonly<Record<string, readonly [offset: number, length: number]>>>
> = {
  citizen: CITIZEN_PLACES,
  'hk-mo-tw-permit': PERMIT_PLACES,
  'foreigner-2017': FOREIGNER_2017_PLACES,
  'foreigner-2023': FOREIGNER_2023_PLACES,
};

/** A text block that is decoded as the real one is: as a card of its kind, or as one that does not hold together. */
function standInFor(text: Uint8Array): Uint8Array {
  const decoded = decodeTextBlock(text);
  const type = decoded.kind === 'card' ? decoded.text.type : decoded.layout;
  const block = Buffer.from(' '.repeat(TEXT_LENGTH / 2), 'utf16le');
  if (decoded.kind === 'card') {
    const fields: Readonly<Record<string, string>> = { ...EVERYBODY, ...STAND_INS[type] };
    for (const [field, [offset, length]] of Object.entries(PLACES[type])) {
      block.write((fields[field] ?? '').padEnd(length / 2, ' '), offset, 'utf16le');
    }
  }
  block.write(LAYOUT_MARKS[type], MARK_OFFSET, 'utf16le');
  return block;
}

/**
 * For the ID card reader: requests hold nothing personal; of an answer the frame and its status are kept, text blocks
 * become somebody who does not exist, all other data and everything outside of frames becomes zeros of the same length. A
 * checksum is right where it was right.
 */
export class IdCardScrubber implements Scrubber {
  #pending: Uint8Array = new Uint8Array(0);

  sent(bytes: Uint8Array): { told: Uint8Array; dropped: number } {
    return { told: bytes, dropped: 0 };
  }

  received(bytes: Uint8Array): Uint8Array {
    const done: Uint8Array[] = [];
    let rest = Buffer.concat([this.#pending, bytes]);
    for (;;) {
      const start = findPreamble(rest);
      done.push(new Uint8Array(start));
      rest = rest.subarray(start);
      if (rest.length < HEADER_LENGTH) break;
      const length = rest.readUInt16BE(PREAMBLE.length);
      const isFrame = length >= MIN_LENGTH && length <= MAX_LENGTH;
      const end = HEADER_LENGTH + (isFrame ? length : 0);
      if (rest.length < end) break;
      done.push(isFrame ? scrubFrame(rest.subarray(0, end)) : rest.subarray(0, end));
      rest = rest.subarray(end);
    }
    this.#pending = rest;
    return Buffer.concat(done);
  }

  flush(): Uint8Array {
    const clean = new Uint8Array(this.#pending.length);
    clean.set(this.#pending.subarray(0, HEADER_LENGTH));
    this.#pending = new Uint8Array(0);
    return clean;
  }
}

function scrubFrame(frame: Uint8Array): Uint8Array {
  const clean = new Uint8Array(frame.length);
  const dataStart = HEADER_LENGTH + STATUS_LENGTH;
  clean.set(frame.subarray(0, dataStart));
  const data = frame.subarray(dataStart, -1);
  if (data.length === READ_BASE.successLength) {
    const textStart = READ_BASE_LENGTHS;
    clean.set(data.subarray(0, textStart), dataStart);
    clean.set(standInFor(data.subarray(textStart, textStart + TEXT_LENGTH)), dataStart + textStart);
  }
  const wasRight = checksum(frame) === frame.at(-1);
  clean[clean.length - 1] = checksum(clean) ^ (wasRight ? 0 : 0xff);
  return clean;
}

function checksum(frame: Uint8Array): number {
  return frame.subarray(PREAMBLE.length, -1).reduce((sum, byte) => sum ^ byte, 0);
}

/** Where the preamble, or the part of it that the bytes end with, begins. */
function findPreamble(bytes: Uint8Array): number {
  for (let start = bytes.indexOf(PREAMBLE[0]); start !== -1; start = bytes.indexOf(PREAMBLE[0], start + 1)) {
    const seen = bytes.subarray(start, start + PREAMBLE.length);
    if (seen.every((byte, index) => byte === PREAMBLE[index])) return start;
  }
  return bytes.length;
}
