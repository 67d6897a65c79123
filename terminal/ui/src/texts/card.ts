import type { Same } from './same.ts';

/** The card on the reader. */
export const cardZh = {
  cardTitle: {
    waiting: '请把身份证放在下方的读卡区',
    reading: '正在读卡，请不要移动身份证',
    removed: '身份证拿早了，请放回读卡区',
    unreadable: '没有读出来，请拿起来重新放平',
    expired: '这张证件已经过期',
    unsupported: '这张证件不能在这里使用',
    'reader-offline': '这台终端暂时不能读身份证',
  },
  cardHint: {
    waiting: '平放不动，约 1 秒。读完后请先不要拿走。港澳台居民居住证、外国人永久居留身份证也可以。',
    reading: '马上就好。',
    removed: '还没有读完。放平后会自动继续，不用重新开始。',
    unreadable: '请取下卡套，平放在读卡区中间，会自动再读。',
    expired: '请到窗口由工作人员协助办理，或先换领新证。您没有提交任何内容。',
    unsupported: '请换身份证、港澳台居民居住证或外国人永久居留身份证，或到窗口办理。',
    'reader-offline': '请换旁边的终端，或找工作人员到窗口办理。读卡器恢复后，这里会自动继续。',
  },
  cardForMine: '读卡后，为您列出用这张身份证提交过的办件。',
  cardForLicences: '读卡后，为您列出您的电子证照。',
  /** Beside the picture of the card. */
  cardCodeToo: '没带证件？把手机上的随申码对准扫码口。',
  cardCodeAway: '随申码现在用不了，请放身份证。',
  cardCodeOrSlot: '没带身份证？把手机上的随申码对准扫码口，或把社保卡插进卡槽。',
  cardSlotOnly: '没带身份证？把社保卡插进卡槽。',
  cardSlotAway: '社保卡现在用不了，请放身份证。',
  cardSlotTitle: {
    reading: '正在读社保卡，请不要拔出',
    checking: '正在核对社保卡',
    'not-confirmed': '社保卡没有核对上',
    unreadable: '社保卡没有读出来',
    unsupported: '这张卡不能在这里使用',
    'take-out': '核对好了，请取出社保卡',
  },
  cardSlotHint: {
    reading: '马上就好。',
    checking: '马上就好，请稍等。',
    'not-confirmed': '请取出社保卡，把身份证放在下方的读卡区，或到窗口办理。',
    unreadable: '请取出来，芯片朝上再插一次；也可以把身份证放在下方的读卡区。',
    unsupported: '请取出来，换成社保卡，或把身份证放在下方的读卡区。',
    'take-out': '取出后，马上开始填写。',
  },
  cardCodeTitle: { checking: '正在核对随申码', 'not-confirmed': '随申码没有核对上' },
  cardCodeHint: {
    checking: '马上就好，请稍等。',
    'not-confirmed': '可能已经过期。请在手机上刷新，再对准扫码口；也可以把身份证放在下方的读卡区。',
  },
};

export const cardEn: Same<typeof cardZh> = {
  cardTitle: {
    waiting: 'Put your ID card on the reader below',
    reading: 'Reading your card, keep it still',
    removed: 'The card was lifted too early, please put it back',
    unreadable: 'We could not read it, lift the card and put it flat',
    expired: 'This card has expired',
    unsupported: 'This card cannot be used here',
    'reader-offline': 'This terminal cannot read cards just now',
  },
  cardHint: {
    waiting:
      'Lay it flat for a second and leave it there. Residence permits (Hong Kong, Macao, Taiwan) and permanent residence cards will do too.',
    reading: 'Nearly done.',
    removed: 'It was not read yet. It goes on by itself once the card lies flat.',
    unreadable: 'Take it out of its cover and lay it flat in the middle. It is read again by itself.',
    expired: 'Please ask our staff at the counter, or renew it first. Nothing was submitted.',
    unsupported:
      'Use an ID card, a residence permit (Hong Kong, Macao, Taiwan) or a permanent residence card, or go to the counter.',
    'reader-offline':
      'Use the terminal next to this one or ask our staff. This screen goes on by itself when the reader is back.',
  },
  cardForMine: 'We then list what was submitted with this card.',
  cardForLicences: 'We then list your e-licences.',
  cardCodeToo: 'No card? Show the Suishen code on your phone to the scanner.',
  cardCodeAway: 'The Suishen code cannot be used just now. Please use your ID card.',
  cardCodeOrSlot:
    'No ID card? Show the Suishen code on your phone to the scanner, or put your social security card into the slot.',
  cardSlotOnly: 'No ID card? Put your social security card into the slot.',
  cardSlotAway: 'Social security cards cannot be used just now. Please use your ID card.',
  cardSlotTitle: {
    reading: 'Reading your social security card, leave it in',
    checking: 'Checking your social security card',
    'not-confirmed': 'The card was not confirmed',
    unreadable: 'We could not read the social security card',
    unsupported: 'This card cannot be used here',
    'take-out': 'Checked. Please take out the card',
  },
  cardSlotHint: {
    reading: 'Nearly done.',
    checking: 'Nearly done, one moment please.',
    'not-confirmed': 'Take the card out and put your ID card on the reader below, or go to the counter.',
    unreadable: 'Take it out and put it in again with the chip up, or put your ID card on the reader below.',
    unsupported: 'Take it out. Use a social security card, or put your ID card on the reader below.',
    'take-out': 'The form begins when you have taken it.',
  },
  cardCodeTitle: { checking: 'Checking your Suishen code', 'not-confirmed': 'The code was not confirmed' },
  cardCodeHint: {
    checking: 'Nearly done, one moment please.',
    'not-confirmed':
      'It may have expired. Refresh it on your phone and show it again, or put your ID card on the reader below.',
  },
};
