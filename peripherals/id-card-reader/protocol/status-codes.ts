/**
 * SW3 of an answer (SW1 and SW2 are 00), from the module's own table (GA 450 as its vendors print it), and what to do
 * next: for the program, for staff and for the citizen.
 */

export const SUCCESS = 0x90;
export const FOUND = 0x9f;
export const NO_SUCH_ITEM = 0x91;
/** No card, or on some readers the same card, already read, is still there. */
export const FIND_FAILED = 0x80;
export const SELECT_FAILED = 0x81;

/**
 * ok · no-item: the card does not have it · not-known: the module does not do such a command · resend: the module got a
 * damaged frame · no-card: nothing to find · card-lost: no card is selected any more · card-failed: lift it and put
 * it back · card-unsupported: another kind of card · reader-error: reset the module · reader-fault: the module
 * takes no commands until somebody comes.
 */
export type NextStep =
  | 'ok'
  | 'no-item'
  | 'not-known'
  | 'resend'
  | 'no-card'
  | 'card-lost'
  | 'card-failed'
  | 'card-unsupported'
  | 'reader-error'
  | 'reader-fault';

interface Words {
  readonly zh: string;
  readonly en: string;
}

/** One status code: what it means, and what comes next. Words are null where nobody has to do anything. */
export interface StatusCode {
  readonly code: number;
  readonly step: NextStep;
  readonly meaning: Words;
  readonly staff: Words | null;
  readonly citizen: Words | null;
}

const words = (zh: string, en: string): Words => ({ zh, en });

const LIFT = words('请拿起证件，再平放回读卡区。', 'Lift the card and put it back flat.');
const NEXT: Readonly<Record<NextStep, Pick<StatusCode, 'staff' | 'citizen'>>> = {
  ok: { staff: null, citizen: null },
  'no-item': { staff: null, citizen: null },
  'not-known': {
    staff: words(
      '读卡器不认识这条命令：多为旧型号，可继续使用；若读不了卡，请更换读卡器。',
      'The reader does not know this command: an older model, still usable. Replace it if it reads no card at all.',
    ),
    citizen: null,
  },
  resend: {
    staff: words(
      '偶尔出现可忽略；频繁出现请检查数据线、接头和波特率。',
      'Harmless now and then. If it comes often, check the cable, its plugs and the baud rate.',
    ),
    citizen: null,
  },
  'no-card': { staff: null, citizen: words('请把证件平放在读卡区。', 'Put the card flat on the reader.') },
  'card-lost': {
    staff: null,
    citizen: words(
      '请把证件放回读卡区，不要移动，直到屏幕提示。',
      'Put the card back and leave it there until the screen says so.',
    ),
  },
  'card-failed': {
    staff: words(
      '同一张证件多次失败：证件可能已损坏，请到窗口人工核验。不同证件都失败：请检查读卡器。',
      'The same card again and again: it may be damaged, check it at the counter. Every card: check the reader.',
    ),
    citizen: LIFT,
  },
  'card-unsupported': {
    staff: words(
      '这张卡不是读卡器能读的证件（如银行卡、社保卡、旧式证件），请到窗口办理。',
      'No document that the reader can read (a bank card, say, or an old document): serve the citizen at the counter.',
    ),
    citizen: words('请换居民身份证，或到窗口办理。', 'Use the resident identity card, or go to the counter.'),
  },
  'reader-error': {
    staff: words(
      '终端会自动复位读卡器；反复出现请断开读卡器电源十秒后重试，仍不行请报修。',
      'The terminal resets the reader by itself. If it comes back, cut its power for ten seconds; then call for repair.',
    ),
    citizen: LIFT,
  },
  'reader-fault': {
    staff: words(
      '读卡器的安全模块不能工作：请断开电源十秒后重试；仍不行须更换读卡器或重新授权。',
      'The security module cannot work: cut the power for ten seconds; if that does not help, replace or re-authorise it.',
    ),
    citizen: words(
      '读卡器暂时不能用，请到窗口办理。',
      'The reader is out of order. Please go to the counter.',
    ),
  },
};

const CODES: readonly (readonly [code: number, step: NextStep, zh: string, en: string])[] = [
  [SUCCESS, 'ok', '操作成功', 'success'],
  [FOUND, 'ok', '找到证件', 'card found'],
  [NO_SUCH_ITEM, 'no-item', '证件中没有此项内容', 'no such item on the card'],
  [0x10, 'resend', '收到的数据校验和错', 'checksum error in the received frame'],
  [0x11, 'resend', '收到的数据长度错', 'length error in the received frame'],
  [0x21, 'not-known', '命令、参数或顺序错误', 'bad command, parameter or order'],
  [0x23, 'not-known', '越权操作', 'not allowed'],
  [0x24, 'reader-error', '无法识别的错误', 'unrecognised error'],
  [0x31, 'card-failed', '证件认证安全模块失败', 'the card does not authenticate the module'],
  [0x32, 'card-failed', '安全模块认证证件失败', 'the module does not authenticate the card'],
  [0x33, 'card-failed', '信息验证错误', 'information does not verify'],
  [0x34, 'card-lost', '尚未找卡', 'a command before find'],
  [0x37, 'card-failed', '指纹信息验证错误', 'fingerprint data does not verify'],
  [0x3f, 'card-failed', '信息长度错误', 'data length error'],
  [0x40, 'card-unsupported', '无法识别的卡类型', 'unrecognised card type'],
  // Bad contact by radio: nearly always a card on the move.
  [0x41, 'card-lost', '读卡失败', 'read failed'],
  [0x47, 'reader-error', '取随机数失败', 'random number failed'],
  [0x50, 'card-failed', '写卡失败', 'write failed'],
  [0x60, 'reader-fault', '安全模块自检失败', 'self-test failed'],
  [0x61, 'reader-fault', '用户登录失败', 'login failed'],
  [0x66, 'reader-fault', '安全模块未授权', 'not authorised, no keys'],
  [FIND_FAILED, 'no-card', '找卡失败', 'nothing to find'],
  [SELECT_FAILED, 'card-lost', '选卡失败', 'select failed'],
];

/** Every code of the table, for screens of staff, the technician's commands and the handbook. */
export const STATUS_CODES: readonly StatusCode[] = CODES.map(([code, step, zh, en]) => ({
  code,
  step,
  meaning: words(zh, en),
  ...NEXT[step],
}));
const BY_CODE: ReadonlyMap<number, StatusCode> = new Map(STATUS_CODES.map((entry) => [entry.code, entry]));

/** A code outside the table is treated as an unrecognised error of the module. */
export function statusCodeOf(sw3: number): StatusCode {
  return (
    BY_CODE.get(sw3) ?? {
      code: sw3,
      step: 'reader-error',
      meaning: words('未知状态码', 'unknown status code'),
      ...NEXT['reader-error'],
    }
  );
}

export function nextStepOf(sw3: number): NextStep {
  return statusCodeOf(sw3).step;
}
