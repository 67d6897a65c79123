import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { SuiteName } from '../contract/index.ts';
import { generateSm2Key } from '../crypto/shangmi/sm2.ts';

/** A platform's private key of a suite. */
export async function newPrivateKey(suite: SuiteName): Promise<JWK> {
  if (suite === 'shangmi') return { ...generateSm2Key(), kid: 'test' };
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: 'test' };
}

/** What a terminal is given of it. */
export function publicHalf(key: JWK): JWK {
  const { d: _private, ...open } = key as JWK & { d: string };
  return open as JWK;
}
