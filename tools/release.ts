/**
 * `npm run release -- …`: the publication of releases, a folder that any web server hands out (kiosk-config/releases).
 *
 *   found REPOSITORY KEYS               makes its keys and its root; the root goes to terminals, the keys to their holders
 *   add REPOSITORY KEYS RELEASE         publishes what `npm run package` laid into out/package/release
 *   withdraw REPOSITORY KEYS ARCHITECTURE VERSION
 *   renew REPOSITORY KEYS               signs anew what has spent half of its time; every few hours, without the key of targets
 *   next-root REPOSITORY KEYS FILE      the root that follows, good for another year; --new-online-keys makes new keys in KEYS.
 *                                       Two holders sign it with `tongban centre root sign`
 *   adopt-root REPOSITORY KEYS FILE     puts it in force
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  adoptRoot,
  byOnlineRole,
  composeNextRoot,
  makeCentreKeys,
  makeOnlineKeys,
  newestRoot,
  onlineRoles,
  publish,
  releasePath,
  renew,
  signersFor,
  storeInFolder,
  type OnlineKeys,
  type OnlineSigners,
  type PublishOutcome,
  type Role,
} from '@tongban/kiosk-config/published';
import { isTestBuild, releaseSchema } from '@tongban/kiosk-config/releases';
import { RELEASE_LIST } from './package/release.ts';

const EMPTY = { matters: [], cutOffs: [], announcements: [] };
const OWNER_ONLY = 0o600;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    'test-build': { type: 'boolean', default: false },
    'new-online-keys': { type: 'boolean', default: false },
  },
});
const [command = '', repository = '', keys = '', ...rest] = positionals;
const now = new Date();

/** Private keys that lie in KEYS; not all need be there. */
function onlineKeys(): OnlineKeys {
  return byOnlineRole((role) => keyFiles(role).map((file) => readFileSync(join(keys, file), 'utf8')));
}

function keyFiles(role: Role): readonly string[] {
  return readdirSync(keys).filter((file) => file.startsWith(`${role}-`));
}

/** Those of them that a root names: by default the one in force. */
async function signers(root?: Uint8Array): Promise<OnlineSigners> {
  const named = root ?? (await newestRoot(storeInFolder(repository)));
  return named ? signersFor(named, onlineKeys()) : end('there is no root yet; found comes first');
}

/** Beside the keys that are there: their numbers go on. */
function keepKeys(role: Role, made: readonly string[]): void {
  const last = Math.max(0, ...keyFiles(role).map((file) => Number(/-(\d+)\.pem$/.exec(file)?.[1] ?? 0)));
  for (const [at, key] of made.entries())
    writeFileSync(join(keys, `${role}-${last + at + 1}.pem`), key, { mode: OWNER_ONLY, flag: 'wx' });
}

async function found(): Promise<PublishOutcome> {
  if (existsSync(keys) && readdirSync(keys).length > 0) return end(`there are keys in ${keys} already`);
  mkdirSync(keys, { recursive: true, mode: 0o700 });
  const made = await makeCentreKeys(now);
  for (const role of ['root', ...onlineRoles] as const) keepKeys(role, made.keys[role]);
  writeFileSync(join(keys, 'root.json'), made.root);
  return adoptRoot(storeInFolder(repository), made.root, await signers(made.root), now);
}

async function add(folder = ''): Promise<PublishOutcome> {
  const bytes = readFileSync(join(folder, RELEASE_LIST));
  const { version, architecture } = releaseSchema.parse(JSON.parse(bytes.toString('utf8')));
  if (isTestBuild(version) && !values['test-build'])
    return end(`${version} is a test build, which goes to no terminal; --test-build publishes it for tests`);
  // Parts first: what a list names is there. A part that is there already is the same, by its name.
  cpSync(join(folder, 'parts'), join(repository, 'parts'), { recursive: true, force: false });
  const files = new Map([[releasePath(architecture, version), bytes]]);
  return publish(storeInFolder(repository), await signers(), { catalogue: EMPTY, files }, now);
}

async function withdraw(architecture = '', version = ''): Promise<PublishOutcome> {
  const withdrawn = new Set([releasePath(architecture, version)]);
  const publication = { catalogue: EMPTY, files: new Map(), withdrawn };
  return publish(storeInFolder(repository), await signers(), publication, now);
}

/** @param file where it is written, for its holders */
async function nextRoot(file = ''): Promise<void> {
  const current =
    (await newestRoot(storeInFolder(repository))) ?? end('there is no root yet; found comes first');
  const online = values['new-online-keys'] ? makeOnlineKeys() : null;
  if (online) for (const role of onlineRoles) keepKeys(role, online[role]);
  writeFileSync(file, await composeNextRoot(current, online ? { online } : {}, now));
  console.log(`✓ ${file}: for two holders, who sign it with \`tongban centre root sign\``);
}

async function adopt(file = ''): Promise<PublishOutcome> {
  const root = readFileSync(file);
  return adoptRoot(storeInFolder(repository), root, await signers(root), now);
}

function end(why: string): never {
  console.error(`✗ ${why}`);
  process.exit(1);
}

/** Null where nothing is published by it. */
async function run(): Promise<PublishOutcome | null> {
  switch (command) {
    case 'found':
      return found();
    case 'add':
      return add(rest[0]);
    case 'withdraw':
      return withdraw(rest[0], rest[1]);
    case 'renew':
      return renew(storeInFolder(repository), await signers(), now);
    case 'next-root':
      await nextRoot(rest[0]);
      return null;
    case 'adopt-root':
      return adopt(rest[0]);
    default:
      return end('Usage: npm run release -- found|add|withdraw|renew|next-root|adopt-root REPOSITORY KEYS …');
  }
}

const outcome = await run();
if (outcome?.kind === 'refused') end(outcome.words);
if (outcome) console.log(`✓ ${outcome.kind}: version ${outcome.version}`);
