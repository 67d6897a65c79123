import type { Same } from './same.ts';

/** 好差评. */
export const ratingZh = {
  rate: '评价',
  rated: '谢谢您的评价',
  ratingTitle: '这次办得怎么样？',
  ratingHint: '点一下就好。您的评价会送到统一受理平台，用来改进服务，不影响办件。',
  ratingStars: { 5: '非常满意', 4: '满意', 3: '基本满意', 2: '不满意', 1: '非常不满意' },
  ratingWhyTitle: '哪里没有做好？',
  ratingWhyHint: '可以选几项，也可以不选。',
  ratingReasons: {
    'hard-to-understand': '看不明白',
    'took-too-long': '花的时间太长',
    'asked-too-much': '要填、要交的太多',
    'device-trouble': '机器出了毛病',
    'hard-to-reach-or-read': '够不着或看不清',
    'nobody-helped': '找不到人帮忙',
  },
  ratingSend: '评好了',
  ratingSkip: '不评了',
} as const;

export const ratingEn: Same<typeof ratingZh> = {
  rate: 'Rate it',
  rated: 'Thank you for rating',
  ratingTitle: 'How was it?',
  ratingHint:
    'One touch is enough. Your rating goes to the platform to make the service better; it does not affect your application.',
  ratingStars: {
    5: 'Very satisfied',
    4: 'Satisfied',
    3: 'Fairly satisfied',
    2: 'Dissatisfied',
    1: 'Very dissatisfied',
  },
  ratingWhyTitle: 'What was not good?',
  ratingWhyHint: 'Choose some, or none.',
  ratingReasons: {
    'hard-to-understand': 'Hard to understand',
    'took-too-long': 'Took too long',
    'asked-too-much': 'Too much to fill in or hand in',
    'device-trouble': 'The machine had a fault',
    'hard-to-reach-or-read': 'Hard to reach or to read',
    'nobody-helped': 'Nobody to help',
  },
  ratingSend: 'Send my rating',
  ratingSkip: 'No rating',
};
