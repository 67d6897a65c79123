import type { z } from 'zod';
import type { localText } from '../contract/common.ts';

type Words = z.infer<typeof localText>;

export interface FaqEntry {
  readonly id: string;
  readonly question: Words;
  readonly answer: Words;
}

/** 12345, Shanghai's hotline: all day, every day. */
export const HOTLINE_PHONE = '12345';

/** What a terminal answers that has never reached the customer service. */
export const shippedFaq: readonly FaqEntry[] = [
  {
    id: 'holding-slip',
    question: { zh: '暂存凭证是什么？', en: 'What is a holding slip?' },
    answer: {
      zh: '网络不通时，您填的内容已加密存好，网络恢复后自动提交。受理期限自平台收到之日起算。凭身份证可在本机查询。',
      en: 'While the network is away, what you entered is kept encrypted and sent by itself later. The limit counts from the day the platform receives it. Your ID card shows it at this terminal.',
    },
  },
  {
    id: 'progress',
    question: { zh: '怎么查办理进度？', en: 'How do I follow my application?' },
    answer: {
      zh: '在本机刷身份证，点“我的办件”；也可以在“随申办”查看，或拨打 12345。',
      en: 'Put your ID card on the reader and open “My applications”, use the Suishenban app, or call 12345.',
    },
  },
  {
    id: 'correction',
    question: { zh: '填错了怎么办？', en: 'I made a mistake. What now?' },
    answer: {
      zh: '提交前可以返回修改。提交后如需补正，本机会在“我的办件”中提示；也可以到窗口办理。',
      en: 'Before you submit you can go back. Afterwards “My applications” tells you when something must be corrected; the counter helps as well.',
    },
  },
];
