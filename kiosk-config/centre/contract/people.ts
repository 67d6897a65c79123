import { z } from 'zod';
import { id, instant, line, revision, siteCode, unitCode } from './common.ts';
import type { Operations } from './operation.ts';
import { role } from './roles.ts';

/** Log-in name. */
export const accountName = z.string().regex(/^[a-z][a-z0-9._-]{2,39}$/);
const password = z.string().min(1).max(200);
/** Six digits of the authenticator. */
const code = z.string().regex(/^\d{6}$/);
const invitationToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** Who is logged in. */
export const officer = z.object({
  accountId: id,
  name: accountName,
  displayName: z.string(),
  role,
  unitCode: unitCode.nullable(),
  siteCode: siteCode.nullable(),
});
export type Officer = z.infer<typeof officer>;

export const account = officer.extend({
  state: z.enum(['invited', 'active', 'disabled']),
  revision,
  createdAt: instant,
});
export type Account = z.infer<typeof account>;

/** Unit roles are bound to a unit, centre staff to a site, the others to neither. */
const binding = { role, unitCode: unitCode.nullable(), siteCode: siteCode.nullable() };

/** An address that is opened once to set password and authenticator. */
export const invitation = z.object({ token: invitationToken, expiresAt: instant });

export const peopleOperations = {
  logIn: {
    method: 'POST',
    path: '/v1/session',
    summary: 'Logs an officer in with password and authenticator code; the answer sets the session cookie.',
    access: 'public',
    body: z.strictObject({ name: z.string().min(1).max(40), password, code }),
    answer: officer,
    problems: ['LOG_IN_REFUSED', 'LOG_IN_LOCKED', 'RATE_LIMITED'],
  },
  whoAmI: {
    method: 'GET',
    path: '/v1/session',
    summary: 'Who is logged in.',
    access: 'logged-in',
    answer: officer,
  },
  logOut: {
    method: 'DELETE',
    path: '/v1/session',
    summary: 'Ends the session.',
    access: 'logged-in',
  },
  openInvitation: {
    method: 'POST',
    path: '/v1/invitation',
    summary: 'Opens an invitation: whose it is, and the secret for the authenticator.',
    access: 'public',
    body: z.strictObject({ token: invitationToken }),
    /** `totpUri`: otpauth address, to be shown as a QR code. */
    answer: z.object({ name: accountName, totpUri: z.string(), totpSecret: z.string() }),
    problems: ['INVITATION_UNUSABLE'],
  },
  acceptInvitation: {
    method: 'POST',
    path: '/v1/invitation/acceptance',
    summary: 'Sets the password and proves the authenticator; after it the officer can log in.',
    access: 'public',
    body: z.strictObject({ token: invitationToken, password, code }),
    problems: ['INVITATION_UNUSABLE', 'PASSWORD_TOO_SIMPLE', 'LOG_IN_REFUSED'],
  },
  listAccounts: {
    method: 'GET',
    path: '/v1/accounts',
    summary: 'All accounts.',
    access: 'account.read',
    answer: z.object({ accounts: z.array(account) }),
  },
  createAccount: {
    method: 'POST',
    path: '/v1/accounts',
    summary: 'A new account, and its invitation, which is shown this once.',
    access: 'account.manage',
    body: z.strictObject({ name: accountName, displayName: line, ...binding }),
    answer: z.object({ account, invitation }),
    problems: ['ALREADY_THERE'],
  },
  changeAccount: {
    method: 'PUT',
    path: '/v1/accounts/{accountId}',
    summary: 'Changes display name or binding, disables or enables; ends the sessions of the account.',
    access: 'account.manage',
    params: z.object({ accountId: id }),
    body: z.strictObject({ revision, displayName: line, ...binding, disabled: z.boolean() }),
    answer: account,
    problems: ['STALE'],
  },
  inviteAgain: {
    method: 'POST',
    path: '/v1/accounts/{accountId}/invitation',
    summary: 'Takes password and authenticator away and gives a new invitation.',
    access: 'account.manage',
    params: z.object({ accountId: id }),
    body: z.strictObject({ revision }),
    answer: z.object({ account, invitation }),
    problems: ['STALE'],
  },
} as const satisfies Operations;
