import type { SubmissionNeed, SubmissionRow } from '@tongban/contract';
import { plural } from './plural.ts';
import type { Same } from './same.ts';

/** What a card has submitted. */
export const mineZh = {
  mineTitle: '您在本终端的办件',
  mineHint: (count: number) => `共 ${count} 件，最近的排在前面。`,
  mineNone: '没有找到用这张身份证提交的办件',
  mineNoneHint: '这里只列出在自助终端提交的申请。其他办件请在随申办查看，或拨打 12345。',
  mineNotFindable: '这张身份证不能用来查办件',
  mineNotFindableHint: '请凭凭条上的编号拨打 12345，或找工作人员查询。已经提交的申请不受影响。',
  state: {
    held: '已收好，等待送交',
    accepted: '已受理',
    finished: '已办结',
    'needs-citizen': '需要您补充',
    correcting: '更正正在送交',
    'with-staff': '请找工作人员',
    rejected: '未受理',
  },
  waitsFor: {
    'matter-suspended': '这个事项暂停办理，恢复后自动送交，不用重来。',
    'unit-cut-off': '办理单位的系统暂时停用，恢复后自动送交，不用重来。',
    platform: '正在送交，平台收到后会给出办件编号。',
  } satisfies Record<Exclude<NonNullable<SubmissionRow['waitsFor']>, 'network'>, string>,
  mineAsks: (count: number) => `有 ${count} 件需要您补充，请看黄色的提示。`,
  needTitle: {
    supplement: '需要补正材料',
    return: '办件被退回，需要更正',
    refused: '有内容没有通过检查',
    'matter-changed': '事项的要求有变化',
    'matter-ended': '这个事项已经取消',
  } satisfies Record<SubmissionNeed['kind'], string>,
  needWhole: '整份申请需要重新核对。',
  needDue: (date: string) => `最晚 ${date}提交`,
  needRefill: '提交过的内容只有平台能打开，更正时要把表格再填一遍，约几分钟。',
  needCounter: '这台终端现在不能更正，请到窗口办理。',
  correct: { supplement: '现在补正', other: '现在更正' },
  preReview: '预审结果',
  preReviewResult: { rectify: '需要整改', passed: '预审通过', refused: '不予受理' } satisfies Record<
    NonNullable<SubmissionRow['preReview']>,
    string
  >,
  captured: '提交时间',
  limitDay: '最晚答复',
  opinion: '受理意见',
  nextStep: '接下来',

  againTitle: '这件事您已经提交过了',
  againHint: '不用重复办理。要看进展，请看下面。',
  again: '还要再办一件',

  againAsksTitle: '您提交过这件事，还差一步',
  againAsksHint: '不用重新办理，按下面的提示更正就行。',
};

export const mineEn: Same<typeof mineZh> = {
  mineTitle: 'Your applications here',
  mineHint: (count) => `${plural(count, 'application')}, newest first.`,
  mineNone: 'Nothing was submitted with this card',
  mineNoneHint:
    'Only what was submitted at terminals is listed here. See Suishenban for the rest, or call 12345.',
  mineNotFindable: 'This card cannot be used to look up',
  mineNotFindableHint:
    'Call 12345 with the number on your slip or ask our staff. What you submitted is not affected.',
  state: {
    held: 'Kept safe, to be sent',
    accepted: 'Accepted',
    finished: 'Finished',
    'needs-citizen': 'We need more from you',
    correcting: 'Correction on its way',
    'with-staff': 'Please see our staff',
    rejected: 'Not accepted',
  },
  waitsFor: {
    'matter-suspended': 'This service is paused; yours is sent by itself when it resumes.',
    'unit-cut-off': 'The office is not connected now; yours is sent by itself when it is back.',
    platform: 'On its way; the platform gives it an application number.',
  },
  mineAsks: (count) =>
    count === 1
      ? 'One needs something more from you: see the yellow note.'
      : `${count} need something more from you: see the yellow notes.`,
  needTitle: {
    supplement: 'Something is to be added',
    return: 'Returned for correction',
    refused: 'Something did not pass the check',
    'matter-changed': 'What is required has changed',
    'matter-ended': 'This service exists no more',
  },
  needWhole: 'The whole application has to be checked again.',
  needDue: (date) => `Please submit by ${date}`,
  needRefill:
    'Only the platform can open what you submitted, so the form is filled in again. It takes a few minutes.',
  needCounter: 'This cannot be corrected at this terminal now; please go to the counter.',
  correct: { supplement: 'Add it now', other: 'Correct it now' },
  preReview: 'Pre-review',
  preReviewResult: { rectify: 'To be corrected', passed: 'Passed', refused: 'Not accepted' },
  captured: 'Submitted',
  limitDay: 'Answer by',
  opinion: 'Opinion',
  nextStep: 'What comes next',

  againTitle: 'You submitted this already',
  againHint: 'No need to do it twice. This is how it stands.',
  again: 'Submit another one',

  againAsksTitle: 'You submitted this; one step is left',
  againAsksHint: 'No need to start again: correct what is named below.',
};
