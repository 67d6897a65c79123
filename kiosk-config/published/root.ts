import { Root, type Key } from '@tufjs/models';
import { roles, type Role, type Signer } from './keys.ts';
import { readRoot, signMetadata, SPEC_VERSION } from './sign.ts';
import { instantSeconds } from './lifetimes.ts';

/** Which keys speak for a role, and how many of them must. */
export interface RoleKeys {
  readonly keys: readonly Key[];
  readonly threshold: number;
}

/**
 * A root file without signatures: whom terminals shall believe from now on. It travels to the holders of root keys and
 * back as a file; each adds a signature with {@link addSignatures}.
 * @param version 1 for a new centre, otherwise one more than the root in force
 */
export function composeRoot(
  version: number,
  expires: Date,
  roleKeys: Readonly<Record<Role, RoleKeys>>,
): Promise<Buffer> {
  for (const role of roles) {
    const { keys, threshold } = roleKeys[role];
    if (threshold < 1 || threshold > new Set(keys.map(({ keyID }) => keyID)).size) {
      throw new RangeError(`${role}: ${threshold} of ${keys.length} keys cannot sign`);
    }
  }
  const keys = roles.flatMap((role) => roleKeys[role].keys);
  const root = Root.fromJSON({
    _type: 'root',
    spec_version: SPEC_VERSION,
    version,
    expires: instantSeconds(expires),
    consistent_snapshot: true,
    keys: Object.fromEntries(keys.map((key) => [key.keyID, key.toJSON()])),
    roles: Object.fromEntries(
      roles.map((role) => [
        role,
        { keyids: roleKeys[role].keys.map(({ keyID }) => keyID), threshold: roleKeys[role].threshold },
      ]),
    ),
  });
  return signMetadata(root, []);
}

/** The same root file with more signatures. */
export function addSignatures(root: Uint8Array, signers: readonly Signer[]): Promise<Buffer> {
  const { signed, signatures } = readRoot(root);
  return signMetadata(signed, signers, signatures);
}

/** Why a root may not follow another (null: the first of a centre); null when it may. */
export function rootProblem(next: Uint8Array, current: Uint8Array | null, now: Date): string | null {
  const root = readRoot(next);
  const before = current && readRoot(current);
  const version = (before?.signed.version ?? 0) + 1;
  if (root.signed.version !== version) return `it is version ${root.signed.version}, wanted is ${version}`;
  if (root.signed.isExpired(now)) return `it expired on ${root.signed.expires}`;
  try {
    before?.verifyDelegate('root', root);
    root.verifyDelegate('root', root);
  } catch (error) {
    return (error as Error).message;
  }
  return null;
}
