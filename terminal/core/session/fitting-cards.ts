import type { CardKind } from '@tongban/contract';
import type { CataloguedMatter, PersonFacts } from '@tongban/kiosk-config/catalogue';
import { notFitting } from './before-form.ts';

/**
 * What a card of each kind has, by one that is nobody's: region 310199 and the foreign digits 990 are not assigned. Only
 * the shape of the facts counts, and which of them there are.
 */
const examples: Readonly<Record<CardKind, PersonFacts>> = {
  citizen: example('测试', '310199195608080022', { nation: '汉', address: '上海市测试区虚拟路1号' }),
  'hk-mo-tw-permit': example('测试', '81000019880704001X', { address: '上海市测试区虚拟路81号' }),
  'foreigner-2017': example('SPECIMEN', 'XXA310184020908'),
  'foreigner-2023': example('SPECIMEN', '931990198402090125'),
};

function example(
  name: string,
  idNumber: string,
  more: Partial<Pick<PersonFacts, 'nation' | 'address'>> = {},
): PersonFacts {
  return { name, idNumber, sex: '女', birth: '1956-08-08', age: 70, nation: null, address: null, ...more };
}

/** The kinds of card that have what the form of a matter is filled with; whether the person may apply is another question. */
export function fittingCards(catalogued: CataloguedMatter): CardKind[] {
  const kinds = Object.keys(examples) as CardKind[];
  return kinds.filter((kind) => notFitting(catalogued, examples[kind]).length === 0);
}
