import type { JWK } from 'jose';
import { suiteNames, type SuiteName } from '../contract/index.ts';
import { joseSuite } from './jose/suite.ts';
import { shangmiSuite } from './shangmi/suite.ts';
import type { CryptoSuite } from './suite.ts';

export type { CryptoSuite, Open, Seal, Sealed, VerifyReceipt } from './suite.ts';

export const suites: Readonly<Record<SuiteName, CryptoSuite>> = { jose: joseSuite, shangmi: shangmiSuite };

/**
 * The suite that a key of the platform chooses: curve P-256 JOSE, curve SM2 国密.
 * @throws TypeError for a key of neither
 */
export function suiteOfKey(key: JWK): CryptoSuite {
  const name = suiteNames.find((each) => suites[each].takes(key));
  if (!name) throw new TypeError('a key of the platform is neither of P-256 nor of SM2');
  return suites[name];
}
