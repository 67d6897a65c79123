import { randomInt, randomUUID } from 'node:crypto';
import type { Catalogue, CataloguedMatter, FormValues } from '@tongban/kiosk-config/catalogue';
import { addWorkingDays } from '@tongban/kiosk-config/working-days';
import type Database from 'better-sqlite3';
import {
  envelopeDigest,
  shanghaiDay,
  statusEvent,
  submissionDigest,
  type Answer,
  type Receipt,
  type RequestBody,
} from '../contract/index.ts';
import type { PlatformKeys } from './keys.ts';
import type { ApplicationRow, EventRow, UploadRow } from './ledger.ts';
import { openForm, openMaterial } from './open-envelope.ts';
import { firstOpinion } from './opinions.ts';
import { Refusal } from './refusal.ts';

/** Small enough that a form's material takes several in a test, large enough for a scan. */
const CHUNK_BYTES = 256 * 1024;
const EVENTS_PER_PAGE = 100;

interface Caller {
  readonly terminalId: string;
  readonly idempotencyKey: string;
}

/** The rules of the platform; knows no HTTP. Every method may be called again with the same arguments. */
export class Platform {
  readonly suspended = new Set<string>();
  /** Forms by application number; in memory only, for tests. */
  readonly forms = new Map<string, FormValues>();
  readonly #db: Database.Database;
  readonly #keys: PlatformKeys;
  readonly #catalogue: Catalogue;
  readonly #now: () => Date;
  /** Names this ledger in cursors: a cursor of another one is refused. */
  readonly #ledgerName: string;

  constructor(
    db: Database.Database,
    ledgerName: string,
    keys: PlatformKeys,
    catalogue: Catalogue,
    now: () => Date,
  ) {
    this.#db = db;
    this.#ledgerName = ledgerName;
    this.#keys = keys;
    this.#catalogue = catalogue;
    this.#now = now;
  }

  getApplyNo(caller: Caller, body: RequestBody<'getApplyNo'>): Answer<'getApplyNo'> {
    const there = this.#db
      .prepare<[string], ApplicationRow>('select * from applications where idempotency_key = ?')
      .get(caller.idempotencyKey);
    if (there) {
      if (there.handle_item !== body.handleItem || there.version !== body.version) throw conflict();
      return { applyNo: there.apply_no };
    }
    this.#openMatter(body.handleItem, body.version);
    const applyNo = this.#newApplyNo();
    this.#db
      .prepare(
        `insert into applications (apply_no, idempotency_key, terminal_id, handle_item, version) values (?, ?, ?, ?, ?)`,
      )
      .run(applyNo, caller.idempotencyKey, caller.terminalId, body.handleItem, body.version);
    return { applyNo };
  }

  async saveApplyInfo(
    caller: Caller,
    applyNo: string,
    body: RequestBody<'saveApplyInfo'>,
  ): Promise<Answer<'saveApplyInfo'>> {
    const application = this.#application(applyNo, caller);
    const saved = JSON.stringify(body);
    if (application.saved !== null) {
      if (application.saved !== saved) throw conflict();
      return { applyNo };
    }
    if (body.handleItem !== application.handle_item || body.version !== application.version) throw conflict();
    if (body.terminalId !== caller.terminalId) {
      throw new Refusal(422, 'VALIDATION_FAILED', 'the terminal is not the one that sends', 'terminalId');
    }
    const { validator } = this.#openMatter(body.handleItem, body.version);
    const { form } = await openForm(body.envelope, this.#binding(application), this.#keys.decrypt);
    const [problem] = validator.form(form);
    if (problem) {
      throw new Refusal(422, 'VALIDATION_FAILED', `the form does not fit: ${problem.keyword}`, problem.field);
    }
    this.forms.set(applyNo, form);
    this.#db
      .prepare(`update applications set saved = ?, state = 'saved' where apply_no = ? and saved is null`)
      .run(saved, applyNo);
    return { applyNo };
  }

  startUpload(
    caller: Caller,
    applyNo: string,
    body: RequestBody<'uploadApplyStuff'>,
  ): Answer<'uploadApplyStuff'> {
    const application = this.#application(applyNo, caller);
    const declared = JSON.stringify(body);
    const there = this.#db
      .prepare<[string, string], UploadRow>('select * from uploads where apply_no = ? and code = ?')
      .get(applyNo, body.code);
    if (there) {
      if (there.declared !== declared) throw conflict();
      return this.#uploadState(there);
    }
    const { matter } = this.#openMatter(application.handle_item, application.version);
    if (
      !matter.materials.some(
        (material) => material.code === body.code && material.stuffType === body.stuffType,
      )
    ) {
      throw new Refusal(422, 'VALIDATION_FAILED', 'the matter has no such material', body.code);
    }
    this.#db
      .prepare('insert into uploads (id, apply_no, code, declared, size, sha256) values (?, ?, ?, ?, ?, ?)')
      .run(randomUUID(), applyNo, body.code, declared, body.size, body.sha256);
    return this.startUpload(caller, applyNo, body);
  }

  putChunk(caller: Caller, uploadId: string, chunk: number, bytes: Uint8Array): Answer<'putChunk'> {
    const upload = this.#upload(caller, uploadId);
    if (chunk * CHUNK_BYTES >= upload.size || bytes.length > CHUNK_BYTES) {
      throw new Refusal(400, 'BODY_INVALID', 'the chunk lies outside the declared size');
    }
    if (!upload.complete) {
      this.#db
        .prepare(
          `insert into chunks (upload_id, chunk, bytes) values (?, ?, ?)
             on conflict (upload_id, chunk) do update set bytes = excluded.bytes`,
        )
        .run(uploadId, chunk, bytes);
    }
    return { received: chunk };
  }

  async completeUpload(caller: Caller, uploadId: string): Promise<Answer<'completeUpload'>> {
    const upload = this.#upload(caller, uploadId);
    if (upload.complete) return { sha256: upload.sha256 };
    const bytes = Buffer.concat(
      this.#db
        .prepare<[string], Buffer>('select bytes from chunks where upload_id = ? order by chunk')
        .pluck()
        .all(uploadId),
    );
    if (bytes.length !== upload.size || envelopeDigest(bytes) !== upload.sha256) {
      this.#db.prepare('delete from chunks where upload_id = ?').run(uploadId);
      throw new Refusal(
        422,
        'HASH_MISMATCH',
        'the chunks are not what was declared; send them again',
        upload.code,
      );
    }
    const binding = this.#binding(this.#application(upload.apply_no, caller));
    await openMaterial(
      bytes.toString('utf8'),
      { ...binding, part: `material:${upload.code}` },
      this.#keys.decrypt,
    );
    this.#db.prepare('update uploads set complete = 1 where id = ?').run(uploadId);
    return { sha256: upload.sha256 };
  }

  async submitApplyInfo(
    caller: Caller,
    applyNo: string,
    body: RequestBody<'submitApplyInfo'>,
  ): Promise<Answer<'submitApplyInfo'>> {
    const application = this.#application(applyNo, caller);
    if (application.saved === null)
      throw new Refusal(422, 'VALIDATION_FAILED', 'nothing was saved yet', 'envelope');
    const uploads = this.#db
      .prepare<[string], UploadRow>('select * from uploads where apply_no = ? and complete = 1')
      .all(applyNo);
    const { envelope } = JSON.parse(application.saved) as RequestBody<'saveApplyInfo'>;
    const digest = submissionDigest(envelope, uploads);
    if (application.receipt === null) {
      const { matter } = this.#openMatter(application.handle_item, application.version);
      // Shared data (5) is fetched by the platform itself: nobody has to hand it in.
      const missing = matter.materials.find(
        ({ code, stuffType }) => stuffType === 0 && !uploads.some((upload) => upload.code === code),
      );
      if (missing) throw new Refusal(422, 'MATERIAL_MISSING', 'a material is missing', missing.code);
    }
    if (body.digest !== digest) throw new Refusal(422, 'HASH_MISMATCH', 'not what was sent', 'digest');
    if (application.receipt === null) await this.#accept(application, digest);
    this.#db.prepare('update applications set submits = submits + 1 where apply_no = ?').run(applyNo);
    return { receipt: this.#application(applyNo, caller).receipt as string };
  }

  async #accept(application: ApplicationRow, digest: string): Promise<void> {
    const { matter } = this.#openMatter(application.handle_item, application.version);
    const receivedAt = this.#now();
    const limit = addWorkingDays(shanghaiDay(receivedAt), matter.limit.workingDays);
    const receipt: Receipt = {
      ...{ idempotencyKey: application.idempotency_key, applyNo: application.apply_no, digest },
      ...{ receivedAt: receivedAt.toISOString(), limitDate: limit.date, limitProvisional: limit.provisional },
    };
    const text = await this.#keys.sign(receipt);
    const said = firstOpinion(matter);
    this.#db.transaction(() => {
      const { changes } = this.#db
        .prepare(
          `update applications set state = ?, receipt = ?, received_at = ?, limit_date = ?
             where apply_no = ? and receipt is null`,
        )
        .run(
          ...[said.finished ? 'finished' : 'submitted', text, receipt.receivedAt, receipt.limitDate],
          application.apply_no,
        );
      // Two requests at once: the first one made the receipt.
      if (changes === 0) return;
      this.#db
        .prepare(
          `insert into events (idempotency_key, apply_no, at, opinion, next_step, finished) values (?, ?, ?, ?, ?, ?)`,
        )
        .run(
          ...[application.idempotency_key, application.apply_no, receipt.receivedAt],
          ...[JSON.stringify(said.opinion), JSON.stringify(said.nextStep), said.finished ? 1 : 0],
        );
    })();
  }

  queryApplyInfo(terminalId: string, applyNo: string): Answer<'queryApplyInfo'> {
    const {
      state,
      received_at: receivedAt,
      limit_date: limitDate,
    } = this.#application(applyNo, { terminalId });
    return { applyNo, state, receivedAt, limitDate };
  }

  listEvents(terminalId: string, cursor: string): Answer<'listEvents'> {
    const [name, position] = cursor === '' ? [this.#ledgerName, '0'] : cursor.split(':');
    if (name !== this.#ledgerName || !/^\d{1,15}$/.test(position ?? '')) {
      throw new Refusal(410, 'CURSOR_UNKNOWN', 'the cursor is not of this platform; begin again without one');
    }
    const rows = this.#db
      .prepare<[number, string, number], EventRow>(
        `select events.* from events join applications using (apply_no)
           where sequence > ? and terminal_id = ? order by sequence limit ?`,
      )
      .all(Number(position), terminalId, EVENTS_PER_PAGE);
    return {
      cursor: `${name}:${rows.at(-1)?.sequence ?? position}`,
      events: rows.map((row) =>
        statusEvent.parse({
          ...{
            sequence: row.sequence,
            idempotencyKey: row.idempotency_key,
            applyNo: row.apply_no,
            at: row.at,
          },
          ...{
            opinion: JSON.parse(row.opinion),
            nextStep: JSON.parse(row.next_step),
            finished: row.finished === 1,
            kind: row.finished === 1 ? 'finished' : 'opinion',
          },
        }),
      ),
    };
  }

  #openMatter(handleItem: string, version: string): CataloguedMatter {
    const found = this.#catalogue.get(handleItem);
    if (!found) throw new Refusal(422, 'ITEM_UNKNOWN', 'there is no such matter', 'handleItem');
    if (this.suspended.has(handleItem)) throw new Refusal(409, 'ITEM_SUSPENDED', 'the matter is suspended');
    if (found.matter.version !== version) {
      throw new Refusal(409, 'VERSION_STALE', `the version in force is ${found.matter.version}`, 'version');
    }
    return found;
  }

  #application(applyNo: string, caller: { terminalId: string; idempotencyKey?: string }): ApplicationRow {
    const row = this.#db
      .prepare<[string], ApplicationRow>('select * from applications where apply_no = ?')
      .get(applyNo);
    if (!row || row.terminal_id !== caller.terminalId) {
      throw new Refusal(404, 'APPLICATION_UNKNOWN', 'this terminal has no application of this number');
    }
    if (caller.idempotencyKey !== undefined && caller.idempotencyKey !== row.idempotency_key)
      throw conflict();
    return row;
  }

  #upload(caller: Caller, uploadId: string): UploadRow {
    const row = this.#db.prepare<[string], UploadRow>('select * from uploads where id = ?').get(uploadId);
    if (!row) throw new Refusal(404, 'UPLOAD_UNKNOWN', 'there is no such upload; start it again');
    this.#application(row.apply_no, caller);
    return row;
  }

  #uploadState(upload: UploadRow): Answer<'uploadApplyStuff'> {
    const received = this.#db
      .prepare<[string], number>('select chunk from chunks where upload_id = ? order by chunk')
      .pluck()
      .all(upload.id);
    return { uploadId: upload.id, chunkBytes: CHUNK_BYTES, received, complete: upload.complete === 1 };
  }

  #binding(application: ApplicationRow) {
    return {
      ...{ idempotencyKey: application.idempotency_key, handleItem: application.handle_item },
      ...{ version: application.version, part: 'form' as const },
    };
  }

  /** Looks like the city's numbers: a prefix, the day, eight digits; cannot be guessed from another one. */
  #newApplyNo(): string {
    const day = shanghaiDay(this.#now()).replaceAll('-', '').slice(2);
    const applyNo = `SQ${day}${String(randomInt(100_000_000)).padStart(8, '0')}`;
    const taken = this.#db.prepare('select 1 from applications where apply_no = ?').get(applyNo);
    return taken ? this.#newApplyNo() : applyNo;
  }
}

function conflict(): Refusal {
  return new Refusal(409, 'IDEMPOTENCY_CONFLICT', 'this key was used before with something else');
}
