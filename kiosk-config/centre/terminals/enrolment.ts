import { createHash } from 'node:crypto';
import type { Pkcs10CertificateRequest } from '@peculiar/x509';
import type { Actor, Audit } from '../audit/audit.ts';
import type { z } from 'zod';
import type { EnrolmentAnswer, enrolmentRequest } from '../contract/index.ts';
import type { Write } from '../database/database.ts';
import { Refusal } from '../server/refusal.ts';
import type { Ground } from '../server/ground.ts';
import { enrolmentQrText, makeEnrolmentCode, readEnrolmentCode } from '../../provisioning/enrolment-code.ts';
import { issueCertificate, publicKeyOf, readRequest, type Authority } from './authority.ts';

/** A technician stands before the terminal. */
const CODE_MINUTES = 15;
/** A terminal that got no answer goes on with the certificate that it has. */
const OVERLAP_MS = 86_400_000;

export interface Enrolment {
  makeCode(
    terminalId: string,
    centreUrl: string,
    actor: Actor,
  ): Promise<{ code: string; qrText: string; expiresAt: string }>;
  redeem(request: z.output<typeof enrolmentRequest>): Promise<EnrolmentAnswer>;
  renew(terminalId: string, requestPem: string): Promise<{ certificate: string }>;
}

interface Parts extends Ground {
  readonly audit: Audit;
  readonly authority: () => Promise<Authority>;
}

export function createEnrolment({ database, clock, audit, authority }: Parts): Enrolment {
  /** The certificate that this key already has for this terminal; a key of another terminal, or of an old one, is refused. */
  const issuedFor = async ({ sql }: Write, publicKey: string, terminalId: string): Promise<string | null> => {
    const row = await sql
      .selectFrom('terminal_certificates')
      .select(['terminal_id', 'pem', 'ended_at'])
      .where('public_key', '=', publicKey)
      .executeTakeFirst();
    if (row === undefined) return null;
    const isGood = row.terminal_id === terminalId && row.ended_at === null;
    if (!isGood) throw new Refusal('CERTIFICATE_REQUEST_INVALID');
    return row.pem;
  };

  const issue = async (
    { sql }: Write,
    by: Authority,
    request: Pkcs10CertificateRequest,
    terminalId: string,
  ) => {
    const issued = await issueCertificate(by, request, terminalId, clock());
    await sql
      .insertInto('terminal_certificates')
      .values({
        ...{ thumbprint: issued.thumbprint, terminal_id: terminalId, public_key: issued.publicKey },
        ...{ pem: issued.pem, not_before: issued.notBefore.toISOString() },
        ...{ not_after: issued.notAfter.toISOString(), ended_at: null },
      })
      .execute();
    return issued;
  };

  /** What is good now ends at `at`; what ends before stays as it is. */
  const endOthers = ({ sql }: Write, terminalId: string, at: string) =>
    sql
      .updateTable('terminal_certificates')
      .set({ ended_at: at })
      .where('terminal_id', '=', terminalId)
      .where((where) => where.or([where('ended_at', 'is', null), where('ended_at', '>', at)]))
      .execute();

  return {
    async makeCode(terminalId, centreUrl, actor) {
      const { pin } = await authority();
      return database.change(async (change) => {
        const { sql } = change;
        const terminal = await sql
          .selectFrom('terminals')
          .select('id')
          .where('id', '=', terminalId)
          .executeTakeFirst();
        if (!terminal) throw new Refusal('NOT_FOUND');
        const code = makeEnrolmentCode();
        const expiresAt = new Date(clock().getTime() + CODE_MINUTES * 60_000).toISOString();
        await sql
          .updateTable('enrolment_codes')
          .set({ replaced: 1 })
          .where('terminal_id', '=', terminalId)
          .execute();
        await sql
          .insertInto('enrolment_codes')
          .values({
            code_hash: hashOf(code),
            terminal_id: terminalId,
            expires_at: expiresAt,
            redeemed_for: null,
            replaced: 0,
          })
          .execute();
        await audit.append(change, {
          actor,
          action: 'terminal.enrol',
          subject: `terminal/${terminalId}`,
          details: { expiresAt },
        });
        return { code, qrText: enrolmentQrText(code, { url: centreUrl, pin }), expiresAt };
      });
    },

    async redeem({ code: typed, request: requestPem, terminalId: claimedId, siteCode: claimedSite }) {
      const code = readEnrolmentCode(typed)?.code;
      if (code === undefined) throw new Refusal('CODE_UNKNOWN');
      const request = await readRequest(requestPem);
      if (!request) throw new Refusal('CERTIFICATE_REQUEST_INVALID');
      const by = await authority();
      return database.change(async (change) => {
        const { sql } = change;
        const row = await sql
          .selectFrom('enrolment_codes')
          .innerJoin('terminals', 'terminals.id', 'enrolment_codes.terminal_id')
          .select(['code_hash', 'terminal_id', 'site_code', 'expires_at', 'redeemed_for', 'replaced'])
          .where('code_hash', '=', hashOf(code))
          .executeTakeFirst();
        if (!row) throw new Refusal('CODE_UNKNOWN');
        const { terminal_id: terminalId, site_code: siteCode } = row;
        if (terminalId !== claimedId || siteCode !== claimedSite) throw new Refusal('CODE_OF_ANOTHER');
        const answer = (certificate: string): EnrolmentAnswer => ({
          terminalId,
          siteCode,
          certificate,
          authority: by.certificatePem,
        });
        if (row.redeemed_for !== null) {
          // The answer was lost: the same key gets the same certificate, as long as it is good.
          const former = await sql
            .selectFrom('terminal_certificates')
            .select(['pem', 'public_key', 'ended_at'])
            .where('thumbprint', '=', row.redeemed_for)
            .executeTakeFirstOrThrow();
          if (former.public_key !== publicKeyOf(request) || former.ended_at !== null)
            throw new Refusal('CODE_USED');
          return answer(former.pem);
        }
        if (row.replaced === 1) throw new Refusal('CODE_USED');
        if (row.expires_at <= clock().toISOString()) throw new Refusal('CODE_EXPIRED');
        if ((await issuedFor(change, publicKeyOf(request), terminalId)) !== null) {
          throw new Refusal('CERTIFICATE_REQUEST_INVALID');
        }
        const now = clock().toISOString();
        await endOthers(change, terminalId, now);
        const { pem, thumbprint } = await issue(change, by, request, terminalId);
        await sql
          .updateTable('enrolment_codes')
          .set({ redeemed_for: thumbprint })
          .where('code_hash', '=', row.code_hash)
          .execute();
        // A new enrolment begins anew: what was ordered before was meant for the former key.
        await sql
          .updateTable('terminals')
          .set((each) => ({
            ...{
              standing: 'enrolled' as const,
              order_text: null,
              order_reason: null,
              order_at: null,
              enrolled_at: now,
            },
            revision: each('revision', '+', 1),
          }))
          .where('id', '=', terminalId)
          .execute();
        await audit.append(change, {
          actor: { id: terminalId, role: 'terminal' },
          ...{
            action: 'terminal.enrolled',
            subject: `terminal/${terminalId}`,
            details: { certificate: thumbprint },
          },
        });
        return answer(pem);
      });
    },

    async renew(terminalId, requestPem) {
      const request = await readRequest(requestPem);
      if (!request) throw new Refusal('CERTIFICATE_REQUEST_INVALID');
      const by = await authority();
      return database.change(async (change) => {
        const former = await issuedFor(change, publicKeyOf(request), terminalId);
        if (former !== null) return { certificate: former };
        await endOthers(change, terminalId, new Date(clock().getTime() + OVERLAP_MS).toISOString());
        const { pem, thumbprint } = await issue(change, by, request, terminalId);
        await audit.append(change, {
          actor: { id: terminalId, role: 'terminal' },
          ...{
            action: 'terminal.renewed',
            subject: `terminal/${terminalId}`,
            details: { certificate: thumbprint },
          },
        });
        return { certificate: pem };
      });
    },
  };
}

/** Codes are as good as keys for some minutes: only their hash is kept. */
function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('base64url');
}
