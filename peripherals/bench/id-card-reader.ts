import { z } from 'zod';
import {
  cards,
  FAULT_KINDS,
  hostOnPty,
  IdCardReaderSimulator,
  passerBy,
  PASSERS_BY,
  type FaultKind,
  type PtyHost,
  type SyntheticCard,
} from '../id-card-reader/simulator/index.ts';
import { describeProblem, type FaultsOnBench, type TwoLanguages } from './words.ts';

const CALL = z.discriminatedUnion('verb', [
  z.strictObject({ verb: z.literal('place-card'), citizen: z.enum(cards.map(({ id }) => id)) }),
  z.strictObject({
    verb: z.literal('place-passer-by'),
    number: z
      .int()
      .min(0)
      .max(PASSERS_BY - 1),
  }),
  z.strictObject({ verb: z.enum(['remove-card', 'move-card', 'unplug', 'plug-in', 'clear-faults']) }),
  z.strictObject({ verb: z.enum(['fail-next', 'fail-repeatedly']), kind: z.enum(FAULT_KINDS) }),
]);

const FAULT_NAMES: Readonly<Record<FaultKind, TwoLanguages>> = {
  silence: { zh: '不回答', en: 'No answer' },
  'late-answer': { zh: '回答来晚了', en: 'Answers late' },
  'garbage-before-preamble': { zh: '回答前有乱码', en: 'Noise before the answer' },
  'split-writes': { zh: '回答断成小段', en: 'Answer in small pieces' },
  'wrong-checksum': { zh: '校验和不对', en: 'Wrong checksum' },
  'short-frame': { zh: '帧不完整', en: 'Frame cut short' },
  'oversized-length': { zh: '帧长度离谱', en: 'Absurd frame length' },
  'find-fail': { zh: '寻卡失败', en: 'Finding the card fails' },
  'select-fail': { zh: '选卡失败', en: 'Selecting the card fails' },
  'read-fail': { zh: '读卡失败', en: 'Reading the card fails' },
  'card-auth-fail': { zh: '卡认证失败', en: 'Card is not authentic' },
  'sam-auth-fail': { zh: '安全模块认证失败', en: 'Security module is refused' },
  'information-invalid': { zh: '卡内信息无效', en: 'Information on the card invalid' },
  'data-length-error': { zh: '卡内信息长度不对', en: 'Data of the wrong length' },
  'unsupported-card': { zh: '不支持的卡', en: 'Unsupported card' },
  'random-number-failed': { zh: '取随机数失败', en: 'No random number' },
  'self-test': { zh: '模块自检失败', en: 'Self-test failed' },
  'login-failed': { zh: '模块登录失败', en: 'Login failed' },
  unauthorised: { zh: '模块未授权', en: 'Module not authorised' },
  'not-allowed': { zh: '越权操作', en: 'Operation not allowed' },
  'bad-command': { zh: '说命令有误', en: 'Complains of the command' },
  'bad-checksum-received': { zh: '说收到的校验和不对', en: 'Complains of the checksum' },
  'bad-length-received': { zh: '说收到的长度不对', en: 'Complains of the length' },
  'unrecognised-error': { zh: '说不出原因的错误', en: 'An error without a reason' },
};

/** What is shown of a card: what stands on its front. Invented people, so that nothing has to be masked. */
interface CardOnBench {
  readonly id: string;
  readonly name: string;
  readonly sex: TwoLanguages;
  /** YYYY-MM-DD */
  readonly birth: string;
  readonly idNumber: string;
  readonly note: TwoLanguages;
  /** Not a residence permit and not a foreigner's card. */
  readonly isCitizen: boolean;
}

/** The ID card reader on the bench: the simulator on its pty, moved by the calls of the page. */
export class IdCardReaderOnBench {
  readonly simulator = new IdCardReaderSimulator();
  #pty: PtyHost | undefined;

  /** Starts it at `link`; rejects when the pty cannot be made. */
  static async start(link: string): Promise<IdCardReaderOnBench> {
    const reader = new IdCardReaderOnBench();
    reader.#pty = await hostOnPty(reader.simulator, { link });
    return reader;
  }

  state() {
    const { isPluggedIn, card, stage } = this.simulator.state;
    const isOther = card !== null && !cards.includes(card);
    const faults: FaultsOnBench = {
      kinds: FAULT_KINDS.map((kind) => ({ kind, name: FAULT_NAMES[kind] })),
      armed: this.simulator.faults.pending,
    };
    return {
      plugged: isPluggedIn,
      /** The one whose card lies there. */
      card: card?.id ?? null,
      stage,
      faults,
      citizens: [...cards, ...(isOther ? [card] : [])].map(showCard),
    };
  }

  /** Does what a call says; answers a sentence when it is no call that a reader knows. */
  move(body: unknown): string | undefined {
    const call = CALL.safeParse(body);
    if (!call.success) return describeProblem(call.error);
    const { simulator } = this;
    switch (call.data.verb) {
      case 'place-card': {
        const { citizen: id } = call.data;
        const card = cards.find((one) => one.id === id);
        if (card) simulator.placeCard(card);
        break;
      }
      case 'place-passer-by':
        simulator.placeCard(passerBy(call.data.number));
        break;
      case 'remove-card':
        simulator.removeCard();
        break;
      case 'move-card':
        simulator.moveCard();
        break;
      case 'unplug':
        simulator.unplug();
        break;
      case 'plug-in':
        simulator.plugIn();
        break;
      case 'fail-next':
        simulator.faults.failNext(call.data.kind);
        break;
      case 'fail-repeatedly':
        simulator.faults.failRepeatedly(call.data.kind);
        break;
      case 'clear-faults':
        simulator.faults.clear();
        break;
    }
    return undefined;
  }

  onChange(listener: () => void): () => void {
    return this.simulator.onChange(listener);
  }

  async close(): Promise<void> {
    await this.#pty?.close();
  }
}

function showCard({ type, id, name, sex, birth, idNumber, note }: SyntheticCard): CardOnBench {
  return {
    id,
    name,
    sex: sex === '1' ? { zh: '男', en: 'male' } : { zh: '女', en: 'female' },
    birth: `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6)}`,
    idNumber,
    note,
    isCitizen: type === 'citizen',
  };
}
