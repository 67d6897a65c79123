import { isResidentId, type CardFact, type PersonFacts } from '@tongban/kiosk-config/catalogue';
import { shanghaiDay } from '@tongban/kiosk-config/working-days';
import type { IdCard } from '@tongban/peripherals/id-card-reader';
import type { ConfirmedPerson } from '@tongban/sync/modules';

/** What a matter may know of the person whose card was read, whichever of the four kinds it is. */

const SEX_WORDS: Record<IdCard['sex'], string> = {
  male: '男',
  female: '女',
  unknown: '未知',
  'not-stated': '未说明',
};

/** Whole years between two ISO dates; the birthday itself counts as reached. */
export function ageOn(birth: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4));
  return today.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** As the person is named in documents: a foreigner's name is the Latin one, whatever Chinese name the card adds. */
export function nameOn(card: IdCard): string {
  return 'englishName' in card ? card.englishName : card.name;
}

export function personFacts(card: IdCard, at: Date): PersonFacts {
  const address = 'address' in card ? card.address : '';
  const nation = 'nation' in card ? card.nation.name : '';
  return {
    name: nameOn(card),
    sex: SEX_WORDS[card.sex],
    nation: nation === '' ? null : nation,
    birth: card.birth,
    address: address === '' ? null : address,
    idNumber: card.idNumber,
    age: ageOn(card.birth, shanghaiDay(at)),
  };
}

/**
 * What is known of somebody without a card: birth and sex stand in the number (GB 11643). Null for a number of another
 * kind, which does not tell them.
 */
export function personByNumber({ name, idNumber, address }: ConfirmedPerson, at: Date): PersonFacts | null {
  if (!isResidentId(idNumber)) return null;
  const birth = `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
  const sex = SEX_WORDS[Number(idNumber[16]) % 2 === 1 ? 'male' : 'female'];
  return { name, idNumber, address, sex, birth, nation: null, age: ageOn(birth, shanghaiDay(at)) };
}

/** A fact as a form takes it; null when it is not known. */
export function cardFact(person: PersonFacts, fact: CardFact): string | null {
  const known = person[fact];
  return known === null ? null : String(known);
}

/** A card past its last day is no proof of identity (居民身份证法 art. 11 asks its owner for a new one). */
export function isExpired(card: IdCard, at: Date): boolean {
  return card.validTo !== 'long-term' && card.validTo < shanghaiDay(at);
}
