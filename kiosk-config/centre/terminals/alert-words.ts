import type { Alert, AlertKind } from '../contract/index.ts';

type Words = Alert['words'];

interface Meaning {
  readonly severity: Alert['severity'];
  /** `subject` is the device's name in words where the alert is about one. */
  readonly words: (device: Words) => Words;
  readonly next: Words;
}

/** What each alert says to the people who look after terminals, and what they do. */
export const alertMeanings: Readonly<Record<AlertKind, Meaning>> = {
  'paper-low': {
    severity: 'notice',
    words: ({ zh, en }) => ({ zh: `${zh}快没纸了`, en: `The ${en} is low on paper` }),
    next: {
      zh: '今天之内带纸去更换，办件不受影响。',
      en: 'Bring paper today; citizens can go on meanwhile.',
    },
  },
  'paper-out': {
    severity: 'urgent',
    words: ({ zh, en }) => ({ zh: `${zh}没纸了`, en: `The ${en} is out of paper` }),
    next: {
      zh: '请网点工作人员装纸并合上盖子。',
      en: 'Ask the staff of the site to put in paper and close the cover.',
    },
  },
  'device-lost': {
    severity: 'urgent',
    words: ({ zh, en }) => ({ zh: `找不到${zh}`, en: `The ${en} is not found` }),
    next: {
      zh: '请网点工作人员检查电源和数据线；仍不行派技术员。',
      en: 'Ask the staff to check its power and cable; if that does not help, send a technician.',
    },
  },
  'device-trouble': {
    severity: 'warning',
    words: ({ zh, en }) => ({ zh: `${zh}需要处理`, en: `The ${en} needs attention` }),
    next: {
      zh: '看终端详情里的设备状态，按手册处理。',
      en: 'See the status of the device on the page of the terminal and follow the handbook.',
    },
  },
  offline: {
    severity: 'urgent',
    words: () => ({ zh: '终端离线', en: 'The terminal is offline' }),
    next: {
      zh: '请网点工作人员看终端是否开机、网络是否正常；已保存的办件会在恢复后自动发送。',
      en: 'Ask the staff whether it is on and the network works; what was stored is sent once it is back.',
    },
  },
  'disk-low': {
    severity: 'warning',
    words: () => ({ zh: '磁盘快满了', en: 'The disk is nearly full' }),
    next: {
      zh: '派技术员清理；不要删除数据文件夹里的任何文件。',
      en: 'Send a technician to make room; nothing in the data folder may be deleted.',
    },
  },
  'clock-off': {
    severity: 'warning',
    words: () => ({ zh: '时钟不准', en: 'The clock is wrong' }),
    next: {
      zh: '检查终端的时间同步；凭证上的时间以平台为准。',
      en: 'Check how the terminal gets its time; on slips the time of the platform counts.',
    },
  },
  tamper: {
    severity: 'urgent',
    words: () => ({ zh: '可能被拆动或篡改', en: 'It may have been opened or tampered with' }),
    next: {
      zh: '马上联系网点核实；不能确认时先远程锁定。',
      en: 'Call the site at once; lock the terminal from here if nobody can tell.',
    },
  },
  'technician-code-blocked': {
    severity: 'warning',
    words: () => ({ zh: '有人连续输错维护码', en: 'Somebody typed wrong maintenance codes again and again' }),
    next: {
      zh: '马上联系网点核实是谁在操作；不是技术人员的，锁定终端并派人查看。技术人员用维护码进入后，告警自行解除。',
      en: 'Call the site: if it is no technician, lock the terminal and send somebody. It resolves once a technician comes in with a right code.',
    },
  },
  'certificate-expiring': {
    severity: 'warning',
    words: () => ({ zh: '证书快到期，没有自动更新', en: 'Its certificate expires soon and was not renewed' }),
    next: {
      zh: '看终端是否在线；到期后要由技术员重新登记。',
      en: 'See whether it is online; once expired, a technician has to enrol it again.',
    },
  },
  'queue-old': {
    severity: 'warning',
    words: () => ({ zh: '有办件一直没有发出', en: 'A submission has been waiting for long' }),
    next: {
      zh: '看该终端的网络和接入单位状态；办件不会丢失。',
      en: 'See its network and the state of the unit; the submission is not lost.',
    },
  },
  'configuration-failed': {
    severity: 'warning',
    words: () => ({
      zh: '新配置不能用，已恢复原配置',
      en: 'It could not use its new configuration and kept the former',
    }),
    next: {
      zh: '看配置页上的错误，修改后重新发布。',
      en: 'See the page of the configuration, mend it and publish it again.',
    },
  },
};

const deviceNames: Readonly<Record<string, Words>> = {
  'id-card-reader': { zh: '身份证阅读器', en: 'ID card reader' },
  'smart-card-reader': { zh: '社保卡读卡器', en: 'social security card reader' },
  'code-scanner': { zh: '扫码器', en: 'code scanner' },
  'receipt-printer': { zh: '凭条打印机', en: 'slip printer' },
  'document-printer': { zh: '文件打印机', en: 'document printer' },
  'document-scanner': { zh: '扫描仪', en: 'scanner' },
  camera: { zh: '高拍仪', en: 'document camera' },
};

/** @param subject id of a device, which begins with its family; empty for the terminal as a whole */
export function wordsOf(kind: AlertKind, subject: string): Pick<Alert, 'severity' | 'words' | 'next'> {
  const family = Object.keys(deviceNames).find((name) => subject.startsWith(name));
  const device = (family && deviceNames[family]) || { zh: `设备 ${subject}`, en: `device ${subject}` };
  const { severity, words, next } = alertMeanings[kind];
  return { severity, words: words(device), next };
}
