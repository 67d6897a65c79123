import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { enrolledId, order, type Order } from '../centre/contract/terminals.ts';
import { replaceFile } from './replace-file.ts';

/**
 * Who this terminal is, in the folder `identity` below its data folder. The key is made here and never leaves. Key and
 * certificate stand in one file, so that no crash can leave one without the other.
 */

const FOLDER_MODE = 0o700;

const stored = z.strictObject({
  centre: z.url(),
  terminalId: enrolledId,
  siteCode: z.string(),
  /** PKCS #8, PEM. */
  key: z.string(),
  certificate: z.string(),
  authority: z.string(),
});
export type StoredIdentity = z.infer<typeof stored>;

export interface Identity extends StoredIdentity {
  readonly privateKey: KeyObject;
  /** `x5t#S256` of the certificate. */
  readonly thumbprint: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export class IdentityStore {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'identity');
    mkdirSync(this.#folder, { recursive: true, mode: FOLDER_MODE });
  }

  /** Null before the enrolment, and after the keys were destroyed. */
  read(): Identity | null {
    // What a power cut left of a file that was being destroyed is no identity any more.
    const parsed = stored.safeParse(parse(this.#text('identity.json')));
    return parsed.success ? toIdentity(parsed.data) : null;
  }

  /** The key of an enrolment or a renewal that is under way: the same one until it has come to an end. */
  nextKey(): string {
    const there = this.#text('next-key.pem');
    if (there !== null) return there;
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    replaceFile(join(this.#folder, 'next-key.pem'), Buffer.from(pem));
    return pem;
  }

  keep(identity: StoredIdentity): Identity {
    replaceFile(join(this.#folder, 'identity.json'), Buffer.from(JSON.stringify(identity)));
    this.#destroy('next-key.pem');
    return toIdentity(identity);
  }

  /** The newest order that was obeyed; it outlives the keys. */
  get order(): Order | null {
    const parsed = order.safeParse(parse(this.#text('order.json')));
    return parsed.success ? parsed.data : null;
  }

  keepOrder(obeyed: Order): void {
    replaceFile(join(this.#folder, 'order.json'), Buffer.from(JSON.stringify(obeyed)));
  }

  /** An enrolment begins anew: what was ordered before was meant for the former key. */
  forgetOrder(): void {
    rmSync(join(this.#folder, 'order.json'), { force: true });
  }

  /**
   * Overwrites and removes the keys. A disk that writes elsewhere (flash, copy-on-write) may keep the old bytes; the
   * revoked certificate makes them worthless. The store of submissions is not touched.
   */
  shred(): void {
    for (const name of ['identity.json', 'next-key.pem']) this.#destroy(name);
  }

  #destroy(name: string): void {
    const file = join(this.#folder, name);
    if (!existsSync(file)) return;
    const handle = openSync(file, 'r+');
    try {
      writeSync(handle, randomBytes(statSync(file).size), 0, undefined, 0);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    rmSync(file);
  }

  #text(name: string): string | null {
    try {
      return readFileSync(join(this.#folder, name), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

/** SHA-256 of a certificate's DER, base64url, as `x5t#S256` names it (RFC 7515). */
export function thumbprintOf(certificate: X509Certificate): string {
  return createHash('sha256').update(certificate.raw).digest('base64url');
}

/** SHA-256 of the public key (SPKI, DER), base64url: the pin of an enrolment code. */
export function pinOf(certificate: X509Certificate): string {
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64url');
}

function toIdentity(identity: StoredIdentity): Identity {
  const certificate = new X509Certificate(identity.certificate);
  return {
    ...identity,
    privateKey: createPrivateKey(identity.key),
    thumbprint: thumbprintOf(certificate),
    notBefore: certificate.validFromDate,
    notAfter: certificate.validToDate,
  };
}
