import type { Audit } from '../audit/audit.ts';
import { createAudit } from '../audit/audit.ts';
import type { CentreDatabase } from '../database/database.ts';
import type { Sealing } from '../keys/sealing.ts';
import { createAccounts, type Accounts } from '../people/accounts.ts';
import { createInvitations, type Invitations } from '../people/invitations.ts';
import { createSessions, type Sessions } from '../people/sessions.ts';
import type { Clock } from './clock.ts';

/** What every service is made of. */
export interface Ground {
  readonly database: CentreDatabase;
  readonly clock: Clock;
  readonly sealing: Sealing;
  /** Where this process keeps copies of the audit's checkpoints; null: nowhere. */
  readonly checkpointFile: string | null;
}

/** The services of the centre, each a closure over the ground and those before it; a concern adds its own. */
export interface Services extends Ground {
  readonly audit: Audit;
  readonly accounts: Accounts;
  readonly invitations: Invitations;
  readonly sessions: Sessions;
}

export function createServices(ground: Ground): Services {
  const audit = createAudit(ground);
  const audited = { ...ground, audit };
  return {
    ...audited,
    accounts: createAccounts(audited),
    invitations: createInvitations(audited),
    sessions: createSessions(audited),
  };
}
