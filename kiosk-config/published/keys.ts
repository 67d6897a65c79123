import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { Key } from '@tufjs/models';

/** The four roles of TUF that sign a publication. */
export const roles = ['root', 'targets', 'snapshot', 'timestamp'] as const;
export type Role = (typeof roles)[number];
/** Those that sign each publication, on the publishing server; the root's keys are with three persons. */
export type OnlineRole = Exclude<Role, 'root'>;
export const onlineRoles = ['targets', 'snapshot', 'timestamp'] as const satisfies readonly OnlineRole[];

/** The same for each of them. */
export function byOnlineRole<T>(of: (role: OnlineRole) => T): Record<OnlineRole, T> {
  return { targets: of('targets'), snapshot: of('snapshot'), timestamp: of('timestamp') };
}

/** Private keys in PEM, by the role that they sign for. */
export type OnlineKeys = Readonly<Record<OnlineRole, readonly string[]>>;

/** Signs with one Ed25519 key, wherever that key is: in this process, in a security module, on a stick in a safe. */
export interface Signer {
  readonly key: Key;
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** A new Ed25519 key (PKCS #8, PEM). */
export function makePrivateKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/**
 * A signer with its key at hand.
 * @throws when it is no Ed25519 key in PEM
 */
export function signerWith(privateKey: string): Signer {
  const secret = createPrivateKey(privateKey);
  if (secret.asymmetricKeyType !== 'ed25519')
    throw new Error('A publication is signed with Ed25519 keys only');
  const { x } = createPublicKey(secret).export({ format: 'jwk' });
  return {
    key: ed25519Key(Buffer.from(x!, 'base64url').toString('hex')),
    sign: (bytes) => Promise.resolve(sign(null, bytes, secret)),
  };
}

/** The public half of a key (SPKI, PEM), as it is sent to whoever composes a root. */
export function publicPemOf(privateKey: string): string {
  return createPublicKey(createPrivateKey(privateKey)).export({ type: 'spki', format: 'pem' }).toString();
}

/**
 * A public key as a root names it.
 * @throws when it is no Ed25519 key in PEM, or a private one: that stays with its holder
 */
export function publicKeyIn(pem: string): Key {
  if (pem.includes('PRIVATE KEY')) throw new Error('This is a private key; a root names public ones');
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('A root names Ed25519 keys only');
  return ed25519Key(Buffer.from(key.export({ format: 'jwk' }).x!, 'base64url').toString('hex'));
}

function ed25519Key(publicHex: string): Key {
  const parts = { keytype: 'ed25519', keyval: { public: publicHex }, scheme: 'ed25519' };
  // The names are in canonical order (TUF 4.2: the id is the hash of the key's canonical form).
  const keyID = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return Key.fromJSON(keyID, parts);
}
