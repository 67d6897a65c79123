import type Database from 'better-sqlite3';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import {
  CATALOGUE_TYPE,
  suiteNames,
  suiteOfEnvelope,
  type PublishedCatalogue,
  type Receipt,
  type SuiteName,
} from '../contract/index.ts';
import { suites, type Open } from '../crypto/index.ts';
import { generateSm2Key } from '../crypto/shangmi/sm2.ts';
import { keep } from './ledger.ts';

/** Public halves, as a terminal pins them. */
export interface PlatformPublicKeys {
  readonly encryptionKey: JWK;
  readonly receiptKey: JWK;
}

export interface PlatformKeys {
  /** Of the suite that this platform asks for. */
  readonly public: PlatformPublicKeys;
  /** Opens what either suite sealed: a terminal sends what it sealed before its suite was changed. */
  readonly decrypt: Open;
  /** Answers the signed receipt. */
  sign(receipt: Receipt): Promise<string>;
  signCatalogue(catalogue: PublishedCatalogue): Promise<string>;
}

type KeyUse = 'encryption-key' | 'receipt-key';

/** The sandbox's own key pairs of both suites, made at the first start of a ledger. */
export async function platformKeys(db: Database.Database, suite: SuiteName): Promise<PlatformKeys> {
  const pairs = await Promise.all(
    suiteNames.map(async (name) => {
      const encryption = await privateKey(db, name, 'encryption-key');
      return [name, { encryption, open: await suites[name].opener(encryption) }] as const;
    }),
  );
  const platform = Object.fromEntries(pairs) as Record<SuiteName, (typeof pairs)[number][1]>;
  const receipt = await privateKey(db, suite, 'receipt-key');
  const sign = await suites[suite].receiptSigner(receipt);
  return {
    public: { encryptionKey: publicHalf(platform[suite].encryption), receiptKey: publicHalf(receipt) },
    decrypt: (envelope, binding) => platform[suiteOfEnvelope(envelope)].open(envelope, binding),
    sign: (content) => sign(Buffer.from(JSON.stringify(content), 'utf8')),
    signCatalogue: (content) => sign(Buffer.from(JSON.stringify(content), 'utf8'), CATALOGUE_TYPE),
  };
}

async function privateKey(db: Database.Database, suite: SuiteName, use: KeyUse): Promise<JWK> {
  const name = suite === 'jose' ? use : `${suite}-${use}`;
  const text = await keep(db, name, async () =>
    JSON.stringify({ ...(await generate[suite](use)), kid: `sandbox-${name}` }),
  );
  return JSON.parse(text) as JWK;
}

const generate: Readonly<Record<SuiteName, (use: KeyUse) => Promise<JWK>>> = {
  async jose(use) {
    const alg = use === 'encryption-key' ? 'ECDH-ES+A256KW' : 'ES256';
    const { privateKey: key } = await generateKeyPair(alg, { crv: 'P-256', extractable: true });
    return { ...(await exportJWK(key)), alg };
  },
  shangmi: () => Promise.resolve(generateSm2Key()),
};

function publicHalf(key: JWK): JWK {
  const { d: _private, ...open } = key as JWK & { d: string };
  return open as JWK;
}
