import {
  CITIZEN_PLACES,
  FOREIGNER_2017_PLACES,
  FOREIGNER_2023_PLACES,
  LAYOUT_MARKS,
  MARK_OFFSET,
  PERMIT_PLACES,
  TEXT_LENGTH,
} from '../protocol/layouts.ts';
import type { SyntheticCard } from './synthetic-card.ts';

const ADDRESS_LENGTH = 70;

/** The 256 bytes of text as a card of its kind holds them. */
export function encodeTextBlock(card: SyntheticCard): Buffer {
  const block = encodeText('', TEXT_LENGTH);
  switch (card.type) {
    case 'citizen':
      fill(block, CITIZEN_PLACES, card);
      break;
    case 'hk-mo-tw-permit':
      fill(block, PERMIT_PLACES, card);
      break;
    case 'foreigner-2017':
      fill(block, FOREIGNER_2017_PLACES, { ...card, englishName: card.name });
      break;
    case 'foreigner-2023': {
      const firstPart = FOREIGNER_2023_PLACES.englishName[1] / 2;
      fill(block, FOREIGNER_2023_PLACES, {
        ...card,
        englishName: card.name.slice(0, firstPart),
        englishNameRest: card.name.slice(firstPart),
      });
    }
  }
  block.write(LAYOUT_MARKS[card.type], MARK_OFFSET, 'utf16le');
  return block;
}

/** The 70 bytes that 30 03 answers. */
export function encodeAddress(address: string): Buffer {
  return encodeText(address, ADDRESS_LENGTH);
}

function fill<P extends Readonly<Record<string, readonly [offset: number, length: number]>>>(
  block: Buffer,
  places: P,
  texts: Readonly<Record<keyof P, string>>,
): void {
  for (const field in places) {
    const [offset, length] = places[field]!;
    encodeText(texts[field], length).copy(block, offset);
  }
}

function encodeText(text: string, byteLength: number): Buffer {
  const units = byteLength / 2;
  if (text.length > units) throw new Error(`a field of ${units} characters got ${text.length}`);
  return Buffer.from(text.padEnd(units, ' '), 'utf16le');
}
