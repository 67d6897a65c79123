/** What 企业专属网页 knows of an enterprise, and as what somebody may act for it. */
export interface ActsFor {
  readonly creditCode: string;
  readonly name: string;
  readonly legalRepresentative: string;
  readonly actsAs: 'legal-representative' | 'authorised';
}

interface Registered extends Omit<ActsFor, 'actsAs'> {
  /** Of the legal representative. */
  readonly idNumber: string;
  /** Everybody else is authorised, so that whoever tries the sandbox can file · nobody else is. */
  readonly authorises: 'everybody' | 'nobody';
  /** What a 电子营业执照 shows as a code. */
  readonly licenceCode: string;
}

/** Synthetic (TEST): region 310199 is not assigned. */
const registered: readonly Registered[] = [
  {
    ...{ creditCode: '91310199MA1TE0001A', name: '上海虚拟测试有限公司TEST' },
    ...{ legalRepresentative: '测试甲TEST', idNumber: '31019919500101001X', authorises: 'everybody' },
    licenceCode: 'TESTyingyezhizhao_0123456789abcdefghij-0001',
  },
  {
    ...{ creditCode: '91310199MA1TE0002D', name: '上海虚拟第二测试有限公司TEST' },
    ...{ legalRepresentative: '测试甲TEST', idNumber: '31019919500101001X', authorises: 'nobody' },
    licenceCode: 'TESTyingyezhizhao_0123456789abcdefghij-0002',
  },
];

/** @returns why not, where somebody may not act for it */
export function actsFor(
  which: { readonly creditCode: string } | { readonly licenceCode: string },
  idNumber: string,
): ActsFor | 'no-such-enterprise' | 'does-not-act' {
  const found = registered.find((each) =>
    'creditCode' in which ? each.creditCode === which.creditCode : each.licenceCode === which.licenceCode,
  );
  if (!found) return 'no-such-enterprise';
  const { creditCode, name, legalRepresentative } = found;
  const facts = { creditCode, name, legalRepresentative };
  if (found.idNumber === idNumber) return { ...facts, actsAs: 'legal-representative' };
  return found.authorises === 'everybody' ? { ...facts, actsAs: 'authorised' } : 'does-not-act';
}
