/**
 * `npm run release -- …`: the publication of releases, a folder that any web server hands out (kiosk-config/releases).
 *
 *   found REPOSITORY KEYS               makes its keys and its root; the root goes to terminals, the keys to their holders
 *   add REPOSITORY KEYS RELEASE         publishes what `npm run package` laid into out/package/release
 *   withdraw REPOSITORY KEYS ARCHITECTURE VERSION
 *   renew REPOSITORY KEYS               signs anew what has spent half of its time; every few hours, without the key of targets
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  adoptRoot,
  makeCentreKeys,
  publish,
  releasePath,
  renew,
  signerWith,
  storeInFolder,
  type OnlineSigners,
  type PublishOutcome,
} from '@tongban/kiosk-config/published';
import { isTestBuild, releaseSchema } from '@tongban/kiosk-config/releases';
import { RELEASE_LIST } from './package/release.ts';

const EMPTY = { matters: [], cutOffs: [], announcements: [] };
const OWNER_ONLY = 0o600;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'test-build': { type: 'boolean', default: false } },
});
const [command = '', repository = '', keys = '', ...rest] = positionals;
const now = new Date();

function signers(): OnlineSigners {
  const of = (role: string) =>
    readdirSync(keys)
      .filter((file) => file.startsWith(`${role}-`))
      .map((file) => signerWith(readFileSync(join(keys, file), 'utf8')));
  return { targets: of('targets'), snapshot: of('snapshot'), timestamp: of('timestamp') };
}

async function found(): Promise<PublishOutcome> {
  if (existsSync(keys) && readdirSync(keys).length > 0) return end(`there are keys in ${keys} already`);
  mkdirSync(keys, { recursive: true, mode: 0o700 });
  const made = await makeCentreKeys(now);
  for (const [role, all] of Object.entries(made.keys))
    for (const [at, key] of all.entries())
      writeFileSync(join(keys, `${role}-${at + 1}.pem`), key, { mode: OWNER_ONLY });
  writeFileSync(join(keys, 'root.json'), made.root);
  return adoptRoot(storeInFolder(repository), made.root, signers(), now);
}

async function add(folder = ''): Promise<PublishOutcome> {
  const bytes = readFileSync(join(folder, RELEASE_LIST));
  const { version, architecture } = releaseSchema.parse(JSON.parse(bytes.toString('utf8')));
  if (isTestBuild(version) && !values['test-build'])
    return end(`${version} is a test build, which goes to no terminal; --test-build publishes it for tests`);
  // Parts first: what a list names is there. A part that is there already is the same, by its name.
  cpSync(join(folder, 'parts'), join(repository, 'parts'), { recursive: true, force: false });
  const files = new Map([[releasePath(architecture, version), bytes]]);
  return publish(storeInFolder(repository), signers(), { catalogue: EMPTY, files }, now);
}

function withdraw(architecture = '', version = ''): Promise<PublishOutcome> {
  const withdrawn = new Set([releasePath(architecture, version)]);
  return publish(
    storeInFolder(repository),
    signers(),
    { catalogue: EMPTY, files: new Map(), withdrawn },
    now,
  );
}

function end(why: string): never {
  console.error(`✗ ${why}`);
  process.exit(1);
}

const outcome = await (command === 'found'
  ? found()
  : command === 'add'
    ? add(rest[0])
    : command === 'withdraw'
      ? withdraw(rest[0], rest[1])
      : command === 'renew'
        ? renew(storeInFolder(repository), signers(), now)
        : end('Usage: npm run release -- found|add|withdraw|renew REPOSITORY KEYS …'));
if (outcome.kind === 'refused') end(outcome.words);
console.log(`✓ ${outcome.kind}: version ${outcome.version}`);
