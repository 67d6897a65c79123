import type { NoLicence } from '@tongban/contract';
import type { Same } from './same.ts';

/** Electronic licences 电子证照 in the place of papers. */
export const licenceZh = {
  licenceLooking: '正在查您的电子证照',
  licenceLookingHint: '只要几秒钟。查到了，就不用扫描纸质的。',
  licenceNoWait: '不等了，用纸质的',
  licenceTitle: '用电子证照，好吗？',
  licenceHint: (material: string) => `查到了您的电子证照，可以不交纸质的${material}。`,
  licenceOwner: '持证人',
  licenceValid: '有效期',
  licenceForEver: '长期有效',
  licenceUntil: (date: string) => `到 ${date}`,
  licenceConsent: '点“用电子证照”，就是同意受理平台调取这一份证照。只用来办这一件事，本机不保存。',
  licenceUse: '用电子证照，不用扫描',
  licencePaper: '用纸质的',
  noLicence: {
    none: '没有查到您的这份电子证照，请用纸质的。',
    expired: '您的这份电子证照过期了，请用纸质的。',
    'not-confirmed': '没有核对上您的身份，查不了电子证照，请用纸质的。',
    offline: '现在网络不通，查不了电子证照，请用纸质的。',
    away: '电子证照现在查不了，请用纸质的，一样能办。',
    refused: '平台没有收下这份电子证照，请用纸质的。',
  } satisfies Record<NoLicence, string>,
  byLicence: '电子证照，不用交纸质的',
};

export const licenceEn: Same<typeof licenceZh> = {
  licenceLooking: 'Looking for your e-licence',
  licenceLookingHint: 'A few seconds. If there is one, you need not scan the paper.',
  licenceNoWait: 'Do not wait, use paper',
  licenceTitle: 'Use your e-licence?',
  licenceHint: (material) => `You have an e-licence. It can take the place of the paper: ${material}.`,
  licenceOwner: 'Holder',
  licenceValid: 'Valid',
  licenceForEver: 'Without end',
  licenceUntil: (date) => `Until ${date}`,
  licenceConsent:
    'By "Use the e-licence" you agree that the platform fetches this one licence, for this application alone. It is not kept on this terminal.',
  licenceUse: 'Use the e-licence, no scan',
  licencePaper: 'Use the paper',
  noLicence: {
    none: 'We found no such e-licence of yours. Please use the paper.',
    expired: 'Your e-licence has expired. Please use the paper.',
    'not-confirmed': 'Your identity could not be confirmed, so please use the paper.',
    offline: 'There is no network for e-licences now. Please use the paper.',
    away: 'E-licences cannot be looked up now. The paper will do as well.',
    refused: 'The platform did not take the e-licence. Please use the paper.',
  },
  byLicence: 'E-licence, no paper needed',
};
