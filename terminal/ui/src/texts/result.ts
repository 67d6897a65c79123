import type { SealedResultProblem } from '@tongban/contract';
import type { Same } from './same.ts';

const copiesEn = (copies: number) => (copies === 1 ? '1 copy' : `${copies} copies`);

/** The sealed result of a finished submission, on the A4 printer. */
export const resultZh = {
  result: '打印办理结果',
  resultTitle: '办理结果打几份？',
  resultHint: '纸上有电子印章和验证码，和窗口给的一样有效。',
  resultCopies: (copies: number) => `${copies} 份`,
  resultPrint: (copies: number) => `打印 ${copies} 份`,
  resultPrinting: '正在打印办理结果',
  resultPrintingHint: '请在旁边等一等，打好了一起拿走。',
  resultPrinted: (copies: number) => `打好了，请取走 ${copies} 份`,
  resultPrintedHint: '在打印机的出纸口，是 A4 纸。请不要落下。',
  resultVerify: '验证码',
  resultTaken: '取好了',
  resultAgain: '再打印一次',
  resultProblem: {
    'paper-out': 'A4 打印机没有纸了',
    'printer-attention': 'A4 打印机需要检查一下',
    'printer-offline': 'A4 打印机没有连上',
    look: '请看一下打印机的出纸口',
    offline: '网络不通，办理结果打不了',
    away: '盖章的系统现在没有回应',
    'not-ready': '办理结果还没有盖好章',
  } satisfies Record<SealedResultProblem, string>,
  resultProblemHint: {
    'paper-out': '请找工作人员加纸，加好后再打印一次。',
    'printer-attention': '请找工作人员看一下，好了再打印一次。',
    'printer-offline': '可以再试一次，或找工作人员看一下。',
    look: '办理结果可能已经打好了。没有的话，请找工作人员。',
    offline: '网络恢复后再来打印，在“我的办件”里。',
    away: '可以再试一次，或过一会儿在“我的办件”里打印。',
    'not-ready': '请过一会儿再来，在“我的办件”里打印。',
  } satisfies Record<SealedResultProblem, string>,
  resultSafe: '事情已经办好，没有打出来也不影响。',
};

export const resultEn: Same<typeof resultZh> = {
  result: 'Print the result',
  resultTitle: 'How many copies?',
  resultHint: 'It bears an electronic seal and a verify code, and counts like that of the counter.',
  resultCopies: (copies) => copiesEn(copies),
  resultPrint: (copies) => `Print ${copiesEn(copies)}`,
  resultPrinting: 'Printing the result',
  resultPrintingHint: 'Please wait here and take it all with you.',
  resultPrinted: (copies) => `Done, take ${copiesEn(copies)}`,
  resultPrintedHint: 'In the tray of the printer, on A4 paper. Please leave none behind.',
  resultVerify: 'Verify code',
  resultTaken: 'I have it',
  resultAgain: 'Print once more',
  resultProblem: {
    'paper-out': 'The A4 printer is out of paper',
    'printer-attention': 'The A4 printer needs a look',
    'printer-offline': 'The A4 printer is not connected',
    look: 'Look at the tray of the printer',
    offline: 'No network, so no printing',
    away: 'The sealing system does not answer',
    'not-ready': 'The result is not sealed yet',
  },
  resultProblemHint: {
    'paper-out': 'Ask our staff for paper, then print once more.',
    'printer-attention': 'Ask our staff to look at it, then print once more.',
    'printer-offline': 'Try once more, or ask our staff.',
    look: 'Your result may be there already. If not, ask our staff.',
    offline: 'Print it later, from "My applications".',
    away: 'Try once more, or print it later from "My applications".',
    'not-ready': 'Come back in a while and print it from "My applications".',
  },
  resultSafe: 'Your matter is finished, with or without the paper.',
};
