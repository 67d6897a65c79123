/** A sentence for the staff: what to do about the reader. */
export interface StaffHint {
  readonly zh: string;
  readonly en: string;
}

/** What the reader says about itself and the card in it. */
export type SmartCardReaderStatus =
  /** The reader works and holds no card. */
  | { readonly kind: 'no-card'; readonly availability: 'ready' }
  | { readonly kind: 'reading'; readonly availability: 'ready' }
  /** A card is in it that is not going to be read now: it was read, or nobody asked. */
  | { readonly kind: 'card-present'; readonly availability: 'ready' }
  /** The card was taken out before it was read: put it back. Stays until a card is found. */
  | { readonly kind: 'card-removed-mid-read'; readonly availability: 'ready' }
  /** mute: no sign of a chip (turned over, upside down) · failed: the chip answers but not as it should. */
  | {
      readonly kind: 'card-unreadable';
      readonly availability: 'ready';
      readonly problem: 'mute' | 'failed';
    }
  /** locked: a social-security card that wants its PIN before it tells who holds it. */
  | {
      readonly kind: 'card-unsupported';
      readonly availability: 'ready';
      readonly problem: 'not-social-security' | 'locked';
    }
  | {
      readonly kind: 'disconnected';
      readonly availability: 'offline';
      readonly problem: 'no-reader' | 'no-service' | 'no-permission' | 'no-library' | 'no-provider';
      readonly staff: StaffHint;
    }
  /** in-use: another program holds the card · no-answer: a call hangs · error: error after error · jammed: a card is stuck. */
  | {
      readonly kind: 'fault';
      readonly availability: 'needs-attention';
      readonly problem: 'in-use' | 'no-answer' | 'error' | 'jammed';
      readonly staff: StaffHint;
    };

type Disconnected = Extract<SmartCardReaderStatus, { kind: 'disconnected' }>;
type Fault = Extract<SmartCardReaderStatus, { kind: 'fault' }>;

const DISCONNECTED_HINTS: Readonly<Record<Disconnected['problem'], StaffHint>> = {
  'no-reader': {
    zh: '没有找到社保卡读卡器：请检查 USB 线，并确认读卡器指示灯亮。',
    en: 'No smart card reader was found: check its USB cable and its light.',
  },
  'no-service': {
    zh: '智能卡服务 pcscd 没有运行：请执行 systemctl enable --now pcscd.socket。',
    en: 'The smart card service pcscd is not running: systemctl enable --now pcscd.socket.',
  },
  'no-permission': {
    zh: '终端程序的用户无权使用智能卡服务 pcscd：请按手册添加 polkit 规则。',
    en: 'The user of this program may not use pcscd: add the polkit rule of the handbook.',
  },
  'no-library': {
    zh: '没有安装智能卡程序库：请安装 libpcsclite1 和 pcscd。',
    en: 'The smart card library is not installed: install libpcsclite1 and pcscd.',
  },
  'no-provider': {
    zh: 'XFS4IoT 服务程序没有应答：请确认它在运行，再核对配置里的地址。',
    en: 'The XFS4IoT service provider does not answer: see that it runs, then check the address in the configuration.',
  },
};

const FAULT_HINTS: Readonly<Record<Fault['problem'], StaffHint>> = {
  'in-use': {
    zh: '另一个程序占用了读卡器：请关闭它；没有别的程序时，拔下读卡器，十秒后再插上。',
    en: 'Another program holds the smart card reader: close it. If there is none, unplug the reader for ten seconds.',
  },
  'no-answer': {
    zh: '读卡器没有回应：请拔下读卡器，十秒后再插上。',
    en: 'The smart card reader does not answer: unplug it, and plug it in again after ten seconds.',
  },
  error: {
    zh: '读卡器连续出错：请拔插读卡器；仍出错请更换。',
    en: 'The smart card reader fails again and again: unplug it and plug it in; replace it if that does not help.',
  },
  jammed: {
    zh: '有卡卡在读卡器里：请打开读卡器取出，交还给办事人。',
    en: 'A card is stuck in the reader: open it, take the card out and give it back.',
  },
};

export function disconnected(problem: Disconnected['problem']): SmartCardReaderStatus {
  return { kind: 'disconnected', availability: 'offline', problem, staff: DISCONNECTED_HINTS[problem] };
}

export function fault(problem: Fault['problem']): SmartCardReaderStatus {
  return { kind: 'fault', availability: 'needs-attention', problem, staff: FAULT_HINTS[problem] };
}

/** Same for whoever listens: neither the kind nor what is wrong has changed. */
export function isSameStatus(a: SmartCardReaderStatus, b: SmartCardReaderStatus): boolean {
  return a.kind === b.kind && problemOf(a) === problemOf(b);
}

function problemOf(status: SmartCardReaderStatus): string | null {
  return 'problem' in status ? status.problem : null;
}
