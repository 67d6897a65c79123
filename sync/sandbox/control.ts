import { matterSchema, type Matter } from '@tongban/kiosk-config/catalogue';
import { z } from 'zod';
import { day, handleItem, instant, localText, terminalId, unitCode } from '../contract/common.ts';
import { need } from '../contract/events.ts';
import { announcement } from '../contract/notices.ts';
import { operations, type Announcement, type OperationName } from '../contract/index.ts';
import { faultKinds, type Faults } from './faults.ts';
import type { ApplicationRow } from './ledger.ts';
import type { Platform } from './platform.ts';
import { Records } from './records.ts';

const applyNo = z.string().min(1).max(50);
const target = z.enum(['any', ...(Object.keys(operations) as OperationName[])]);

/** Everything that somebody at the platform can do, or that can befall it. */
export const orderSchema = z.discriminatedUnion('verb', [
  z.strictObject({
    verb: z.literal('suspend-matter'),
    handleItem,
    reason: localText.default({ zh: '该事项暂停办理。', en: 'This matter is suspended for now.' }),
    until: instant.nullable().default(null),
  }),
  z.strictObject({ verb: z.literal('resume-matter'), handleItem }),
  z.strictObject({
    verb: z.literal('terminate-matter'),
    handleItem,
    notice: localText.default({ zh: '该事项已取消，不再办理。', en: 'This matter has been abolished.' }),
  }),
  /** A new version of what is in force: other words, or a material more that must be handed in. */
  z.strictObject({
    verb: z.literal('publish-version'),
    handleItem,
    change: z.enum(['text', 'new-material']),
  }),
  z.strictObject({ verb: z.literal('publish-document'), document: z.unknown() }),
  z.strictObject({ verb: z.literal('one-for-each-person'), handleItem, only: z.boolean() }),
  z.strictObject({
    verb: z.literal('cut-off-unit'),
    unitCode,
    notice: localText.default({
      zh: '该单位的事项暂时无法办理，请稍后再来或到窗口咨询。',
      en: 'Matters of this unit cannot be done for the time being. Please come later or ask at the counter.',
    }),
  }),
  z.strictObject({ verb: z.literal('connect-unit'), unitCode }),
  z.strictObject({ verb: z.literal('revoke-terminal'), terminalId }),
  z.strictObject({ verb: z.literal('admit-terminal'), terminalId }),
  z.strictObject({
    verb: z.literal('ask-for-supplement'),
    applyNo,
    needs: z.array(z.strictObject({ ...need.shape, reason: localText })).min(1),
    limitDate: day.optional(),
  }),
  z.strictObject({
    verb: z.literal('give-opinion'),
    applyNo,
    opinion: localText,
    /** An opinion without a next step is refused (art. 14). */
    nextStep: localText,
    limitDate: day.optional(),
  }),
  z.strictObject({
    verb: z.literal('give-pre-review'),
    applyNo,
    result: z.enum(['rectify', 'passed', 'refused']),
  }),
  z.strictObject({ verb: z.literal('finish'), applyNo }),
  z.strictObject({
    verb: z.literal('return-for-correction'),
    applyNo,
    errType: z
      .enum(['incomplete', 'inaccurate', 'late', 'inconsistent', 'material-unreadable'])
      .default('inaccurate'),
    field: z.string().max(100).nullable().default(null),
    remark: localText.default({ zh: '填报内容有误，请改正。', en: 'Something is wrong; please correct it.' }),
    due: day.optional(),
  }),
  z.strictObject({ verb: z.literal('lose-record'), applyNo }),
  z.strictObject({ verb: z.literal('alter-record'), applyNo }),
  z.strictObject({ verb: z.literal('double-record'), applyNo }),
  z.strictObject({ verb: z.literal('back-up') }),
  z.strictObject({ verb: z.literal('restore-backup') }),
  /** The platform's clock goes this many milliseconds ahead of the true one, or behind. */
  z.strictObject({ verb: z.literal('set-clock'), aheadMs: z.int().min(-4e9).max(4e9) }),
  z.strictObject({
    verb: z.literal('announce'),
    ...announcement.omit({ id: true, from: true }).partial({ until: true, handleItem: true, unitCode: true })
      .shape,
  }),
  z.strictObject({
    verb: z.enum(['fail-next', 'fail-repeatedly']),
    operation: target,
    kind: z.enum(faultKinds),
  }),
  z.strictObject({ verb: z.literal('clear-faults') }),
]);
export type Order = z.input<typeof orderSchema>;
type Checked = z.infer<typeof orderSchema>;

/** The platform's clock, which can be wrong. */
export interface Clock {
  aheadMs: number;
}

/** Carries orders out, from code, from the page and by HTTP alike. */
export class Control {
  readonly #platform: Platform;
  readonly #faults: Faults;
  readonly #clock: Clock;
  readonly #records: Records;

  constructor(platform: Platform, faults: Faults, clock: Clock) {
    this.#platform = platform;
    this.#faults = faults;
    this.#clock = clock;
    this.#records = new Records(platform.ground, platform.applications, platform.feed);
  }

  /**
   * @returns what was made: the number of a quality return, the version, the number of the double; null otherwise
   * @throws ZodError for an order that is none; RangeError or Refusal for one that cannot be carried out now
   */
  order(given: Order): string | null {
    return this.#carryOut(orderSchema.parse(given));
  }

  get clockAheadMs(): number {
    return this.#clock.aheadMs;
  }

  get hasBackup(): boolean {
    return this.#records.hasBackup;
  }

  #carryOut(order: Checked): string | null {
    const { matters, notices, terminals, revisions } = this.#platform;
    switch (order.verb) {
      case 'suspend-matter':
        matters.suspend(order.handleItem, order);
        return null;
      case 'resume-matter':
        matters.resume(order.handleItem);
        return null;
      case 'terminate-matter':
        matters.terminate(order.handleItem, order.notice);
        return null;
      case 'publish-version':
        return this.#publish(nextVersion(matters.inForce(order.handleItem), order.change));
      case 'publish-document':
        return this.#publish(matterSchema.parse(order.document));
      case 'one-for-each-person':
        matters.allowOneForEachPerson(order.handleItem, order.only);
        return null;
      case 'cut-off-unit':
        notices.connect(order.unitCode, false, order.notice);
        return null;
      case 'connect-unit':
        notices.connect(order.unitCode, true, null);
        return null;
      case 'revoke-terminal':
        terminals.setRevoked(order.terminalId, true);
        return null;
      case 'admit-terminal':
        terminals.setRevoked(order.terminalId, false);
        return null;
      case 'ask-for-supplement':
        revisions.ask(this.#application(order.applyNo), order.needs, order.limitDate);
        return null;
      case 'return-for-correction':
        return revisions.giveBack(this.#application(order.applyNo), order);
      case 'give-opinion':
      case 'give-pre-review':
      case 'finish':
        this.#say(order);
        return null;
      case 'lose-record':
        this.#records.lose(this.#application(order.applyNo));
        return null;
      case 'alter-record':
        this.#records.alter(this.#application(order.applyNo));
        return null;
      case 'double-record':
        return this.#records.double(this.#application(order.applyNo));
      case 'back-up':
        this.#records.backUp();
        return null;
      case 'restore-backup':
        this.#records.restore();
        terminals.forgetCached();
        matters.forgetCached();
        return null;
      case 'set-clock':
        this.#clock.aheadMs = order.aheadMs;
        return null;
      case 'announce':
        return notices.announce(announcementOf(order)).id;
      case 'fail-next':
        this.#faults.failNext(order.operation, order.kind);
        return null;
      case 'fail-repeatedly':
        this.#faults.failRepeatedly(order.operation, order.kind);
        return null;
      case 'clear-faults':
        this.#faults.clear();
        return null;
    }
  }

  #publish(matter: Matter): string {
    this.#platform.matters.publish(matter);
    return matter.version;
  }

  #say(order: Extract<Checked, { verb: 'give-opinion' | 'give-pre-review' | 'finish' }>): void {
    const application = this.#application(order.applyNo);
    const { feed, ground } = this.#platform;
    if (application.receipt === null) throw new RangeError(`${order.applyNo} was not accepted yet`);
    ground.ledger.transaction(() => {
      if (order.verb === 'give-opinion') {
        const { opinion, nextStep, limitDate } = order;
        feed.add(application, {
          ...{ kind: 'opinion', finished: false, opinion, nextStep },
          ...(limitDate === undefined ? {} : { limitDate }),
        });
        return;
      }
      const finished = order.verb === 'finish' || order.result === 'refused';
      if (finished) {
        ground.ledger.run(`update applications set state = 'finished' where apply_no = ?`, order.applyNo);
      }
      feed.add(
        application,
        order.verb === 'finish'
          ? { kind: 'finished', finished, ...finishedWords }
          : { kind: 'pre-review', finished, preReview: order.result, ...preReviewWords[order.result] },
      );
    });
  }

  #application(number: string): ApplicationRow {
    const row = this.#platform.ground.ledger.get<ApplicationRow>(
      'select * from applications where apply_no = ?',
      number,
    );
    if (!row) throw new RangeError('there is no such application');
    return row;
  }
}

const finishedWords = {
  opinion: { zh: '已办结。', en: 'Done.' },
  nextStep: {
    zh: '可在“随申办”查看结果，也可持身份证到任一社区事务受理服务中心领取。',
    en: 'See the result in the Suishenban app, or collect it with your ID card at any community service centre.',
  },
};

const preReviewWords = {
  passed: {
    opinion: { zh: '预审通过。', en: 'The pre-review was passed.' },
    nextStep: {
      zh: '请在 5 个工作日内带材料原件到社区事务受理服务中心办理。',
      en: 'Bring the originals to the community service centre within 5 working days.',
    },
  },
  rectify: {
    opinion: { zh: '预审未通过，需要整改。', en: 'The pre-review found something to put right.' },
    nextStep: {
      zh: '请按意见改正后，再到任一自助终端重新申请。',
      en: 'Please put it right and apply again at any terminal.',
    },
  },
  refused: {
    opinion: { zh: '预审不予受理。', en: 'The application cannot be taken.' },
    nextStep: {
      zh: '如有疑问，请拨打 12345 或到窗口咨询。',
      en: 'If you have questions, call 12345 or ask at the counter.',
    },
  },
};

function announcementOf(order: Extract<Checked, { verb: 'announce' }>): Omit<Announcement, 'id' | 'from'> {
  const { kind, title, text, until = null, handleItem: matter = null, unitCode: unit = null } = order;
  return { kind, title, text, until, handleItem: matter, unitCode: unit };
}

/** The version after this one, with the same content but for the change. */
function nextVersion(matter: Matter, change: 'text' | 'new-material'): Matter {
  const [year = '', number = '0'] = matter.version.split('.');
  const version = `${year}.${Number(number) + 1}`;
  if (change === 'text') {
    const summary = { ...matter.guide.summary, zh: `${matter.guide.summary.zh}（${version} 版）` };
    return matterSchema.parse({ ...matter, version, guide: { ...matter.guide, summary } });
  }
  const material = {
    ...{ code: `NEW-${version}`, source: 'document', stuffType: 0 },
    name: { zh: '新增证明材料', en: 'An additional certificate' },
    how: { zh: '请拍摄或扫描', en: 'Photograph or scan it' },
    ...{ necessity: 'required', origin: '10', medium: '3', originals: 1, copies: 0 },
  };
  const { materials: papers } = matter.reform;
  const reform = { ...matter.reform, materials: { ...papers, after: papers.after + 1 } };
  return matterSchema.parse({ ...matter, version, reform, materials: [...matter.materials, material] });
}
