import { makePrivateKey, roles, signerWith, type Role } from './keys.ts';
import { addSignatures, composeRoot, type RoleKeys } from './root.ts';

/** Three holders have a root key each, two of them can change keys: one may be lost or in wrong hands. */
const ROOT_KEYS = 3;
const ROOT_THRESHOLD = 2;
/** A root is renewed once a year. */
export const ROOT_LIFETIME_MS = 365 * 86_400_000;

/** Private keys in PEM. Those of the root go to their holders, off every machine; the others sign each publication. */
export type CentreKeys = Readonly<Record<Role, readonly string[]>>;

/** Makes the keys of a new centre and its first root, which terminals are set up with. */
export async function makeCentreKeys(now: Date): Promise<{ keys: CentreKeys; root: Buffer }> {
  const keys: CentreKeys = {
    root: Array.from({ length: ROOT_KEYS }, makePrivateKey),
    targets: [makePrivateKey()],
    snapshot: [makePrivateKey()],
    timestamp: [makePrivateKey()],
  };
  const expires = new Date(now.getTime() + ROOT_LIFETIME_MS);
  const unsigned = await composeRoot(1, expires, roleKeysOf(keys));
  return { keys, root: await addSignatures(unsigned, keys.root.slice(0, ROOT_THRESHOLD).map(signerWith)) };
}

/** What a root says of such keys: any of a role's signs, but of the root's keys two. */
export function roleKeysOf(keys: CentreKeys): Record<Role, RoleKeys> {
  const of = (role: Role): RoleKeys => ({
    keys: keys[role].map((each) => signerWith(each).key),
    threshold: role === 'root' ? ROOT_THRESHOLD : 1,
  });
  return Object.fromEntries(roles.map((role) => [role, of(role)])) as Record<Role, RoleKeys>;
}
