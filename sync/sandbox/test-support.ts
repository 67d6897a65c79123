import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { PlatformApi, type Call, type Reply } from '../client/api.ts';
import {
  operations,
  submissionDigest,
  type Answer,
  type EnvelopeBinding,
  type OperationName,
  type RequestKeyJwk,
  type Revision,
} from '../contract/index.ts';
import { suiteOfKey, type Sealed } from '../crypto/index.ts';
import { temporaryFolder } from '../testing/line.ts';
import { citizen, promisedMatter, writeTestCatalogue } from '../testing/test-matters.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from './index.ts';

export const TERMINAL = 'T-1';
export const goodForm = { name: citizen.name, idNumber: citizen.idNumber, phone: citizen.phone };
const CAPTURED_AT = '2026-02-13T01:30:00.000Z';

/** A submission that the platform has accepted. */
export interface Accepted {
  readonly key: string;
  readonly applyNo: string;
  readonly receipt: string;
  readonly digest: string;
}

/** A terminal's hands on a platform of its own: every request is signed and every answer is checked. */
export class Hands {
  readonly sandbox: Sandbox;
  readonly api: PlatformApi;

  constructor(sandbox: Sandbox, terminalId = TERMINAL) {
    this.sandbox = sandbox;
    this.api = new PlatformApi(sandbox.url, terminalId, sandbox.terminalKeys[terminalId] as RequestKeyJwk);
    onTestFinished(() => this.api.close());
  }

  try<O extends OperationName>(operation: O, call: Omit<Call<O>, 'timeoutMs'>): Promise<Reply<Answer<O>>> {
    const key = operations[operation].method === 'GET' ? {} : { idempotencyKey: randomUUID() };
    return this.api.call(operation, { timeoutMs: 5000, ...key, ...call } as Call<O>);
  }

  /** As `try`, of what must succeed. */
  async call<O extends OperationName>(operation: O, call: Omit<Call<O>, 'timeoutMs'>): Promise<Answer<O>> {
    const reply = await this.try(operation, call);
    if (reply.kind !== 'answer') throw new Error(`${operation}: ${JSON.stringify(reply)}`);
    return reply.value;
  }

  async seal(
    content: unknown,
    binding: Partial<EnvelopeBinding> & { idempotencyKey: string },
  ): Promise<Sealed> {
    const { encryptionKey } = this.sandbox.keys;
    const seal = await suiteOfKey(encryptionKey).sealer(encryptionKey);
    const { handleItem, version } = promisedMatter;
    const bytes = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
    return seal(bytes, { handleItem, version, part: 'form', ...binding }, null);
  }

  /** Every step from number to receipt. */
  async submit(
    changes: {
      key?: string;
      form?: object;
      version?: string;
      sealedVersion?: string;
      earlierReceipt?: string;
      sealedForm?: Sealed;
      sealedMaterial?: Sealed;
    } = {},
  ): Promise<Accepted> {
    const { key: idempotencyKey = randomUUID(), version = promisedMatter.version, earlierReceipt } = changes;
    const { handleItem } = promisedMatter;
    const { sealedVersion = version } = changes;
    const place = { idempotencyKey, version: sealedVersion };
    const both = { version, ...(sealedVersion === version ? {} : { sealedVersion }) };
    const { applyNo } = await this.call('getApplyNo', {
      idempotencyKey,
      body: { handleItem, ...both, ...(earlierReceipt === undefined ? {} : { earlierReceipt }) },
    });
    const content = { form: changes.form ?? goodForm, language: 'zh-CN' };
    const form = changes.sealedForm ?? (await this.seal(content, place));
    await this.call('saveApplyInfo', {
      ...{ idempotencyKey, path: { applyNo } },
      body: {
        ...{ handleItem, ...both, channel: 'KIOSK', terminalId: TERMINAL, siteCode: '310199001' },
        ...{ tempNo: 'T1', capturedAt: CAPTURED_AT, envelope: form.envelope },
      },
    });
    const material =
      changes.sealedMaterial ?? (await this.seal('scan', { ...place, part: 'material:CARD-01' }));
    await this.upload(idempotencyKey, applyNo, material);
    const digest = submissionDigest(form.envelope, [{ code: 'CARD-01', sha256: material.sha256 }]);
    const { receipt } = await this.call('submitApplyInfo', {
      ...{ idempotencyKey, path: { applyNo }, body: { digest } },
    });
    return { key: idempotencyKey, applyNo, receipt, digest };
  }

  async upload(idempotencyKey: string, applyNo: string, material: Sealed, stuffStatus?: 2): Promise<void> {
    const bytes = Buffer.from(material.envelope);
    const { uploadId, complete } = await this.call('uploadApplyStuff', {
      ...{ idempotencyKey, path: { applyNo } },
      body: {
        ...{ code: 'CARD-01', stuffType: 0, mediaType: 'image/png', size: bytes.length },
        ...{ sha256: material.sha256, ...(stuffStatus === undefined ? {} : { stuffStatus }) },
      },
    });
    if (complete) return;
    await this.call('putChunk', { idempotencyKey, path: { uploadId, chunk: 0 }, bytes });
    await this.call('completeUpload', { idempotencyKey, path: { uploadId }, body: {} });
  }

  /** What a citizen adds or corrects, with the material uploaded. */
  async revision(
    applyNo: string,
    { key, form = goodForm, batch = 2 }: { key: string; form?: object; batch?: number },
  ): Promise<Revision> {
    const { envelope } = await this.seal({ form, language: 'zh-CN' }, { idempotencyKey: key });
    const material = await this.seal('better scan', { idempotencyKey: key, part: 'material:CARD-01' });
    await this.upload(key, applyNo, material, 2);
    const digest = submissionDigest(envelope, [{ code: 'CARD-01', sha256: material.sha256 }]);
    return { operation: 'U', batch, capturedAt: CAPTURED_AT, envelope, digest };
  }

  /** Kinds of what the feed says about one application, oldest first. */
  async told(applyNo: string): Promise<Record<string, unknown>[]> {
    const { events } = await this.call('listEvents', { query: {} });
    return (events as Record<string, unknown>[]).filter((event) => event['applyNo'] === applyNo);
  }
}

/** A platform that takes signed requests of one terminal alone. */
export async function startPlatform(options: Partial<SandboxOptions> = {}): Promise<Hands> {
  const folder = temporaryFolder();
  const sandbox = await startSandbox({
    ...{ port: 0, dataFolder: null, catalogueFolder: writeTestCatalogue(join(folder, 'catalogue')) },
    terminals: [{ terminalId: TERMINAL, key: null }],
    ...options,
  });
  onTestFinished(() => sandbox.close());
  return new Hands(sandbox);
}

/** A refusal with this code. */
export function refused(code: string): unknown {
  return expect.objectContaining({ kind: 'refused', code });
}
