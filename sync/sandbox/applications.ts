import { createHmac, randomInt } from 'node:crypto';
import { materialsOf, type Matter, type MatterMaterial } from '@tongban/kiosk-config/catalogue';
import { addWorkingDays } from '@tongban/kiosk-config/working-days';
import {
  shanghaiDay,
  submissionDigest,
  type Answer,
  type Receipt,
  type RequestBody,
  type SealedForm,
} from '../contract/index.ts';
import { assertMayAct, assertSameParties, idNumberOf } from './agent-filing.ts';
import { bindingOf } from './binding.ts';
import type { StatusFeed } from './feed.ts';
import type { Caller, Ground } from './ground.ts';
import type { ApplicationRow, UploadRow } from './ledger.ts';
import type { Matters } from './matters.ts';
import { openForm } from './open-envelope.ts';
import { firstOpinion } from './opinions.ts';
import type { Receipts } from './receipts.ts';
import { conflict, Refusal } from './refusal.ts';

/** As our own portal hands it in; terminals speak for themselves alone, so their contract knows no other channel. */
type OnlineApplication = Pick<
  RequestBody<'saveApplyInfo'>,
  'handleItem' | 'version' | 'sealedVersion' | 'terminalId' | 'capturedAt' | 'envelope'
> & { readonly channel: 'ONLINE' };

/** From number to receipt. Every step may be called again with the same arguments. */
export class Applications {
  readonly #ground: Ground;
  readonly #matters: Matters;
  readonly #feed: StatusFeed;
  readonly #receipts: Receipts;

  constructor(ground: Ground, matters: Matters, feed: StatusFeed, receipts: Receipts) {
    this.#ground = ground;
    this.#matters = matters;
    this.#feed = feed;
    this.#receipts = receipts;
  }

  async getApplyNo(caller: Caller, body: RequestBody<'getApplyNo'>): Promise<Answer<'getApplyNo'>> {
    const { handleItem, version, sealedVersion = version, earlierReceipt } = body;
    if (earlierReceipt !== undefined) return this.#takeAgain(caller, body, earlierReceipt);
    const there = this.ofKey(caller.idempotencyKey);
    if (!there) {
      this.#matters.openFor(handleItem, version, sealedVersion);
      const applyNo = this.newApplyNo();
      this.#insert(caller, applyNo, body, null);
      return { applyNo };
    }
    if (there.handle_item !== handleItem || there.terminal_id !== caller.terminalId) throw conflict();
    if (there.version !== version || there.sealed_version !== sealedVersion) {
      this.#moveForward(there, version, sealedVersion);
    }
    return { applyNo: there.apply_no };
  }

  /** The same submission under a younger version, before it was accepted. */
  #moveForward(there: ApplicationRow, version: string, sealedVersion: string): void {
    const inForce = this.#matters.inForce(there.handle_item).version;
    if (there.receipt !== null || there.sealed_version !== sealedVersion || version !== inForce) {
      throw conflict();
    }
    this.#matters.openFor(there.handle_item, version, sealedVersion);
    this.#ground.ledger.run(
      `update applications set version = ?, saved = null, state = 'numbered' where apply_no = ?`,
      ...[version, there.apply_no],
    );
  }

  /** What we accepted once and have lost or altered since: the receipt gives it its number back. */
  async #takeAgain(
    caller: Caller,
    body: RequestBody<'getApplyNo'>,
    receiptText: string,
  ): Promise<Answer<'getApplyNo'>> {
    const receipt = await this.#receipts.readOwn(receiptText, caller.idempotencyKey);
    const { applyNo } = receipt;
    const { ledger } = this.#ground;
    this.#matters.document(body.handleItem, body.version);
    ledger.transaction(() => {
      const there = this.ofKey(caller.idempotencyKey);
      if (!there) {
        // Since the loss the number may have been given to somebody else: ours to sort out, not the terminal's.
        if (this.#row(applyNo)) throw conflict();
        this.#insert(caller, applyNo, body, receiptText);
      } else if (there.digest !== receipt.digest || there.apply_no !== applyNo) {
        if (there.batch > 1) throw conflict();
        this.removeUploads(there.apply_no);
        ledger.run(
          `update applications set apply_no = ?, state = 'numbered', saved = null, receipt = null, digest = null,
             handle_item = ?, version = ?, sealed_version = ?, earlier_receipt = ? where apply_no = ?`,
          ...[applyNo, body.handleItem, body.version, body.sealedVersion ?? body.version, receiptText],
          there.apply_no,
        );
      }
    });
    return { applyNo };
  }

  #insert(
    caller: Caller,
    applyNo: string,
    { handleItem, version, sealedVersion = version }: RequestBody<'getApplyNo'>,
    earlierReceipt: string | null,
  ): void {
    this.#ground.ledger.run(
      `insert into applications (apply_no, idempotency_key, terminal_id, unit_code, handle_item, version,
         sealed_version, earlier_receipt) values (?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[applyNo, caller.idempotencyKey, caller.terminalId, this.#matters.unitOf(handleItem)],
      ...[handleItem, version, sealedVersion, earlierReceipt],
    );
  }

  async saveApplyInfo(
    caller: Caller,
    applyNo: string,
    body: RequestBody<'saveApplyInfo'> | OnlineApplication,
  ): Promise<Answer<'saveApplyInfo'>> {
    const application = this.ofCaller(applyNo, caller);
    const saved = JSON.stringify(body);
    if (application.saved !== null) {
      if (application.saved !== saved) throw conflict();
      return { applyNo };
    }
    const { handleItem, version, sealedVersion = version } = body;
    const { handle_item, version: numbered, sealed_version } = application;
    if (handleItem !== handle_item || version !== numbered || sealedVersion !== sealed_version) {
      throw conflict();
    }
    if (body.terminalId !== caller.terminalId) {
      throw new Refusal('VALIDATION_FAILED', 'the terminal is not the one that sends', 'terminalId');
    }
    this.#assertOpen(application);
    const sealed = await this.readForm(application, caller.idempotencyKey, body.envelope);
    const tag = this.#applicantTag(sealed, this.#matters.document(handleItem, version).matter);
    if (tag !== null && this.#matters.isOneForEachPerson(handleItem)) this.#assertNoOther(application, tag);
    this.#ground.forms.set(applyNo, sealed.form);
    this.#ground.ledger.run(
      `update applications set saved = ?, state = 'saved', applicant_tag = ?, by_agent = ?
         where apply_no = ? and saved is null`,
      ...[saved, tag, sealed.agent === undefined ? 0 : 1, applyNo],
    );
    return { applyNo };
  }

  /** Opens a form and holds it against its matter, and that of a correction against what it corrects. @throws Refusal */
  async readForm(application: ApplicationRow, key: string, envelope: string): Promise<SealedForm> {
    const { validator, matter } = this.#matters.document(application.handle_item, application.version);
    const sealed = await this.#open(application, key, envelope);
    const [problem] = validator.form(sealed.form);
    if (problem) {
      throw new Refusal('VALIDATION_FAILED', `the form does not fit: ${problem.keyword}`, problem.field);
    }
    assertMayAct(matter, sealed);
    const { saved, idempotency_key: firstKey } = application;
    if (saved !== null && key !== firstKey) {
      const first = JSON.parse(saved) as RequestBody<'saveApplyInfo'>;
      assertSameParties(await this.#open(application, firstKey, first.envelope), sealed);
    }
    return sealed;
  }

  #open(application: ApplicationRow, key: string, envelope: string): Promise<SealedForm> {
    return openForm(envelope, bindingOf(application, key, 'form'), this.#ground.keys.decrypt);
  }

  async submitApplyInfo(
    caller: Caller,
    applyNo: string,
    body: RequestBody<'submitApplyInfo'>,
  ): Promise<Answer<'submitApplyInfo'>> {
    const { ledger } = this.#ground;
    const application = this.ofCaller(applyNo, caller);
    if (application.saved === null) {
      throw new Refusal('VALIDATION_FAILED', 'nothing was saved yet', 'envelope');
    }
    const { envelope } = JSON.parse(application.saved) as RequestBody<'saveApplyInfo'>;
    const uploads = this.completeUploads(applyNo, application.idempotency_key);
    const digest = submissionDigest(envelope, uploads);
    if (application.receipt === null) {
      this.#assertOpen(application);
      const { matter } = this.#matters.document(application.handle_item, application.version);
      assertNothingMissing(materialsOf(matter, application.by_agent === 1), uploads);
    }
    if (body.digest !== digest) throw new Refusal('HASH_MISMATCH', 'not what was sent', 'digest');
    const receipt = application.receipt ?? (await this.#accept(application, digest));
    ledger.run('update applications set submits = submits + 1 where apply_no = ?', applyNo);
    return { receipt };
  }

  /** @returns the receipt's text */
  async #accept(application: ApplicationRow, digest: string): Promise<string> {
    const { matter } = this.#matters.document(application.handle_item, application.version);
    const earlier = application.earlier_receipt;
    const receipt: Receipt =
      earlier === null
        ? this.receiptFor(application, application.idempotency_key, digest, matter)
        : await this.#receipts.readOwn(earlier, application.idempotency_key);
    if (receipt.digest !== digest) throw new Refusal('HASH_MISMATCH', 'not what was accepted', 'digest');
    const text = earlier ?? (await this.#receipts.sign(receipt));
    const said = firstOpinion(matter);
    const { ledger } = this.#ground;
    return ledger.transaction(() => {
      const first = ledger.run(
        `update applications set state = ?, receipt = ?, earlier_receipt = null, received_at = ?, limit_date = ?,
           digest = ? where apply_no = ? and receipt is null`,
        ...[said.finished ? 'finished' : 'submitted', text, receipt.receivedAt, receipt.limitDate, digest],
        application.apply_no,
      );
      // Two requests at once: the first one made the receipt.
      if (first === 0) return this.#row(application.apply_no)?.receipt as string;
      const limitDate = said.finished ? {} : { limitDate: receipt.limitDate };
      this.#feed.add(application, { kind: said.finished ? 'finished' : 'opinion', ...said, ...limitDate });
      return text;
    });
  }

  /** A receipt as of now, not signed yet. The limit counts from this moment (art. 14). */
  receiptFor(application: ApplicationRow, key: string, digest: string, matter: Matter): Receipt {
    const receivedAt = this.#ground.now();
    const limit = addWorkingDays(shanghaiDay(receivedAt), matter.limit.workingDays);
    return {
      ...{ idempotencyKey: key, applyNo: application.apply_no, digest },
      ...{ receivedAt: receivedAt.toISOString(), limitDate: limit.date, limitProvisional: limit.provisional },
    };
  }

  queryApplyInfo(terminalId: string, applyNo: string): Answer<'queryApplyInfo'> {
    const row = this.ofTerminal(applyNo, terminalId);
    return { applyNo, state: row.state, receivedAt: row.received_at, limitDate: row.limit_date };
  }

  completeUploads(applyNo: string, key: string): UploadRow[] {
    return this.#ground.ledger.all<UploadRow>(
      'select * from uploads where idempotency_key = ? and apply_no = ? and complete = 1',
      ...[key, applyNo],
    );
  }

  removeUploads(applyNo: string): void {
    const { ledger } = this.#ground;
    ledger.run('delete from chunks where upload_id in (select id from uploads where apply_no = ?)', applyNo);
    ledger.run('delete from uploads where apply_no = ?', applyNo);
  }

  ofKey(idempotencyKey: string): ApplicationRow | undefined {
    return this.#ground.ledger.get<ApplicationRow>(
      'select * from applications where idempotency_key = ? and double_of is null',
      idempotencyKey,
    );
  }

  /** @throws Refusal when the caller's terminal has no such number */
  ofTerminal(applyNo: string, terminalId: string): ApplicationRow {
    const row = this.#row(applyNo);
    if (!row || row.terminal_id !== terminalId) {
      throw new Refusal('APPLICATION_UNKNOWN', 'this terminal has no application of this number');
    }
    return row;
  }

  /** As `ofTerminal`; the key must be the submission's too. */
  ofCaller(applyNo: string, caller: Caller): ApplicationRow {
    const row = this.ofTerminal(applyNo, caller.terminalId);
    if (row.idempotency_key !== caller.idempotencyKey) throw conflict();
    return row;
  }

  #row(applyNo: string): ApplicationRow | undefined {
    return this.#ground.ledger.get<ApplicationRow>('select * from applications where apply_no = ?', applyNo);
  }

  /** What was accepted once is taken again, whatever became of the matter since. */
  #assertOpen({ handle_item, version, sealed_version, earlier_receipt }: ApplicationRow): void {
    if (earlier_receipt === null) this.#matters.openFor(handle_item, version, sealed_version);
  }

  /** Knows a person or an enterprise again without holding the number; null where the form has none. */
  #applicantTag({ form, applicant }: SealedForm, matter: Matter): string | null {
    const number = applicant?.creditCode ?? idNumberOf(matter, form);
    if (number === null) return null;
    const { encryptionKey } = this.#ground.keys.public;
    return createHmac('sha256', JSON.stringify(encryptionKey)).update(number).digest('hex');
  }

  #assertNoOther(application: ApplicationRow, tag: string): void {
    const other = this.#ground.ledger.get(
      `select 1 from applications where applicant_tag = ? and handle_item = ? and apply_no <> ?
         and receipt is not null and state <> 'finished'`,
      ...[tag, application.handle_item, application.apply_no],
    );
    if (other) throw new Refusal('DUPLICATE_CASE', 'this person has an open application for this matter');
  }

  /** Looks like the city's numbers: a prefix, the day, eight digits; cannot be guessed from another one. */
  newApplyNo(): string {
    const day = shanghaiDay(this.#ground.now()).replaceAll('-', '').slice(2);
    const applyNo = `SQ${day}${String(randomInt(100_000_000)).padStart(8, '0')}`;
    return this.#row(applyNo) ? this.newApplyNo() : applyNo;
  }
}

/** Shared data (5) is fetched by the platform itself: nobody has to hand it in. @throws Refusal */
function assertNothingMissing(materials: readonly MatterMaterial[], uploads: readonly UploadRow[]): void {
  const missing = materials.find(
    (each) =>
      each.stuffType === 0 &&
      each.necessity === 'required' &&
      !uploads.some((upload) => upload.code === each.code),
  );
  if (missing) throw new Refusal('MATERIAL_MISSING', 'a material is missing', missing.code);
}
