import { randomUUID } from 'node:crypto';
import { materialsOf } from '@tongban/kiosk-config/catalogue';
import { envelopeDigest, LICENCE_REFERENCE_TYPE, type Answer, type RequestBody } from '../contract/index.ts';
import { fetchLicence } from '../modules/sandbox/licences.ts';
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

  /** A reference (stuffType 1) comes whole, and the licence is fetched at once; a file begins here. @throws Refusal */
  async start(
    caller: Caller,
    applyNo: string,
    body: RequestBody<'uploadApplyStuff'>,
  ): Promise<Answer<'uploadApplyStuff'>> {
    const isRevision = body.stuffStatus === 2;
    const application = isRevision
      ? this.#applications.ofTerminal(applyNo, caller.terminalId)
      : this.#applications.ofCaller(applyNo, caller);
    const there = this.#begun(caller, applyNo, body);
    if (there) return there;
    this.#assertExpected(application, body, isRevision);
    const reference = body.stuffType === 1 ? await this.#fetch(application, caller, body) : null;
    // The same request may have come twice, and the other one was quicker.
    return this.#begun(caller, applyNo, body) ?? this.#begin(caller, applyNo, body, reference);
  }

  #begun(
    caller: Caller,
    applyNo: string,
    body: RequestBody<'uploadApplyStuff'>,
  ): Answer<'uploadApplyStuff'> | null {
    const there = this.#ground.ledger.get<UploadRow>(
      'select * from uploads where idempotency_key = ? and apply_no = ? and code = ?',
      ...[caller.idempotencyKey, applyNo, body.code],
    );
    if (!there) return null;
    if (there.declared !== JSON.stringify(body)) throw conflict();
    return this.#state(there);
  }

  /** @param reference envelope of a reference whose licence was fetched: nothing is left to upload */
  #begin(
    caller: Caller,
    applyNo: string,
    body: RequestBody<'uploadApplyStuff'>,
    reference: Uint8Array | null,
  ): Answer<'uploadApplyStuff'> {
    const { ledger } = this.#ground;
    const id = randomUUID();
    ledger.transaction(() => {
      ledger.run(
        `insert into uploads (id, apply_no, idempotency_key, code, declared, size, sha256, complete)
           values (?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[id, applyNo, caller.idempotencyKey, body.code, JSON.stringify(body), body.size, body.sha256],
        reference === null ? 0 : 1,
      );
      if (reference)
        ledger.run('insert into chunks (upload_id, chunk, bytes) values (?, 0, ?)', id, reference);
    });
    return {
      uploadId: id,
      chunkBytes: CHUNK_BYTES,
      received: reference ? [0] : [],
      complete: reference !== null,
    };
  }

  /** Fetches the licence that a reference names. @returns the reference's envelope @throws Refusal */
  async #fetch(
    application: ApplicationRow,
    { idempotencyKey }: Caller,
    { code, mediaType, envelope, size, sha256 }: RequestBody<'uploadApplyStuff'>,
  ): Promise<Uint8Array> {
    const bytes = Buffer.from(envelope ?? '', 'utf8');
    if (envelope === undefined || mediaType !== LICENCE_REFERENCE_TYPE) {
      throw new Refusal('VALIDATION_FAILED', 'a reference comes with its envelope', code);
    }
    if (bytes.length !== size || envelopeDigest(bytes) !== sha256) {
      throw new Refusal('HASH_MISMATCH', 'the envelope is not what was declared', code);
    }
    if (application.saved === null) {
      throw new Refusal('VALIDATION_FAILED', 'the form comes first: it says whose licence it is', code);
    }
    const binding = bindingOf(application, idempotencyKey, `material:${code}`);
    const plaintext = await openMaterial(envelope, binding, this.#ground.keys.decrypt);
    const saved = JSON.parse(application.saved) as RequestBody<'saveApplyInfo'>;
    const { form } = await this.#applications.readForm(
      application,
      application.idempotency_key,
      saved.envelope,
    );
    const { matter } = this.#matters.document(application.handle_item, application.version);
    const wanted = matter.needs?.licences?.find(({ material }) => material === code);
    const fetched = fetchLicence(this.#ground, plaintext, application.handle_item, form);
    if (!fetched || fetched.catalogueCode !== wanted?.catalogueCode) {
      throw new Refusal(
        'VALIDATION_FAILED',
        'the reference leads to no licence of this kind and person',
        code,
      );
    }
    return bytes;
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
    const isKnown =
      body.stuffType === 1
        ? matter.needs?.licences?.some(({ material }) => material === body.code) === true
        : materialsOf(matter, matter.agentFiling).some(
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
