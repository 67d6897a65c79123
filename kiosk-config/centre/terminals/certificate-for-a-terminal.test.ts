import 'reflect-metadata';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { certificateRequest } from '../../provisioning/certificate-request.ts';
import { readOrder, signOrder } from '../../provisioning/orders.ts';
import { authorityOf, issueCertificate, makeAuthority, readRequest } from './authority.ts';

const now = new Date('2026-11-27T08:00:00.000Z');
const authority = authorityOf(await makeAuthority(now));
const stranger = authorityOf(await makeAuthority(now));
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const requestPem = await certificateRequest(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());

describe('the authority of the centre', () => {
  it('issues a certificate for the terminal that the centre names, for 30 days', async () => {
    const request = await readRequest(requestPem);
    const issued = await issueCertificate(authority, request!, 'TEST-1', now);
    const certificate = new X509Certificate(issued.pem);
    expect(certificate.subject).toBe('CN=TEST-1');
    expect(certificate.ca).toBe(false);
    expect(certificate.verify(new X509Certificate(authority.certificatePem).publicKey)).toBe(true);
    expect(certificate.checkIssued(new X509Certificate(authority.certificatePem))).toBe(true);
    expect(certificate.verify(new X509Certificate(stranger.certificatePem).publicKey)).toBe(false);
    expect(certificate.validToDate).toEqual(new Date('2026-12-27T08:00:00.000Z'));
  });

  it('refuses what is no request, is altered, or is of another kind of key', async () => {
    const der = Buffer.from(requestPem.replaceAll(/-----.*-----|\s/g, ''), 'base64');
    der[60]! ^= 1;
    const pem = (bytes: Buffer) =>
      `-----BEGIN CERTIFICATE REQUEST-----\n${bytes.toString('base64')}\n-----END CERTIFICATE REQUEST-----`;
    const larger = { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' };
    const other = await Pkcs10CertificateRequestGenerator.create({
      keys: await crypto.subtle.generateKey(larger, true, ['sign', 'verify']),
      signingAlgorithm: larger,
    });
    for (const text of ['', 'x', pem(der), authority.certificatePem, other.toString('pem')]) {
      expect(await readRequest(text)).toBeNull();
    }
  });
});

describe('an order', () => {
  const lock = {
    terminalId: 'TEST-1',
    number: 1,
    kind: 'lock',
    reason: '丢失',
    at: now.toISOString(),
  } as const;

  it('is obeyed when it is of the authority and for this terminal', () => {
    expect(readOrder(signOrder(lock, authority.key), 'TEST-1', authority.certificatePem)).toEqual(lock);
  });

  it('is none for another terminal, of another authority, or altered', () => {
    const text = signOrder(lock, authority.key);
    expect(readOrder(text, 'TEST-2', authority.certificatePem)).toBeNull();
    expect(readOrder(text, 'TEST-1', stranger.certificatePem)).toBeNull();
    const [head, , signature] = text.split('.');
    const shred = Buffer.from(JSON.stringify({ ...lock, kind: 'shred' })).toString('base64url');
    expect(readOrder(`${head}.${shred}.${signature}`, 'TEST-1', authority.certificatePem)).toBeNull();
  });
});
