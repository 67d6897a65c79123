import type { AskedAgain, CorrectionKind, CorrectionMark } from '@tongban/contract';
import { plural } from './plural.ts';
import type { Same } from './same.ts';

/** What was filled in, before it is submitted. */
export const reviewZh = {
  askedAgain: {
    named: '这一项需要更正。',
    'rest-of-form': '提交过的内容只有平台能打开，这一项请再填一遍。',
    'once-more': '请按现在的情况再确认一次。',
  } satisfies Record<Exclude<AskedAgain['why'], 'by-citizen'>, string>,
  reviewCorrection: {
    supplement: '请核对补正的内容',
    return: '请核对更正的内容',
    refused: '请核对更正的内容',
    'matter-changed': '请核对更正的内容',
  } satisfies Record<CorrectionKind, string>,
  correctionMark: { asked: '要更正，还没有改', given: '已重新提供', changed: '已更正' } satisfies Record<
    CorrectionMark,
    string
  >,
  kept: '沿用之前交的',
  pagesGiven: (pages: number) => `已收好 ${pages} 页`,
  signed: '已签名',
  confirmedByKey: '已按键确认，代替签名',
  reviewTitle: '请核对，没有问题就提交',
  reviewHint: '按住“按住查看”可以看到完整号码，松手就遮住。',
  reviewHintPlain: '有不对的地方，点“修改”。',
  fromCard: '证件信息',
  hold: '按住查看',
  change: '修改',
  reviewMaterials: '一起提交的材料',
  reviewLimit: '多久有结果',
  submit: '提交，打印凭条',
  submitWithoutSlip: '提交，不打印',
};

export const reviewEn: Same<typeof reviewZh> = {
  askedAgain: {
    named: 'This has to be corrected.',
    'rest-of-form': 'Only the platform can open what you submitted. Please fill this in again.',
    'once-more': 'Please confirm this once more as things are now.',
  },
  reviewCorrection: {
    supplement: 'Check what you add',
    return: 'Check your correction',
    refused: 'Check your correction',
    'matter-changed': 'Check your correction',
  },
  correctionMark: { asked: 'Not corrected yet', given: 'Given anew', changed: 'Corrected' },
  kept: 'As you gave it before',
  pagesGiven: (pages) => `${plural(pages, 'page')} taken`,
  signed: 'Signed',
  confirmedByKey: 'Confirmed with a button',
  reviewTitle: 'Check, then submit',
  reviewHint: 'Press and hold "Hold to see" for the full number.',
  reviewHintPlain: 'Touch "Change" where something is wrong.',
  fromCard: 'From your ID',
  hold: 'Hold to see',
  change: 'Change',
  reviewMaterials: 'Submitted with it',
  reviewLimit: 'How long it takes',
  submit: 'Submit and print a slip',
  submitWithoutSlip: 'Submit, no paper',
};
