import type { CardKind, GuideView } from '@tongban/contract';
import type { Same } from './same.ts';

/** The guide of a matter. */
export const guideZh = {
  guideWho: '谁可以办',
  guideBring: '要带什么',
  guideCards: (names: string) => `这里可以刷：${names}`,
  cardNames: {
    citizen: '居民身份证',
    'hk-mo-tw-permit': '港澳台居民居住证',
    'foreigner-2017': '外国人永久居留身份证（2017 版）',
    'foreigner-2023': '外国人永久居留身份证（五星卡）',
  } satisfies Record<CardKind, string>,
  guideLimit: '多久有结果',
  guideFee: '收费',
  guideResult: '办成以后',
  guideBasis: '办理依据',
  guideVersion: (version: string) => `办事指南 ${version} 版，与网上办理相同`,
  guideGo: '看好了，刷身份证',
  guideNotHere: '这台终端现在办不了',
  cannotHere: {
    'papers-cannot-be-taken':
      '这件事要交纸质材料，这台终端的高拍仪和扫描仪现在都没有连上。请换旁边的终端，或到窗口办理。',
    'identity-cannot-be-confirmed': '这件事要先联网核验身份，现在核验不了。请稍后再来，或到窗口办理。',
    'enterprise-cannot-be-confirmed':
      '这件事要先联网核对企业和经办资格，现在核对不了。请稍后再来，或到窗口办理。',
    'cannot-be-paid': '这件事要缴费，这台终端不能缴费。请换别的终端，或到窗口办理。',
    'result-cannot-be-printed': '这件事要当场打印盖章的文书，这台终端打不了。请换别的终端，或到窗口办理。',
    'permit-card-cannot-be-written': '这件事要改写居住证卡片，这台终端没有读写设备。请带上居住证到窗口办理。',
    'terminal-closed': '本机暂停服务。请换旁边的终端，或到窗口办理。',
  } satisfies Record<NonNullable<GuideView['cannotHere']>, string>,
  back: '返回',
};

export const guideEn: Same<typeof guideZh> = {
  guideWho: 'Who can apply',
  guideBring: 'What you need',
  guideCards: (names) => `Cards that work here: ${names}`,
  cardNames: {
    citizen: 'resident ID card',
    'hk-mo-tw-permit': 'residence permit for Hong Kong, Macao and Taiwan residents',
    'foreigner-2017': 'foreign permanent resident ID card of 2017',
    'foreigner-2023': 'foreign permanent resident ID card (five stars)',
  },
  guideLimit: 'How long it takes',
  guideFee: 'Fee',
  guideResult: 'What you get',
  guideBasis: 'Legal basis',
  guideVersion: (version) => `Guide ${version}, the same as online`,
  guideGo: 'Go on with my ID card',
  guideNotHere: 'Not at this terminal now',
  cannotHere: {
    'papers-cannot-be-taken':
      'Papers are needed for this, and neither camera nor scanner of this terminal is connected. Use the next terminal or go to the counter.',
    'identity-cannot-be-confirmed':
      'Your identity has to be confirmed online first, which is not possible now. Come back later or go to the counter.',
    'enterprise-cannot-be-confirmed':
      'The enterprise, and that you may act for it, have to be confirmed online first, which is not possible now. Come back later or go to the counter.',
    'cannot-be-paid':
      'There is a fee, which cannot be paid at this terminal. Use another terminal or go to the counter.',
    'result-cannot-be-printed':
      'The sealed document cannot be printed at this terminal. Use another terminal or go to the counter.',
    'permit-card-cannot-be-written':
      'The permit card has to be rewritten, and this terminal has no device for that. Take the card to the counter.',
    'terminal-closed': 'This terminal is out of service. Use the next terminal or go to the counter.',
  },
  back: 'Back',
};
