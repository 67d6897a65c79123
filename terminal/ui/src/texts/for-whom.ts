import type { Same } from './same.ts';

/** For whom a matter is done, and the card of the person acted for. */
export const forWhomZh = {
  forWhomTitle: '您为谁办这件事？',
  forWhomHint: '替别人办，要带上对方的身份证和授权委托书。',
  forWhom: { self: '为我自己办', other: '替别人办' },
  forWhomHints: {
    self: '用您自己的证件，填您自己的信息。',
    other: '先放您自己的证件，再放对方的证件；没带对方证件的，可以手工输入。',
  },
  /** On the head of the screen, between the two. */
  filesFor: (name: string) => `替 ${name} 办`,
  filedHow: '为谁办',
  filedForOther: '替别人办的',
  representedTitle: {
    waiting: '请放上对方的身份证',
    reading: '正在读卡，请不要移动身份证',
    removed: '身份证拿早了，请放回读卡区',
    unreadable: '没有读出来，请拿起来重新放平',
    expired: '对方的证件已经过期',
    unsupported: '这张证件不能在这里使用',
    'reader-offline': '这台终端暂时不能读身份证',
    'take-yours': '请先取走您自己的证件',
    'same-person': '这还是您自己的证件',
  },
  representedHint: {
    waiting: '您替谁办，就放谁的证件。平放不动，约 1 秒；读完后请先不要拿走。',
    reading: '马上就好。',
    removed: '还没有读完。放平后会自动继续，不用重新开始。',
    unreadable: '请取下卡套，平放在读卡区中间，会自动再读。',
    expired: '请对方先换领新证，或到窗口由工作人员协助办理。您没有提交任何内容。',
    unsupported: '请换对方的身份证、港澳台居民居住证或外国人永久居留身份证，或手工输入。',
    'reader-offline': '可以手工输入对方的姓名和号码，或到窗口办理。',
    'take-yours': '再把对方的证件放在下方的读卡区。您自己的已经读好了。',
    'same-person': '请换上对方的证件。为自己办的，请按“返回”重新选。',
  },
  typeInstead: '没带对方的证件',
};

export const forWhomEn: Same<typeof forWhomZh> = {
  forWhomTitle: 'For whom do you file this?',
  forWhomHint: "To file for another person, bring that person's ID card and a power of attorney.",
  forWhom: { self: 'For myself', other: 'For another person' },
  forWhomHints: {
    self: 'With your own card and your own details.',
    other: "First your own card, then the other person's. Without that card you can type who it is.",
  },
  filesFor: (name) => `for ${name}`,
  filedHow: 'For whom',
  filedForOther: 'For another person',
  representedTitle: {
    waiting: "Now the other person's ID card, please",
    reading: 'Reading the card, keep it still',
    removed: 'The card was lifted too early, please put it back',
    unreadable: 'We could not read it, lift the card and put it flat',
    expired: "That person's card has expired",
    unsupported: 'This card cannot be used here',
    'reader-offline': 'This terminal cannot read cards just now',
    'take-yours': 'Please take your own card first',
    'same-person': 'This is your own card again',
  },
  representedHint: {
    waiting: 'The card of the person you file for. Lay it flat for a second and leave it there.',
    reading: 'Nearly done.',
    removed: 'It was not read yet. It goes on by itself once the card lies flat.',
    unreadable: 'Take it out of its cover and lay it flat in the middle. It is read again by itself.',
    expired: 'It has to be renewed first, or ask our staff at the counter. Nothing was submitted.',
    unsupported:
      "Use that person's ID card, residence permit (Hong Kong, Macao, Taiwan) or permanent residence card, or type who it is.",
    'reader-offline': "You can type that person's name and number, or go to the counter.",
    'take-yours': "Then put the other person's card on the reader. Yours has been read.",
    'same-person': "Please put the other person's card there. If you file for yourself, go back.",
  },
  typeInstead: 'I do not have that card',
};
