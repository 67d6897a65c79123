import type { CataloguedMatter } from '@tongban/kiosk-config/catalogue';
import type { CitizenCard } from '@tongban/peripherals/id-card-reader';
import { personFacts } from '../person.ts';

/** Synthetic people (TEST): region 310199 is not assigned, so no card of anybody bears such a number. */
const woman: CitizenCard = {
  type: 'citizen',
  name: '练习测试',
  sex: 'female',
  nation: { code: '01', name: '汉' },
  birth: '1956-08-08',
  address: '上海市测试区虚拟路1号',
  idNumber: '310199195608080022',
  issuingAuthority: '上海市公安局测试分局',
  validFrom: '2016-08-08',
  validTo: 'long-term',
  photoWlt: new Uint8Array(1024),
  // With one of its own the example finds "my submissions" empty instead of closed.
  managementNumber: new Uint8Array(28),
};
const younger: CitizenCard = { ...woman, birth: '1986-08-08', idNumber: '310199198608080026' };
const man: CitizenCard = { ...younger, sex: 'male', idNumber: '310199198608080018' };

/**
 * Who can do the matter; the first of them where it is not known yet which one.
 * @param except number of the one who acts for the person that is looked for
 */
export function examplePerson(catalogued: CataloguedMatter | null, now: Date, except?: string): CitizenCard {
  const may = (card: CitizenCard): boolean =>
    catalogued === null || catalogued.validator.ineligible(personFacts(card, now)) === null;
  const others = [woman, younger, man].filter(({ idNumber }) => idNumber !== except);
  return others.find(may) ?? others[0] ?? woman;
}

/** The enterprise that who practises acts for; synthetic (TEST) too. */
export const exampleEnterprise = {
  ...{ creditCode: '91310199MA1TE0003G', name: '上海虚拟练习测试有限公司', legalRepresentative: '练习测试' },
  actsAs: 'legal-representative',
} as const;
