import { randomBytes } from 'node:crypto';
import {
  importRequestKey,
  NONCE_LIFETIME_MS,
  requestKeySchema,
  stringToSign,
  TIMESTAMP_TOLERANCE_MS,
  type Answer,
  type Heartbeat,
  type RequestKey,
  type RequestKeyJwk,
  type SignedRequest,
} from '../contract/index.ts';
import type { Ground } from './ground.ts';
import { Refusal } from './refusal.ts';

/** A terminal as the sandbox lets people see it. */
export interface SandboxTerminal {
  readonly terminalId: string;
  readonly revoked: boolean;
  readonly heardAt: string | null;
  readonly heartbeat: Heartbeat | null;
}

interface TerminalRow {
  readonly id: string;
  readonly key: string | null;
  readonly revoked: number;
  readonly heartbeat: string | null;
  readonly heard_at: string | null;
}

/** Known terminals and their keys; lets signed requests in. */
export class Terminals {
  readonly #ground: Ground;
  readonly #requireSignature: boolean;
  /** By terminal; null for one that is revoked. Loaded on first use. */
  readonly #keys = new Map<string, RequestKey | null>();
  /** When each `terminal nonce` of late was used, by the platform's clock. */
  #nonces = { since: 0, present: new Map<string, number>(), before: new Map<string, number>() };

  constructor(ground: Ground, requireSignature: boolean) {
    this.#ground = ground;
    this.#requireSignature = requireSignature;
  }

  /**
   * Makes a terminal known.
   * @param key null: the sandbox makes one for HMAC-SM3 at the first time, and answers it
   */
  enrol(terminalId: string, key: RequestKeyJwk | null): RequestKeyJwk {
    const there = this.#row(terminalId)?.key;
    const own = there === undefined || there === null ? null : requestKeySchema.parse(JSON.parse(there));
    const jwk = key ?? own ?? { kty: 'oct', k: randomBytes(32).toString('base64url') };
    importRequestKey(jwk);
    this.#ground.ledger.run(
      'insert into terminals (id, key) values (?, ?) on conflict do update set key = excluded.key',
      ...[terminalId, JSON.stringify(jwk)],
    );
    this.#keys.clear();
    return jwk;
  }

  setRevoked(terminalId: string, revoked: boolean): void {
    this.#ground.ledger.run(
      'insert into terminals (id, revoked) values (?, ?) on conflict do update set revoked = excluded.revoked',
      ...[terminalId, revoked ? 1 : 0],
    );
    this.#keys.clear();
  }

  /** The ledger went back in time. */
  forgetCached(): void {
    this.#keys.clear();
  }

  list(): SandboxTerminal[] {
    return this.#ground.ledger
      .all<TerminalRow>(
        `select terminals.* from terminals union all
           select distinct terminal_id, null, 0, null, null from applications
             where terminal_id not in (select id from terminals)`,
      )
      .map((row) => ({
        ...{ terminalId: row.id, revoked: row.revoked === 1, heardAt: row.heard_at },
        heartbeat: JSON.parse(row.heartbeat ?? 'null') as Heartbeat | null,
      }));
  }

  heartbeat(terminalId: string, body: Heartbeat): Answer<'sendHeartbeat'> {
    const now = this.#ground.now();
    this.#ground.ledger.run(
      `insert into terminals (id, heartbeat, heard_at) values (?, ?, ?)
         on conflict do update set heartbeat = excluded.heartbeat, heard_at = excluded.heard_at`,
      ...[terminalId, JSON.stringify(body), now.toISOString()],
    );
    return { serverTime: now.getTime() };
  }

  /**
   * Lets a request in: known terminal, right signature, right time, new nonce.
   * @param signed null for a request without signature headers
   * @throws Refusal
   */
  admit(
    request: Omit<SignedRequest, 'nonce'>,
    signed: { readonly nonce: string; readonly algorithm: string; readonly signature: string } | null,
  ): void {
    const { terminalId } = request;
    const key = this.#key(terminalId);
    if (key === null) throw new Refusal('TERMINAL_REVOKED', 'this terminal may no longer send');
    if (this.#requireSignature || signed) {
      if (!signed) throw new Refusal('SIGNATURE_INVALID', 'the request is not signed', 'x-signature');
      const text = stringToSign({ ...request, nonce: signed.nonce });
      if (key?.algorithm !== signed.algorithm || !key.verify(text, signed.signature)) {
        throw new Refusal('SIGNATURE_INVALID', 'the signature is not that of this terminal', 'x-signature');
      }
    }
    const now = this.#ground.now().getTime();
    if (Math.abs(Number(request.timestamp) - now) > TIMESTAMP_TOLERANCE_MS) {
      throw new Refusal('CLOCK_SKEW', 'the clocks differ by more than 300 s', 'x-timestamp', {
        serverTime: now,
      });
    }
    if (signed && !this.#isNew(`${terminalId} ${signed.nonce}`, now)) {
      throw new Refusal('NONCE_REUSED', 'the nonce was used before', 'x-nonce');
    }
  }

  /** Two generations of nonces: the older one is dropped when it is too old to matter. */
  #isNew(name: string, now: number): boolean {
    if (Math.abs(now - this.#nonces.since) >= NONCE_LIFETIME_MS) {
      this.#nonces = { since: now, present: new Map(), before: this.#nonces.present };
    }
    const { present, before } = this.#nonces;
    const usedAt = present.get(name) ?? before.get(name);
    if (usedAt !== undefined && Math.abs(now - usedAt) < NONCE_LIFETIME_MS) return false;
    present.set(name, now);
    return true;
  }

  /** Null: revoked · undefined: a terminal without a key. */
  #key(terminalId: string): RequestKey | null | undefined {
    const cached = this.#keys.get(terminalId);
    if (cached !== undefined) return cached;
    const row = this.#row(terminalId);
    if (!row) return undefined;
    if (row.revoked === 0 && row.key === null) return undefined;
    const key =
      row.revoked === 1 || row.key === null
        ? null
        : importRequestKey(requestKeySchema.parse(JSON.parse(row.key)));
    this.#keys.set(terminalId, key);
    return key;
  }

  #row(terminalId: string): TerminalRow | undefined {
    return this.#ground.ledger.get<TerminalRow>('select * from terminals where id = ?', terminalId);
  }
}
