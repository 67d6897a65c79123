import { OPERATOR } from '../audit/audit.ts';
import type { Services } from '../server/services.ts';
import type { Invited } from './accounts.ts';

/**
 * The account that all others come from; who runs the command on the centre's own machine gets its invitation.
 * @returns null when there is an account already
 */
export async function inviteFirstAdministrator(
  { accounts }: Services,
  name: string,
): Promise<Invited | null> {
  if ((await accounts.list()).length > 0) return null;
  return accounts.create(
    { name, displayName: '系统管理员', role: 'administrator', unitCode: null, siteCode: null },
    OPERATOR,
  );
}
