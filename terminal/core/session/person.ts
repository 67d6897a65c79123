import type { CardFact, PersonFacts } from '@tongban/kiosk-config/catalogue';
import type { CitizenCard } from '@tongban/peripherals/id-card-reader';

/** What a matter may know of the person whose card was read. */

const SEX_WORDS: Record<CitizenCard['sex'], string> = {
  male: '男',
  female: '女',
  unknown: '未知',
  'not-stated': '未说明',
};

/** Today's date in Shanghai as ISO date: limits and ages are counted there wherever the clock stands. */
export function shanghaiDate(at: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(at);
}

/** Whole years between two ISO dates; the birthday itself counts as reached. */
export function ageOn(birth: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4));
  return today.slice(5) < birth.slice(5) ? years - 1 : years;
}

export function personFacts(card: CitizenCard, at: Date): PersonFacts {
  return {
    name: card.name,
    sex: SEX_WORDS[card.sex],
    nation: card.nation.name,
    birth: card.birth,
    address: card.address,
    idNumber: card.idNumber,
    age: ageOn(card.birth, shanghaiDate(at)),
  };
}

export function cardFact(person: PersonFacts, fact: CardFact): string {
  return String(person[fact]);
}

/** A card past its last day is no proof of identity (居民身份证法 art. 11 asks its owner for a new one). */
export function isExpired(card: CitizenCard, at: Date): boolean {
  return card.validTo !== 'long-term' && card.validTo < shanghaiDate(at);
}
