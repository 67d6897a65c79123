import { CITIZEN_FIELDS } from '../protocol/citizen-text.ts';
import type { CitizenField } from '../protocol/citizen-text.ts';
import type { SyntheticCitizen } from './citizens.ts';

const TEXT_LENGTH = 256;
const ADDRESS_LENGTH = 70;
const LAYOUT_MARK_OFFSET = 248;

/** What the letter at byte 248 says the card is; a space is a resident identity card. */
export type LayoutMark = ' ' | 'I' | 'Y' | 'J';

/**
 * The 256 bytes of text as the card holds them. For another mark than the citizen's the fields keep their places:
 * a reader has to look at the mark before it believes any of them.
 */
export function encodeTextBlock(citizen: SyntheticCitizen, mark: LayoutMark): Buffer {
  const block = encodeText('', TEXT_LENGTH);
  for (const field of Object.keys(CITIZEN_FIELDS) as CitizenField[]) {
    const [offset, length] = CITIZEN_FIELDS[field];
    encodeText(citizen[field], length).copy(block, offset);
  }
  block.write(mark, LAYOUT_MARK_OFFSET, 'utf16le');
  return block;
}

/** The 70 bytes that 30 03 answers. */
export function encodeAddress(address: string): Buffer {
  return encodeText(address, ADDRESS_LENGTH);
}

function encodeText(text: string, byteLength: number): Buffer {
  const units = byteLength / 2;
  if (text.length > units) throw new Error(`a field of ${units} characters got ${text.length}`);
  return Buffer.from(text.padEnd(units, ' '), 'utf16le');
}
