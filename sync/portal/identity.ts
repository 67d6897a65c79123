import { isResidentId, type CardFact, type Matter, type PersonFacts } from '@tongban/kiosk-config/catalogue';
import { shanghaiDay } from '../contract/index.ts';

/**
 * Who hands in. A terminal reads it from the card; online it comes from 统一身份认证, which this page plays by asking. What
 * the ID number itself says (GB 11643) is not asked.
 */
export const askedFacts = ['name', 'idNumber', 'address', 'nation'] as const;
export type AskedFact = (typeof askedFacts)[number];

const SEX_PLACE = 16;

/** The facts that have to be asked for a matter: those of its form and of its conditions. */
export function factsToAsk(matter: Matter): AskedFact[] {
  const ofForm = matter.form.fields.flatMap(({ fromCard }) => fromCard ?? []);
  const ofConditions = matter.eligibility.flatMap(({ schema }) => Object.keys(schema['properties'] ?? {}));
  const needed = new Set([...ofForm, ...ofConditions].map((fact) => askedFor(fact as CardFact)));
  return askedFacts.filter((fact) => needed.has(fact));
}

/** Which question answers a fact. */
export function askedFor(fact: CardFact): AskedFact {
  return fact === 'birth' || fact === 'sex' || fact === 'age' ? 'idNumber' : fact;
}

/** @param now decides how old somebody is; days are those of Shanghai */
export function personOf(asked: Readonly<Record<AskedFact, string>>, now: Date): PersonFacts {
  const { name, idNumber, address, nation } = asked;
  if (!isResidentId(idNumber)) return { name, idNumber, address, nation, sex: '', birth: '', age: 0 };
  const birth = `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
  const sex = Number(idNumber[SEX_PLACE]) % 2 === 1 ? '男' : '女';
  return { name, idNumber, address, nation, sex, birth, age: ageOn(birth, shanghaiDay(now)) };
}

/** Whole years between two ISO dates; the birthday itself counts as reached. */
function ageOn(birth: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4));
  return today.slice(5) < birth.slice(5) ? years - 1 : years;
}
