import type { EnterpriseView } from '@tongban/contract';
import type { Same } from './same.ts';

/** A matter that is done for an enterprise. */
export const enterpriseZh = {
  /** Beside how long it takes. */
  forEnterprise: '企业办事',
  filedForEnterprise: '替企业办的',
  enterpriseLooking: '正在核对企业',
  enterpriseLookingHint: '同时核对您能不能替它办，几秒就好。',
  enterpriseTitle: '您替这家企业办，对吗？',
  enterpriseHint: '请对着营业执照看一看。',
  enterpriseLegal: '法定代表人',
  enterpriseYou: '您的身份',
  enterpriseActsAs: { 'legal-representative': '法定代表人', authorised: '授权经办人' },
  enterpriseRight: '对，往下办',
  enterpriseOther: '不是这家',
  enterpriseClosed: {
    'no-such-enterprise': '没有查到这家企业',
    'does-not-act': '您现在不能替这家企业办',
    'not-confirmed': '您的身份没有核验通过',
    offline: '现在没有网络，核对不了企业',
    away: '现在核对不了企业',
  } satisfies Record<NonNullable<EnterpriseView['closed']>, string>,
  enterpriseWhy: {
    'no-such-enterprise': '请对着营业执照再输一遍代码。还是查不到的，请到窗口核对。您没有提交任何内容。',
    'does-not-act':
      '请让法定代表人来办；或者先请企业在“一网通办”的企业账户里给您授权，再来这里办。您没有提交任何内容。',
    'not-confirmed': '企业的事要先核验经办人的身份。请到窗口办理，工作人员会帮您。您没有提交任何内容。',
    offline: '请过一会儿再试，或到窗口办理。您没有提交任何内容。',
    away: '请过一会儿再试，或到窗口办理。您没有提交任何内容。',
  } satisfies Record<NonNullable<EnterpriseView['closed']>, string>,
  enterpriseAgain: '再核对一次',
  enterpriseRetype: '重新输入',
};

export const enterpriseEn: Same<typeof enterpriseZh> = {
  forEnterprise: 'For enterprises',
  filedForEnterprise: 'For an enterprise',
  enterpriseLooking: 'Looking up the enterprise',
  enterpriseLookingHint: 'And whether you may act for it. A few seconds.',
  enterpriseTitle: 'Is this the enterprise you file for?',
  enterpriseHint: 'Please compare it with the business licence.',
  enterpriseLegal: 'Legal representative',
  enterpriseYou: 'You file as',
  enterpriseActsAs: {
    'legal-representative': 'its legal representative',
    authorised: 'authorised by it',
  },
  enterpriseRight: 'Yes, go on',
  enterpriseOther: 'Another one',
  enterpriseClosed: {
    'no-such-enterprise': 'We could not find this enterprise',
    'does-not-act': 'You may not act for this enterprise now',
    'not-confirmed': 'Your identity could not be confirmed',
    offline: 'No network to look up the enterprise',
    away: 'We cannot look up the enterprise now',
  },
  enterpriseWhy: {
    'no-such-enterprise':
      'Please type the code again as it stands on the business licence. If that does not help, ask at the counter. Nothing was submitted.',
    'does-not-act':
      'Its legal representative can file; or the enterprise authorises you in its online account first, and you come back then. Nothing was submitted.',
    'not-confirmed':
      'The identity of who files for an enterprise has to be confirmed first. Our staff at the counter will help you. Nothing was submitted.',
    offline: 'Please try again later or go to the counter. Nothing was submitted.',
    away: 'Please try again later or go to the counter. Nothing was submitted.',
  },
  enterpriseAgain: 'Look it up again',
  enterpriseRetype: 'Type it again',
};
