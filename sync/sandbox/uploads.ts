import { randomUUID } from 'node:crypto';
import { envelopeDigest, type Answer, type RequestBody } from '../contract/index.ts';
import type { Applications } from './applications.ts';
import { bindingOf } from './binding.ts';
import type { Caller, Ground } from './ground.ts';
import type { ApplicationRow, UploadRow } from './ledger.ts';
import type { Matters } from './matters.ts';
import { openMaterial } from './open-envelope.ts';
import { conflict, Refusal } from './refusal.ts';

/** Small enough that a form's material takes several in a test, large enough for a scan. */
const CHUNK_BYTES = 256 * 1024;

/** Materials, chunk by chunk, of a submission or of a revision of it. */
export class Uploads {
  readonly #ground: Ground;
  readonly #matters: Matters;
  readonly #applications: Applications;

  constructor(ground: Ground, matters: Matters, applications: Applications) {
    this.#ground = ground;
    this.#matters = matters;
    this.#applications = applications;
  }

  start(caller: Caller, applyNo: string, body: RequestBody<'uploadApplyStuff'>): Answer<'uploadApplyStuff'> {
    const isRevision = body.stuffStatus === 2;
    const application = isRevision
      ? this.#applications.ofTerminal(applyNo, caller.terminalId)
      : this.#applications.ofCaller(applyNo, caller);
    const declared = JSON.stringify(body);
    const there = this.#ground.ledger.get<UploadRow>(
      'select * from uploads where idempotency_key = ? and apply_no = ? and code = ?',
      ...[caller.idempotencyKey, applyNo, body.code],
    );
    if (there) {
      if (there.declared !== declared) throw conflict();
      return this.#state(there);
    }
    this.#assertExpected(application, body, isRevision);
    const id = randomUUID();
    this.#ground.ledger.run(
      `insert into uploads (id, apply_no, idempotency_key, code, declared, size, sha256)
         values (?, ?, ?, ?, ?, ?, ?)`,
      ...[id, applyNo, caller.idempotencyKey, body.code, declared, body.size, body.sha256],
    );
    return { uploadId: id, chunkBytes: CHUNK_BYTES, received: [], complete: false };
  }

  #assertExpected(
    application: ApplicationRow,
    body: RequestBody<'uploadApplyStuff'>,
    isRevision: boolean,
  ): void {
    const { handle_item: handleItem, version, sealed_version: sealedVersion } = application;
    if (isRevision) {
      this.#matters.assertConnected(application.unit_code);
      if (application.receipt === null) {
        throw new Refusal('SUPPLEMENT_NOT_EXPECTED', 'the application was not handed in yet');
      }
    } else if (application.earlier_receipt === null) {
      this.#matters.openFor(handleItem, version, sealedVersion);
    }
    const { matter } = this.#matters.document(handleItem, version);
    const isKnown = matter.materials.some(
      ({ code, stuffType }) => code === body.code && stuffType === body.stuffType,
    );
    if (!isKnown) throw new Refusal('VALIDATION_FAILED', 'the matter has no such material', body.code);
  }

  putChunk(caller: Caller, uploadId: string, chunk: number, bytes: Uint8Array): Answer<'putChunk'> {
    const { upload } = this.#upload(caller, uploadId);
    if (chunk * CHUNK_BYTES >= upload.size || bytes.length > CHUNK_BYTES) {
      throw new Refusal('BODY_INVALID', 'the chunk lies outside the declared size');
    }
    if (!upload.complete) {
      this.#ground.ledger.run(
        `insert into chunks (upload_id, chunk, bytes) values (?, ?, ?)
           on conflict (upload_id, chunk) do update set bytes = excluded.bytes`,
        ...[uploadId, chunk, bytes],
      );
    }
    return { received: chunk };
  }

  async complete(caller: Caller, uploadId: string): Promise<Answer<'completeUpload'>> {
    const { upload, application } = this.#upload(caller, uploadId);
    if (upload.complete) return { sha256: upload.sha256 };
    const { ledger, keys } = this.#ground;
    const chunks = ledger.all<{ bytes: Buffer }>(
      'select bytes from chunks where upload_id = ? order by chunk',
      uploadId,
    );
    const bytes = Buffer.concat(chunks.map((each) => each.bytes));
    if (bytes.length !== upload.size || envelopeDigest(bytes) !== upload.sha256) {
      ledger.run('delete from chunks where upload_id = ?', uploadId);
      throw new Refusal(
        'HASH_MISMATCH',
        'the chunks are not what was declared; send them again',
        upload.code,
      );
    }
    await openMaterial(
      bytes.toString('utf8'),
      bindingOf(application, upload.idempotency_key, `material:${upload.code}`),
      keys.decrypt,
    );
    ledger.run('update uploads set complete = 1 where id = ?', uploadId);
    return { sha256: upload.sha256 };
  }

  #upload(caller: Caller, uploadId: string): { upload: UploadRow; application: ApplicationRow } {
    const upload = this.#ground.ledger.get<UploadRow>('select * from uploads where id = ?', uploadId);
    if (!upload) throw new Refusal('UPLOAD_UNKNOWN', 'there is no such upload; start it again');
    const application = this.#applications.ofTerminal(upload.apply_no, caller.terminalId);
    if (upload.idempotency_key !== caller.idempotencyKey) throw conflict();
    this.#matters.assertConnected(application.unit_code);
    return { upload, application };
  }

  #state(upload: UploadRow): Answer<'uploadApplyStuff'> {
    const received = this.#ground.ledger.all<{ chunk: number }>(
      'select chunk from chunks where upload_id = ? order by chunk',
      upload.id,
    );
    return {
      ...{ uploadId: upload.id, chunkBytes: CHUNK_BYTES, complete: upload.complete === 1 },
      received: received.map(({ chunk }) => chunk),
    };
  }
}
