import 'reflect-metadata';
import {
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Pkcs10CertificateRequest,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { pinOf, thumbprintOf } from '../../provisioning/identity-store.ts';

/** The centre's own authority: issues the terminals' certificates and signs the orders to them. */
export interface Authority {
  readonly certificatePem: string;
  /** SHA-256 of its public key, base64url: stands in the QR codes of enrolment. */
  readonly pin: string;
  readonly key: KeyObject;
}

/** Key (PKCS #8) and certificate, both PEM, as they are kept: the key sealed. */
export interface StoredAuthority {
  readonly key: string;
  readonly certificate: string;
}

export interface IssuedCertificate {
  readonly pem: string;
  readonly thumbprint: string;
  /** SPKI, DER, base64. */
  readonly publicKey: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;
const AUTHORITY_DAYS = 3650;
export const CERTIFICATE_DAYS = 30;
/** A terminal's clock may be a little behind. */
const EARLIER_MS = 300_000;

export async function makeAuthority(now: Date): Promise<StoredAuthority> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: 'CN=Tongban centre',
    notBefore: new Date(now.getTime() - EARLIER_MS),
    notAfter: new Date(now.getTime() + AUTHORITY_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys: await keyPair(privateKey),
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.digitalSignature, true),
    ],
  });
  return { key, certificate: certificate.toString('pem') };
}

export function authorityOf({ key, certificate }: StoredAuthority): Authority {
  return {
    certificatePem: certificate,
    pin: pinOf(new X509Certificate(certificate)),
    key: createPrivateKey(key),
  };
}

/** What a request asks for, once its own signature is verified; null for what is no request of a P-256 key. */
export async function readRequest(pem: string): Promise<Pkcs10CertificateRequest | null> {
  try {
    const request = new Pkcs10CertificateRequest(pem);
    const { name, namedCurve } = request.publicKey.algorithm as { name: string; namedCurve?: string };
    if (name !== 'ECDSA' || namedCurve !== 'P-256') return null;
    return (await request.verify()) ? request : null;
  } catch {
    return null;
  }
}

/** SPKI of a request, DER, base64: by it a repeated request is known. */
export function publicKeyOf(request: Pkcs10CertificateRequest): string {
  return Buffer.from(request.publicKey.rawData).toString('base64');
}

/** The name in the request does not count: the certificate is for `terminalId`. */
export async function issueCertificate(
  authority: Authority,
  request: Pkcs10CertificateRequest,
  terminalId: string,
  now: Date,
): Promise<IssuedCertificate> {
  const { privateKey } = await keyPair(authority.key);
  const notBefore = new Date(now.getTime() - EARLIER_MS);
  const notAfter = new Date(now.getTime() + CERTIFICATE_DAYS * DAY_MS);
  const certificate = await X509CertificateGenerator.create({
    ...{ serialNumber: serialNumber(), notBefore, notAfter },
    subject: `CN=${terminalId}`,
    issuer: new X509Certificate(authority.certificatePem).subject.split('\n').join(','),
    publicKey: request.publicKey,
    signingKey: privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]),
    ],
  });
  const pem = certificate.toString('pem');
  return {
    ...{ pem, notBefore, notAfter, publicKey: publicKeyOf(request) },
    thumbprint: thumbprintOf(new X509Certificate(pem)),
  };
}

/** 127 bits, positive. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

async function keyPair(key: KeyObject): Promise<CryptoKeyPair> {
  const jwk = key.export({ format: 'jwk' });
  const { d: _, ...publicJwk } = jwk;
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey('jwk', jwk, ALGORITHM, false, ['sign']),
    crypto.subtle.importKey('jwk', publicJwk, ALGORITHM, true, ['verify']),
  ]);
  return { privateKey, publicKey };
}
