import {
  envelopeDigest,
  receiptSchema,
  sha256Hex,
  submissionDigest,
  type Receipt,
} from '../contract/index.ts';
import { suiteOfKey } from '../crypto/index.ts';
import { encodeForm } from '../submissions/seal.ts';
import type { Caller } from '../sandbox/ground.ts';
import type { Platform } from '../sandbox/platform.ts';
import { canonicalDocument, type HandedIn } from './canonical.ts';

/** The portal is a sender like a terminal; its name stands in the platform's records. */
export const PORTAL_ID = 'online-portal';

/** What is shown of an application that was taken; nothing personal. */
export type OnlineReceipt = Pick<Receipt, 'applyNo' | 'receivedAt' | 'limitDate' | 'limitProvisional'> & {
  readonly handleItem: string;
  readonly version: string;
};

/** Hands in what came by the browser, by the same rules of the platform as for a terminal. */
export class OnlineDesk {
  readonly #platform: Platform;
  /** A second click while the first is under way waits for the same outcome. */
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /**
   * The same content posted again from the same page is the same application; other content is another one.
   * @param pageKey made with the page
   * @returns the key to ask for the receipt with
   * @throws Refusal
   */
  async submit(pageKey: string, handedIn: HandedIn): Promise<string> {
    const key = `${pageKey}-${sha256Hex(canonicalDocument(handedIn)).slice(0, 32)}`;
    if (this.receipt(key)) return key;
    const underWay = this.#underWay.get(key) ?? this.#submit(key, handedIn);
    this.#underWay.set(key, underWay);
    try {
      await underWay;
    } finally {
      this.#underWay.delete(key);
    }
    return key;
  }

  async #submit(
    idempotencyKey: string,
    { handleItem, version, form, language, agent, applicant, materials }: HandedIn,
  ): Promise<void> {
    const { applications, uploads, ground } = this.#platform;
    const caller: Caller = { terminalId: PORTAL_ID, idempotencyKey };
    const { encryptionKey } = ground.keys.public;
    const seal = await suiteOfKey(encryptionKey).sealer(encryptionKey);
    const sealPart = async (plaintext: Uint8Array, part: 'form' | `material:${string}`): Promise<string> => {
      const binding = { idempotencyKey, handleItem, version, part };
      return (await seal(plaintext, binding, null)).envelope;
    };
    const { applyNo } = await applications.getApplyNo(caller, { handleItem, version });
    const sealedForm = encodeForm({
      ...{ form: { ...form }, language },
      ...(agent && { agent }),
      ...(applicant && { applicant }),
    });
    const envelope = await sealPart(sealedForm, 'form');
    await applications.saveApplyInfo(caller, applyNo, {
      ...{ channel: 'ONLINE', handleItem, version, terminalId: PORTAL_ID, envelope },
      capturedAt: ground.now().toISOString(),
    });
    const digests: { code: string; sha256: string }[] = [];
    for (const { code, mediaType, bytes } of materials) {
      const sealed = Buffer.from(await sealPart(bytes, `material:${code}`), 'utf8');
      const sha256 = envelopeDigest(sealed);
      const declared = { code, stuffType: 0 as const, mediaType, size: sealed.length, sha256 };
      const { uploadId, chunkBytes } = await uploads.start(caller, applyNo, declared);
      for (let chunk = 0; chunk * chunkBytes < sealed.length; chunk++) {
        const part = sealed.subarray(chunk * chunkBytes, (chunk + 1) * chunkBytes);
        uploads.putChunk(caller, uploadId, chunk, part);
      }
      await uploads.complete(caller, uploadId);
      digests.push({ code, sha256 });
    }
    await applications.submitApplyInfo(caller, applyNo, { digest: submissionDigest(envelope, digests) });
  }

  /** @returns null for a key under which nothing was accepted */
  receipt(key: string): OnlineReceipt | null {
    const row = this.#platform.applications.ofKey(key);
    if (!row || row.terminal_id !== PORTAL_ID || row.receipt === null) return null;
    // Compact JWS of the platform that we are part of: nobody else could have put it there.
    const [, payload = ''] = row.receipt.split('.');
    const receipt = receiptSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    return { ...receipt, handleItem: row.handle_item, version: row.version };
  }
}
