import { createHash } from 'node:crypto';
import { z } from 'zod';
import { applyNo, digest, instant } from '../contract/common.ts';
import type { Operation } from '../contract/index.ts';
import type { ModuleClient, ModuleReply } from './module-client.ts';

const verifyCode = z.string().regex(/^[0-9A-Z]{12,32}$/);

/** 电子印章. */
export const eSealOperations = {
  sealDocument: {
    method: 'POST',
    path: '/v1/e-seal/documents',
    summary: 'A document of an accepted application as a sealed PDF that carries its verify code.',
    legacyName: null,
    query: null,
    body: z.strictObject({ applyNo, kind: z.enum(['acceptance-notice', 'result']) }),
    answer: z.object({
      verifyCode,
      /** SM3 of the PDF. */
      digest,
      /** Base64. */
      pdf: z.base64().min(1).max(8_000_000),
    }),
    problems: ['APPLICATION_UNKNOWN', 'IDEMPOTENCY_CONFLICT'],
  },
  verifySealedDocument: {
    method: 'GET',
    path: '/v1/e-seal/documents/{verifyCode}',
    summary: 'Whether a paper is what was sealed: anybody may ask, by the code on it.',
    legacyName: null,
    query: null,
    body: null,
    answer: z.object({ verifyCode, applyNo, digest, sealedAt: instant }),
    problems: ['APPLICATION_UNKNOWN'],
  },
} as const satisfies Record<string, Operation>;

export interface SealedDocument {
  readonly pdf: Uint8Array;
  readonly verifyCode: string;
}

/** Sealed output exists online alone: without the module nothing is printed that looks sealed. */
export class ESeal {
  readonly #client: ModuleClient;

  constructor(client: ModuleClient) {
    this.#client = client;
  }

  /** The sealed document of an accepted application; the same one whenever it is asked for. */
  async document(number: string, kind: 'acceptance-notice' | 'result'): Promise<ModuleReply<SealedDocument>> {
    const reply = await this.#client.call('e-seal', 'sealDocument', eSealOperations.sealDocument, {
      ...{ idempotencyKey: `seal-${kind}-${number}`, body: { applyNo: number, kind } },
    });
    if (reply.kind !== 'done') return reply;
    const pdf = Buffer.from(reply.value.pdf, 'base64');
    if (createHash('sm3').update(pdf).digest('hex') !== reply.value.digest) {
      return { kind: 'refused', code: 'HASH_MISMATCH', field: 'pdf' };
    }
    return { kind: 'done', value: { pdf, verifyCode: reply.value.verifyCode } };
  }

  verify(code: string): Promise<ModuleReply<z.infer<typeof eSealOperations.verifySealedDocument.answer>>> {
    const { verifySealedDocument } = eSealOperations;
    return this.#client.call('e-seal', 'verifySealedDocument', verifySealedDocument, {
      path: { verifyCode: code },
    });
  }
}
