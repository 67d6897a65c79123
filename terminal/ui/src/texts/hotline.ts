import type { HotlineKind, HotlineOn, HotlineTicket, HotlineTopic, SlipState } from '@tongban/contract';
import { plural } from './plural.ts';
import type { Same } from './same.ts';

/** 12345 at the terminal. */
export const hotlineZh = {
  hotline: '12345 咨询投诉',
  hotlineTitle: '您想跟 12345 说什么？',
  hotlineHint: '不用刷证，不用登录，网络断了也可以。急事请直接拨打 12345。',
  hotlineHintForm: '您填的表还在，说完就回去接着填。',
  hotlineKinds: { question: '咨询', suggestion: '建议', complaint: '投诉' } satisfies Record<
    HotlineKind,
    string
  >,
  hotlineKindHints: {
    question: '有事情想问清楚',
    suggestion: '有个想法，希望改进',
    complaint: '有件事不满意',
  } satisfies Record<HotlineKind, string>,
  hotlineLookup: '查答复',
  hotlineLookupHint: '以前留过言，有查询码',
  hotlineClose: '回到刚才的地方',
  hotlineCloseForm: '回去接着填',

  hotlineFaqTitle: '您要问的在里面吗？',
  hotlineFaqHint: '这是大家常问的，点一下看答案。',
  hotlineAskOwn: '都不是，我自己问',
  hotlineAnswerHint: '这个答案由统一总客服提供。',
  hotlineStillAsk: '还要再问',
  hotlineClear: '明白了，回去',

  hotlineTopicTitle: '是关于什么的？',
  hotlineTopicHint: '点最接近的一项，送到该管的地方。',
  hotlineTopics: {
    policy: '政策和手续',
    service: '窗口和服务',
    terminal: '这台自助终端',
    other: '别的事',
  } satisfies Record<HotlineTopic, string>,
  hotlineOwn: (applyNo: string) => `我的办件 ${applyNo}`,

  hotlineWordsTitle: {
    question: '您想问什么？',
    suggestion: '您有什么建议？',
    complaint: '您要投诉什么事？',
  } satisfies Record<HotlineKind, string>,
  hotlineWordsHint: '一两句话就行，请不要写身份证号码。',
  hotlineWordsAbout: (applyNo: string) => `关于办件 ${applyNo}，会一起告诉 12345。`,
  hotlineWords: '您的话',
  hotlineWordsLeft: (count: number) => `还可以写 ${count} 个字`,
  hotlineWordsMissing: '请先写几个字',
  hotlineNext: '写好了，下一步',

  hotlinePhoneTitle: '要给您回电话吗？',
  hotlinePhoneHint: '可以不留电话，凭查询码一样能看到答复。',
  hotlinePhone: '回电的手机号码',
  hotlineConsent:
    '手机号码由上海市 12345 热线收下，只用来就这件事给您回电话。号码加密后送出，本机看不到。想撤回，随时拨打 12345。',
  hotlineConsentHow: '按“同意，送出”，就是同意这样使用您的号码。',
  hotlineSendAgreed: '同意，送出',
  hotlineSendNoPhone: '不留电话，送出',

  hotlineSending: '正在送出，请稍等',
  hotlineSendingHint: '一般几秒钟。网络不通时会先收好，不会丢失。',
  hotlineLooking: '正在查，请稍等',
  hotlineLookingHint: '一般几秒钟。',

  hotlineFailed: '这台终端暂时收不了留言',
  hotlineFailedHint: '保存时出了问题，没有送出去。可以再试一次，或直接拨打 12345。',
  hotlineFailedSafe: '您写的话还在，没有送出半份。',
  hotlineTryAgain: '再试一次',

  hotlineSent: {
    received: '12345 已经收到',
    answered: '12345 已经收到',
    waiting: '您的话已经收好',
    refused: '这条留言没有送成',
  } satisfies Record<HotlineTicket['state'], string>,
  hotlineSentHint: {
    received: '凭下面的查询码看答复，到任一终端都可以查。',
    answered: '凭下面的查询码看答复，到任一终端都可以查。',
    waiting: '现在送不出去，留言已加密保存在本机，恢复后自动送交，不用重来，查询码一直有效。',
    refused: '请直接拨打 12345，或找工作人员帮忙。',
  } satisfies Record<HotlineTicket['state'], string>,
  hotlineCode: '查询码',
  hotlineTicketNo: '工单号',
  hotlineCallBack: '回电',
  hotlineNoCallBack: '没有留电话，请凭查询码看答复',
  hotlineKeep: '怎么记住',
  hotlineKeepWords: '用手机拍下来，或打一张凭条',
  hotlineSlip: {
    printing: '正在打印，请稍等',
    printed: '凭条已打好，在出纸口',
    failed: '凭条没有打出来，请用手机拍下查询码',
    unknown: '请看出纸口；没有的话可以再打一次',
    'not-wanted': '没有打印',
  } satisfies Record<SlipState, string>,
  hotlinePrint: '打一张凭条',
  hotlineKept: '记住了，回去',

  hotlineLookupTitle: '请输入查询码',
  hotlineLookupCodeHint: '在凭条上，一共 12 位，没有数字 0 和 1，也没有字母 O 和 I。',
  hotlineLookupMissing: (count: number) => `还差 ${count} 位`,
  hotlineLookUp: '查答复',
  hotlineProblem: {
    unknown: '没有找到这个查询码，请对着凭条逐位核对。',
    offline: '现在网络不通，查不了。请过一会儿再来，或拨打 12345。',
    'module-down': '12345 的系统没有回应。请过一会儿再来，或拨打 12345。',
  } satisfies Record<NonNullable<HotlineOn<'lookup'>['problem']>, string>,

  hotlineState: {
    received: '12345 收到了，正在处理',
    answered: '12345 答复您了',
    waiting: '还在本机，等待送交',
    refused: '这条留言没有送成',
  } satisfies Record<HotlineTicket['state'], string>,
  hotlineStateHint: {
    received: '还没有答复，请过几天再来看看。',
    answered: '对答复不满意，可以再留言，或拨打 12345。',
    waiting: '恢复后自动送交，不用重来，查询码一直有效。',
    refused: '请直接拨打 12345，或找工作人员帮忙。',
  } satisfies Record<HotlineTicket['state'], string>,
  hotlineAnother: '再查一个',
  hotlineSeen: '看好了，回去',
};

export const hotlineEn: Same<typeof hotlineZh> = {
  hotline: 'Tell 12345',
  hotlineTitle: 'What do you have for 12345?',
  hotlineHint: 'No card, no log-in, and without a network too. If it is urgent, please call 12345.',
  hotlineHintForm: 'Your form stays as it is; you go back to it afterwards.',
  hotlineKinds: { question: 'A question', suggestion: 'A suggestion', complaint: 'A complaint' },
  hotlineKindHints: {
    question: 'I want to know something',
    suggestion: 'I have an idea',
    complaint: 'Something was not right',
  },
  hotlineLookup: 'See an answer',
  hotlineLookupHint: 'I have a lookup code',
  hotlineClose: 'Back to where I was',
  hotlineCloseForm: 'Back to my form',

  hotlineFaqTitle: 'Is it one of these?',
  hotlineFaqHint: 'People often ask this. Touch a question to see the answer.',
  hotlineAskOwn: 'None of these, I ask myself',
  hotlineAnswerHint: 'This is the answer of the customer service.',
  hotlineStillAsk: 'Ask more',
  hotlineClear: 'I see, go back',

  hotlineTopicTitle: 'What is it about?',
  hotlineTopicHint: 'Touch what comes nearest.',
  hotlineTopics: {
    policy: 'Rules and procedures',
    service: 'Counters and service',
    terminal: 'This terminal',
    other: 'Something else',
  },
  hotlineOwn: (applyNo) => `My application ${applyNo}`,

  hotlineWordsTitle: {
    question: 'What do you want to know?',
    suggestion: 'What do you suggest?',
    complaint: 'What was not right?',
  },
  hotlineWordsHint: 'One or two sentences will do. Please leave out ID numbers.',
  hotlineWordsAbout: (applyNo) => `About application ${applyNo}; 12345 is told so.`,
  hotlineWords: 'Your words',
  hotlineWordsLeft: (count) => `${plural(count, 'character')} left`,
  hotlineWordsMissing: 'Write a few words first',
  hotlineNext: 'Done, next',

  hotlinePhoneTitle: 'Shall we call you back?',
  hotlinePhoneHint: 'You need not leave a number: the lookup code shows you the answer too.',
  hotlinePhone: 'Mobile number',
  hotlineConsent:
    'The 12345 hotline of Shanghai receives the number, only to call you about this. It is sent encrypted; this terminal cannot read it. To withdraw it, call 12345.',
  hotlineConsentHow: 'With "I agree, send" you agree to this use of your number.',
  hotlineSendAgreed: 'I agree, send',
  hotlineSendNoPhone: 'Send without a number',

  hotlineSending: 'Sending, one moment',
  hotlineSendingHint: 'A few seconds as a rule. Without a network it is kept safe.',
  hotlineLooking: 'Looking, one moment',
  hotlineLookingHint: 'A few seconds as a rule.',

  hotlineFailed: 'This terminal cannot take it now',
  hotlineFailedHint: 'It could not be saved, so it was not sent. Try again, or call 12345.',
  hotlineFailedSafe: 'What you wrote is still here. No half message was sent.',
  hotlineTryAgain: 'Try again',

  hotlineSent: {
    received: '12345 has received it',
    answered: '12345 has received it',
    waiting: 'Your message is kept safe',
    refused: 'The message was not delivered',
  },
  hotlineSentHint: {
    received: 'See the answer with this code, at any terminal.',
    answered: 'See the answer with this code, at any terminal.',
    waiting:
      'It cannot be sent now. It is kept here encrypted and sent by itself later; the code stays the same.',
    refused: 'Please call 12345 or ask our staff.',
  },
  hotlineCode: 'Lookup code',
  hotlineTicketNo: 'Ticket',
  hotlineCallBack: 'Call back',
  hotlineNoCallBack: 'No number left; see the answer with the code',
  hotlineKeep: 'To keep it',
  hotlineKeepWords: 'Take a photo of it, or print a slip',
  hotlineSlip: {
    printing: 'Printing, one moment',
    printed: 'Printed, in the slot below',
    failed: 'Not printed. Please take a photo of the code',
    unknown: 'Look at the slot; print again if there is none',
    'not-wanted': 'Not printed',
  },
  hotlinePrint: 'Print a slip',
  hotlineKept: 'Kept, go back',

  hotlineLookupTitle: 'Your lookup code',
  hotlineLookupCodeHint: 'It is on your slip: 12 letters and digits, never 0, 1, O or I.',
  hotlineLookupMissing: (count) => `${count} to go`,
  hotlineLookUp: 'See the answer',
  hotlineProblem: {
    unknown: 'There is no such code. Please compare it with the slip.',
    offline: 'There is no network now. Come again later, or call 12345.',
    'module-down': '12345 does not respond now. Come again later, or call 12345.',
  },

  hotlineState: {
    received: '12345 is working on it',
    answered: '12345 has answered you',
    waiting: 'Kept here, to be sent',
    refused: 'The message was not delivered',
  },
  hotlineStateHint: {
    received: 'There is no answer yet. Please look again in a few days.',
    answered: 'If you are not satisfied, write again or call 12345.',
    waiting: 'It is sent by itself later; the code stays the same.',
    refused: 'Please call 12345 or ask our staff.',
  },
  hotlineAnother: 'Another code',
  hotlineSeen: 'I have seen it, go back',
};
