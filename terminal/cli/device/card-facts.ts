import { mask } from '../../core/session/mask.ts';

/** How a field is masked; a field that is not named here says nothing of a person and is shown. */
const MASKS: Readonly<Record<string, 'name' | 'id-number' | 'address' | 'hidden'>> = {
  name: 'name',
  englishName: 'name',
  chineseName: 'name',
  idNumber: 'id-number',
  earlierNumber: 'id-number',
  travelPermitNumber: 'id-number',
  address: 'address',
  birth: 'hidden',
  sex: 'hidden',
  nation: 'hidden',
  country: 'hidden',
  issuingAuthority: 'hidden',
  birthPlace: 'hidden',
  cardNumber: 'id-number',
  cardIdentifier: 'id-number',
};

/**
 * A card for the technician: enough to see that it was read right. Bytes are shown by their length.
 * @param reveal shows the fields as they are; photo and management number stay lengths
 */
export function cardFacts(card: object, reveal: boolean): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(card).map(([field, value]: [string, unknown]) => [field, factOf(field, value, reveal)]),
  );
}

function factOf(field: string, value: unknown, reveal: boolean): unknown {
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  const kind = MASKS[field];
  if (reveal || kind === undefined || value === null || value === '') return value;
  return kind === 'hidden' || typeof value !== 'string' ? '***' : mask(kind, value);
}
