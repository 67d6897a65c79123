import type { Generated } from 'kysely';
import type { Role } from '../../contract/roles.ts';

/** Someone who works with the centre. */
export interface AccountRow {
  id: string;
  /** Log-in name, lower case. */
  name: string;
  display_name: string;
  role: Role;
  /** Of the unit roles. */
  unit_code: string | null;
  /** Of centre staff. */
  site_code: string | null;
  state: 'invited' | 'active' | 'disabled';
  /** scrypt with its parameters; null until enrolment. */
  password: string | null;
  /** Sealed (see people/sealing.ts); null until enrolment. */
  totp_secret: string | null;
  /** Last step of 30 s whose code was taken: each code once. */
  totp_step: number;
  revision: number;
  created_at: string;
}

export interface PeopleTables {
  accounts: AccountRow;
  invitations: {
    token_hash: string;
    account_id: string;
    expires_at: string;
    /** Sealed; made when the link is opened, taken over by the account when enrolment is done. */
    totp_secret: string | null;
  };
  sessions: {
    token_hash: string;
    account_id: string;
    created_at: string;
    seen_at: string;
  };
  /** By log-in name as typed, whether there is such an account or not: a lock must not tell which names exist. */
  log_in_failures: {
    name: string;
    failures: number;
    last_at: string;
    locked_until: string | null;
  };
  /**
   * What was tried from which address and failed or is under way, and what an account did that it may do so often; `since`:
   * the first of them; `told`: 1 when the audit knows that it is stopped.
   */
  attempts: { source: string; count: number; since: string; told: Generated<number> };
  /** Small values that all processes share, such as sealed signing keys. */
  shared_values: { name: string; value: string };
}
