import { byOnlineRole, makePrivateKey, roles, signerWith, type OnlineKeys, type Role } from './keys.ts';
import { ROOT_LIFETIME_MS } from './lifetimes.ts';
import { addSignatures, composeRoot, type RoleKeys } from './root.ts';

/** Three holders have a root key each, two of them can change keys: one may be lost or in wrong hands. */
const ROOT_KEYS = 3;
const ROOT_THRESHOLD = 2;

/** Private keys in PEM. Those of the root go to their holders, off every machine; the others sign each publication. */
export type CentreKeys = Readonly<Record<Role, readonly string[]>>;

/** Makes the keys of a new centre and its first root, which terminals are set up with. */
export async function makeCentreKeys(now: Date): Promise<{ keys: CentreKeys; root: Buffer }> {
  const keys: CentreKeys = {
    root: Array.from({ length: ROOT_KEYS }, makePrivateKey),
    ...makeOnlineKeys(),
  };
  const expires = new Date(now.getTime() + ROOT_LIFETIME_MS);
  const unsigned = await composeRoot(1, expires, roleKeysOf(keys));
  return { keys, root: await addSignatures(unsigned, keys.root.slice(0, ROOT_THRESHOLD).map(signerWith)) };
}

/** Private keys in PEM of those who sign each publication, for a new centre or a root that follows. */
export function makeOnlineKeys(): OnlineKeys {
  return byOnlineRole(() => [makePrivateKey()]);
}

/** What a root says of such keys: any of a role's signs, but of the root's keys two. */
export function roleKeysOf(keys: CentreKeys): Record<Role, RoleKeys> {
  const of = (role: Role): RoleKeys => ({
    keys: keys[role].map((each) => signerWith(each).key),
    threshold: role === 'root' ? ROOT_THRESHOLD : 1,
  });
  return Object.fromEntries(roles.map((role) => [role, of(role)])) as Record<Role, RoleKeys>;
}
