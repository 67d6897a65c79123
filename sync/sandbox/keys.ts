import type Database from 'better-sqlite3';
import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import { keep } from './ledger.ts';

/** Public halves, as a terminal pins them. */
export interface PlatformPublicKeys {
  readonly encryptionKey: JWK;
  readonly receiptKey: JWK;
}

export interface PlatformKeys {
  readonly public: PlatformPublicKeys;
  readonly decrypt: CryptoKey;
  readonly sign: CryptoKey;
}

/** The sandbox's own key pairs, made at the first start of a ledger. */
export async function platformKeys(db: Database.Database): Promise<PlatformKeys> {
  const encryption = await keyPair(db, 'encryption-key', 'ECDH-ES+A256KW');
  const receipt = await keyPair(db, 'receipt-key', 'ES256');
  return {
    public: { encryptionKey: encryption.public, receiptKey: receipt.public },
    decrypt: encryption.private,
    sign: receipt.private,
  };
}

async function keyPair(
  db: Database.Database,
  name: string,
  alg: 'ECDH-ES+A256KW' | 'ES256',
): Promise<{ public: JWK; private: CryptoKey }> {
  const text = await keep(db, name, async () => {
    const { privateKey } = await generateKeyPair(alg, { crv: 'P-256', extractable: true });
    return JSON.stringify({ ...(await exportJWK(privateKey)), alg, kid: `sandbox-${name}` });
  });
  const jwk = JSON.parse(text) as JWK & { d: string };
  const { d: _private, ...open } = jwk;
  return { public: open as JWK, private: (await importJWK(jwk, alg)) as CryptoKey };
}
