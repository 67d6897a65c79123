import type { SlipState } from '@tongban/contract';
import type { Same } from './same.ts';

/** Practice: the band of every screen, the greeting, the example card, and the end. */
export const practiceZh = {
  practiceBand: '练习，不会提交',
  practiceTitle: '练习模式',
  practiceLeave: '要办事，请先按“结束练习”。',
  practiceKept: '现在填的都不会提交，也不会留下。',
  practiceStart: '轻触，开始练习',
  practiceOff: '结束练习',

  useExample: '用示例身份证',
  cardForPractice: '不用真的身份证，放上去的也不会用。',

  practiceDone: '练习做完了',
  practiceDoneHint: '什么也没有提交，刚才填的内容也不会留下。',
  practiceFigure: '练习',
  practiceNumber: '真的办理时，这里是办件编号',
  practiceFor: '要真的办',
  practiceForWords: '先退出，在首页按“结束练习”，再带身份证重新办。',
  practiceSlip: '凭条',
  practiceSlipState: {
    printing: '正在打印练习纸条…',
    printed: '练习纸条打好了，不能作证明',
    failed: '练习纸条没有打出来',
    unknown: '不确定练习纸条有没有打好',
    'not-wanted': '没有打印',
  } satisfies Record<SlipState, string>,
  practicePrint: '打一张练习纸条',
  practiceFinish: '练完了，退出',
  practiceEnd: '这次练习结束了',
};

export const practiceEn: Same<typeof practiceZh> = {
  practiceBand: 'Practice, nothing is sent',
  practiceTitle: 'Practice',
  practiceLeave: 'To apply for something, press "End practice" first.',
  practiceKept: 'What is entered now is neither sent nor kept.',
  practiceStart: 'Touch to practise',
  practiceOff: 'End practice',

  useExample: 'Use the example card',
  cardForPractice: 'No real card is needed; one that is put there is not used.',

  practiceDone: 'You have finished practising',
  practiceDoneHint: 'Nothing was sent, and nothing of what you entered is kept.',
  practiceFigure: 'Practice',
  practiceNumber: 'When you apply, your acceptance number stands here',
  practiceFor: 'To apply',
  practiceForWords: 'Leave, press "End practice" on the first screen, and begin again with your ID card.',
  practiceSlip: 'Slip',
  practiceSlipState: {
    printing: 'The practice slip is being printed…',
    printed: 'The practice slip is printed; it proves nothing',
    failed: 'The practice slip was not printed',
    unknown: 'The practice slip may not have been printed',
    'not-wanted': 'Not printed',
  },
  practicePrint: 'Print a practice slip',
  practiceFinish: 'Done, leave',
  practiceEnd: 'This practice is over',
};
