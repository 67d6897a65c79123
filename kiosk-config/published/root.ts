import { Root, type Key } from '@tufjs/models';
import type { OnlineSigners } from './edition.ts';
import {
  byOnlineRole,
  roles,
  signerWith,
  type OnlineKeys,
  type OnlineRole,
  type Role,
  type Signer,
} from './keys.ts';
import { instantSeconds, ROOT_LIFETIME_MS } from './lifetimes.ts';
import { readRoot, signMetadata, SPEC_VERSION } from './sign.ts';

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

/** What changes from a root to the one that follows; everything else stays, and the year begins anew. */
export interface RootChange {
  /** In the place of all keys that sign each publication. */
  readonly online?: OnlineKeys;
  /** By the id of a root key: the key of whoever takes its holder's place. */
  readonly holders?: ReadonlyMap<string, Key>;
}

/**
 * The root that follows another, without signatures.
 * @throws RangeError when a key is to be replaced that is no root key
 */
export function composeNextRoot(
  current: Uint8Array,
  { online, holders = new Map() }: RootChange,
  now: Date,
): Promise<Buffer> {
  const { signed } = readRoot(current);
  const root = namedBy(signed, 'root');
  for (const id of holders.keys()) {
    if (!root.keys.some(({ keyID }) => keyID === id))
      throw new RangeError(`${id} is no root key of version ${signed.version}`);
  }
  const next = (role: OnlineRole): RoleKeys => ({
    ...namedBy(signed, role),
    ...(online && { keys: online[role].map((each) => signerWith(each).key) }),
  });
  return composeRoot(signed.version + 1, new Date(now.getTime() + ROOT_LIFETIME_MS), {
    root: { ...root, keys: root.keys.map((key) => holders.get(key.keyID) ?? key) },
    ...byOnlineRole(next),
  });
}

/** What a root file says, for a person who decides whether to sign it. Keys are told by their ids. */
export interface RootFacts {
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly expires: string;
  readonly keys: Readonly<Record<Role, readonly string[]>>;
  /** How many of the root's keys must sign the root that follows. */
  readonly threshold: number;
  /** Whose signatures it bears; that they are right is said by {@link rootProblem}. */
  readonly signedBy: readonly string[];
}

/** @throws when it is no root file */
export function rootFacts(root: Uint8Array): RootFacts {
  const { signed, signatures } = readRoot(root);
  const idsOf = (role: Role) => namedBy(signed, role).keys.map(({ keyID }) => keyID);
  return {
    ...{ version: signed.version, expires: signed.expires },
    keys: Object.fromEntries(roles.map((role) => [role, idsOf(role)])) as Record<Role, string[]>,
    ...{ threshold: namedBy(signed, 'root').threshold, signedBy: Object.keys(signatures) },
  };
}

/** Of the keys at hand those that a root names: keys of a root that is only being signed lie beside them. */
export function signersFor(root: Uint8Array, keys: OnlineKeys): OnlineSigners {
  const { signed } = readRoot(root);
  return byOnlineRole((role) => {
    const named = new Set(namedBy(signed, role).keys.map(({ keyID }) => keyID));
    return keys[role].map(signerWith).filter(({ key }) => named.has(key.keyID));
  });
}

function namedBy(root: Root, role: Role): RoleKeys {
  const { keyIDs, threshold } = root.roles[role]!;
  return { keys: keyIDs.map((id) => root.keys[id]!), threshold };
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
