import { randomUUID } from 'node:crypto';
import type { LocalText } from '@tongban/kiosk-config/catalogue';
import { addWorkingDays } from '@tongban/kiosk-config/working-days';
import {
  qualityReturn,
  shanghaiDay,
  submissionDigest,
  type Answer,
  type Need,
  type QualityReturn,
  type Revision,
} from '../contract/index.ts';
import type { Applications } from './applications.ts';
import type { StatusFeed } from './feed.ts';
import type { Caller, Ground } from './ground.ts';
import type { ApplicationRow } from './ledger.ts';
import type { Matters } from './matters.ts';
import type { Receipts } from './receipts.ts';
import { conflict, Refusal } from './refusal.ts';

const PAGE = 100;
/** Our setting; neither the law nor the measures give one. */
const WORKING_DAYS_TO_CORRECT = 5;

interface RevisionRow {
  readonly apply_no: string;
  readonly return_id: string | null;
  readonly body: string;
  readonly receipt: string;
}
interface ReturnRow {
  readonly position: number;
  readonly apply_no: string;
  readonly terminal_id: string;
  readonly state_before: ApplicationRow['state'];
  readonly quality_return: string;
}

/** What the citizen gives later: supplements (补正) and corrections of returned records (退回整改). */
export class Revisions {
  readonly #ground: Ground;
  readonly #matters: Matters;
  readonly #applications: Applications;
  readonly #feed: StatusFeed;
  readonly #receipts: Receipts;

  constructor(
    ground: Ground,
    matters: Matters,
    applications: Applications,
    feed: StatusFeed,
    receipts: Receipts,
  ) {
    this.#ground = ground;
    this.#matters = matters;
    this.#applications = applications;
    this.#feed = feed;
    this.#receipts = receipts;
  }

  async supplement(
    caller: Caller,
    applyNo: string,
    body: Revision,
  ): Promise<Answer<'uploadApplySupplementStuffs'>> {
    const application = this.#applications.ofTerminal(applyNo, caller.terminalId);
    const mayCome = application.state === 'need-supplement' || body.earlierReceipt !== undefined;
    const missing = (): void => {
      if (!mayCome) {
        throw new Refusal('SUPPLEMENT_NOT_EXPECTED', 'the application does not wait for a supplement');
      }
      this.#assertNeedsMet(application, caller.idempotencyKey);
    };
    return this.#take(caller, application, body, null, missing, 'submitted');
  }

  async fix(caller: Caller, returnId: string, body: Revision): Promise<Answer<'fixQualityReturn'>> {
    const row = this.#return(returnId);
    if (row?.terminal_id !== caller.terminalId) {
      throw new Refusal('RETURN_UNKNOWN', 'this terminal has no return of this number');
    }
    const application = this.#applications.ofTerminal(row.apply_no, caller.terminalId);
    const isOpen = (JSON.parse(row.quality_return) as QualityReturn).state === 'open';
    const closed = (): void => {
      if (!isOpen && body.earlierReceipt === undefined) {
        throw new Refusal('RETURN_CLOSED', 'this return was fixed already');
      }
    };
    return this.#take(caller, application, body, returnId, closed, row.state_before);
  }

  /** @param assertExpected called unless this very revision was taken before */
  async #take(
    caller: Caller,
    application: ApplicationRow,
    body: Revision,
    returnId: string | null,
    assertExpected: () => void,
    stateAfter: ApplicationRow['state'],
  ): Promise<{ receipt: string }> {
    const key = caller.idempotencyKey;
    const applyNo = application.apply_no;
    const { earlierReceipt, ...content } = body;
    const text = JSON.stringify(content);
    const repeated = this.#taken(key);
    if (repeated) {
      if (repeated.apply_no !== applyNo || repeated.body !== text || repeated.return_id !== returnId) {
        throw conflict();
      }
      // The same again by its receipt: what stands in its place is not what was accepted.
      if (earlierReceipt !== undefined) {
        this.#ground.ledger.run(
          'update applications set digest = ? where apply_no = ? and batch = ?',
          ...[body.digest, applyNo, body.batch],
        );
      }
      return { receipt: repeated.receipt };
    }
    if (key === application.idempotency_key) throw conflict();
    this.#matters.assertConnected(application.unit_code);
    if (application.receipt === null) {
      throw new Refusal('SUPPLEMENT_NOT_EXPECTED', 'the application was not handed in yet');
    }
    assertExpected();
    if (body.batch <= application.batch) {
      throw new Refusal('BODY_INVALID', `the batch must be above ${application.batch}`, 'batch');
    }
    const digest = submissionDigest(body.envelope, this.#applications.completeUploads(applyNo, key));
    if (digest !== body.digest) throw new Refusal('HASH_MISMATCH', 'not what was sent', 'digest');
    const { form } = await this.#applications.readForm(application, key, body.envelope);
    const { matter } = this.#matters.document(application.handle_item, application.version);
    const given =
      earlierReceipt === undefined
        ? this.#applications.receiptFor(application, key, digest, matter)
        : await this.#receipts.readOwn(earlierReceipt, key);
    if (given.digest !== digest) throw new Refusal('HASH_MISMATCH', 'not what was accepted', 'digest');
    const receipt = earlierReceipt ?? (await this.#receipts.sign(given));
    const { ledger, forms } = this.#ground;
    return ledger.transaction(() => {
      // Two requests at once: the first one made the receipt.
      const first = this.#taken(key);
      if (first) return { receipt: first.receipt };
      forms.set(applyNo, form);
      ledger.run(
        `insert into revisions (idempotency_key, apply_no, return_id, batch, body, receipt)
           values (?, ?, ?, ?, ?, ?)`,
        ...[key, applyNo, returnId, body.batch, text, receipt],
      );
      ledger.run(
        'update applications set state = ?, digest = ?, batch = ?, limit_date = ? where apply_no = ?',
        ...[stateAfter, digest, body.batch, given.limitDate, applyNo],
      );
      if (returnId !== null) this.#close(returnId);
      this.#feed.add(application, {
        ...{ kind: 'corrected', finished: stateAfter === 'finished', limitDate: given.limitDate },
        opinion: { zh: '已收到您补充的内容。', en: 'What you added has been received.' },
        nextStep: {
          zh: '继续办理，办件编号不变。办好后短信通知您。',
          en: 'Processing goes on under the same number. We will text you when it is ready.',
        },
        ...(returnId === null ? {} : { returnId }),
      });
      return { receipt };
    });
  }

  #taken(key: string): RevisionRow | undefined {
    return this.#ground.ledger.get<RevisionRow>('select * from revisions where idempotency_key = ?', key);
  }

  /** Asks the citizen for more (补正). @throws RangeError where that cannot be asked for now */
  ask(application: ApplicationRow, needs: readonly Need[], limitDate?: string): void {
    if (application.state !== 'submitted') {
      throw new RangeError(`${application.apply_no} is ${application.state}, not submitted`);
    }
    const { ledger } = this.#ground;
    ledger.transaction(() => {
      ledger.run(
        `update applications set state = 'need-supplement' where apply_no = ?`,
        application.apply_no,
      );
      this.#feed.add(application, {
        ...{ kind: 'need-supplement', finished: false, needs: [...needs] },
        limitDate: limitDate ?? this.#defaultLimit(),
        opinion: { zh: '需要您补正材料。', en: 'We need something more from you.' },
        nextStep: {
          zh: '请带身份证到任一自助终端，打开这件办件，按提示补正。',
          en: 'Come to any terminal with your ID card, open this application and add what is asked for.',
        },
      });
    });
  }

  /** Every material that was asked for last was uploaded under this key. */
  #assertNeedsMet(application: ApplicationRow, key: string): void {
    const row = this.#ground.ledger.get<{ event: string }>(
      `select event from events where apply_no = ? and event ->> 'kind' = 'need-supplement'
         order by sequence desc limit 1`,
      application.apply_no,
    );
    const { needs = [] } = JSON.parse(row?.event ?? '{}') as { needs?: Need[] };
    const uploaded = this.#applications.completeUploads(application.apply_no, key);
    const missing = needs.find(
      ({ kind, name }) => kind === 'material' && !uploaded.some(({ code }) => code === name),
    );
    if (missing) throw new Refusal('MATERIAL_MISSING', 'what was asked for is missing', missing.name);
  }

  /** Returns a record for correction. @returns the number of the return */
  giveBack(
    application: ApplicationRow,
    what: Pick<QualityReturn, 'errType' | 'field' | 'remark'> & { readonly due?: string | undefined },
  ): string {
    if (application.receipt === null) throw new RangeError(`${application.apply_no} was not accepted yet`);
    const id = randomUUID();
    const given = qualityReturn.parse({
      ...{ id, applyNo: application.apply_no, idempotencyKey: application.idempotency_key },
      ...{ handleItem: application.handle_item, version: application.sealed_version },
      ...{ errType: what.errType, field: what.field, remark: what.remark, state: 'open' },
      ...{ returnedAt: this.#ground.now().toISOString(), due: what.due ?? this.#defaultLimit() },
    });
    const { ledger } = this.#ground;
    ledger.transaction(() => {
      ledger.run(
        `insert into quality_returns (id, position, terminal_id, apply_no, state_before, quality_return)
           values (?, ?, ?, ?, ?, ?)`,
        ...[id, this.#nextPosition(), application.terminal_id, application.apply_no],
        ...[application.state, JSON.stringify(given)],
      );
      ledger.run(`update applications set state = 'returned' where apply_no = ?`, application.apply_no);
      this.#feed.add(application, {
        ...{ kind: 'returned', finished: false, returnId: id, limitDate: given.due },
        ...{ opinion: given.remark, needs: this.#needsOf(application, given) },
        nextStep: {
          zh: '请带身份证到任一自助终端，打开这件办件，改正后重新提交。',
          en: 'Come to any terminal with your ID card, open this application, correct it and send it again.',
        },
      });
    });
    return id;
  }

  #needsOf(application: ApplicationRow, { field, remark }: QualityReturn): Need[] {
    if (field === null) return [];
    const { matter } = this.#matters.document(application.handle_item, application.version);
    const kind = matter.materials.some(({ code }) => code === field) ? 'material' : 'field';
    return [{ kind, name: field, reason: remark satisfies LocalText }];
  }

  list(terminalId: string, cursor: string): Answer<'listQualityReturns'> {
    const after = this.#feed.position(cursor);
    const rows = this.#ground.ledger.all<ReturnRow>(
      'select * from quality_returns where terminal_id = ? and position > ? order by position limit ?',
      ...[terminalId, after, PAGE],
    );
    return {
      returns: rows.map((row) => JSON.parse(row.quality_return) as QualityReturn),
      cursor: this.#feed.cursor(rows.at(-1)?.position ?? after),
    };
  }

  #return(id: string): ReturnRow | undefined {
    return this.#ground.ledger.get<ReturnRow>('select * from quality_returns where id = ?', id);
  }

  /** It comes again in the list, as fixed. */
  #close(id: string): void {
    this.#ground.ledger.run(
      `update quality_returns set position = ?, quality_return = json_set(quality_return, '$.state', 'fixed')
         where id = ?`,
      ...[this.#nextPosition(), id],
    );
  }

  #nextPosition(): number {
    const row = this.#ground.ledger.get<{ last: number | null }>(
      'select max(position) as last from quality_returns',
    );
    return (row?.last ?? 0) + 1;
  }

  #defaultLimit(): string {
    return addWorkingDays(shanghaiDay(this.#ground.now()), WORKING_DAYS_TO_CORRECT).date;
  }
}
