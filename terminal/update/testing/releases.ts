import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { publish, releasePath, type PublishedSource } from '@tongban/kiosk-config/published';
import { makeRelease, type Release } from '@tongban/kiosk-config/releases';
import { testCentre, type TestCentre } from '../../../kiosk-config/published/testing/centre.ts';
import { CURRENT_LINK, Updater, type ReleaseSource } from '../updater.ts';

type Files = Readonly<Record<string, string>>;

/** A terminal with an updater, and a publication of releases, in folders of their own. */
export interface TestWorld {
  readonly folder: string;
  readonly baseTree: string;
  readonly centre: TestCentre;
  /** Parts by their path, as the publication serves them. */
  readonly parts: Map<string, Uint8Array>;
  readonly from: ReleaseSource;
  readonly logged: string[];
  /** What was asked of the publication since the last look. */
  readonly fetched: string[];
  now: Date;
  /** Makes a release of the base tree with changed files, and publishes it. */
  release(
    version: string,
    change?: { files?: Files; formats?: Readonly<Record<string, number>>; alter?: (list: Release) => void },
  ): Promise<void>;
  withdraw(version: string): Promise<void>;
  /** A package with another version is installed. */
  package(version: string): void;
  /** An updater, as each of its runs makes one. */
  updater(folder?: string): Updater;
  /** Core starts: what is it that the link leads to now? */
  start(folder?: string): string;
  remove(): void;
}

const BIG = 'x'.repeat(1024 * 1024) + 'y'.repeat(1000);
const BASE: Files = {
  'bin/node': 'TEST node',
  'program/core.js': 'export const core = 1;',
  'program/package.json': '{"type":"module"}',
  'shell/tongban': BIG,
  'shell/chrome-sandbox': 'TEST helper of the package',
};
const FORMATS = { 'submissions.db': 8 };

export async function testWorld(): Promise<TestWorld> {
  const place = mkdtempSync(join(tmpdir(), 'tongban-update-'));
  const [folder, baseTree] = [join(place, 'program'), join(place, 'base')];
  mkdirSync(folder);
  layFiles(baseTree, '1.0.0', BASE, FORMATS);
  const centre = await testCentre();
  const parts = new Map<string, Uint8Array>();
  const [logged, fetched]: [string[], string[]] = [[], []];
  const source: PublishedSource = {
    async file(path, maxBytes) {
      fetched.push(path);
      return path.startsWith('parts/') ? (parts.get(path) ?? null) : centre.source.file(path, maxBytes);
    },
    bundle: () => Promise.resolve(null),
  };
  const publishIn = async (
    files: ReadonlyMap<string, Uint8Array>,
    withdrawn: ReadonlySet<string>,
  ): Promise<void> => {
    const catalogue = { matters: [], cutOffs: [], announcements: [] };
    const outcome = await publish(centre.store, centre.signers, { catalogue, files, withdrawn }, new Date());
    if (outcome.kind !== 'published') throw new Error(JSON.stringify(outcome));
  };
  const world: TestWorld = {
    ...{ folder, baseTree, centre, parts, logged, fetched, now: new Date() },
    from: { root: centre.root, source },
    async release(version, { files = {}, formats = FORMATS, alter } = {}) {
      const tree = join(place, `tree-${version}`);
      rmSync(tree, { recursive: true, force: true });
      cpSync(baseTree, tree, { recursive: true, verbatimSymlinks: true });
      layFiles(tree, version, { 'program/core.js': `export const core = '${version}';`, ...files }, formats);
      const list = makeRelease(tree, (path, bytes) => parts.set(path, bytes));
      alter?.(list);
      await publishIn(
        new Map([[releasePath(list.architecture, version), Buffer.from(JSON.stringify(list))]]),
        new Set(),
      );
    },
    withdraw: (version) => publishIn(new Map(), new Set([releasePath('amd64', version)])),
    package: (version) => layFiles(baseTree, version, {}, FORMATS),
    updater: (at = folder) =>
      new Updater({
        ...{ folder: at, baseTree, now: () => world.now },
        log: (event, facts) => logged.push([event, ...Object.values(facts)].join(' ')),
      }),
    start(at = folder) {
      world.updater(at).begin();
      return versionAt(at);
    },
    remove() {
      centre.remove();
      rmSync(place, { recursive: true, force: true });
    },
  };
  return world;
}

/** The version that the link leads to, by what lies there. */
function versionAt(folder: string): string {
  const tree = join(folder, CURRENT_LINK);
  const { version } = JSON.parse(readFileSync(join(tree, 'release.json'), 'utf8')) as { version: string };
  return version;
}

/** Every file and link of a tree with its content, for comparing. */
export function contentOf(tree: string, below = ''): Record<string, string> {
  const entries = readdirSync(join(tree, below), { withFileTypes: true }).map((entry) => {
    const path = join(below, entry.name);
    if (entry.isDirectory()) return contentOf(tree, path);
    return {
      [path]: entry.isSymbolicLink()
        ? `-> ${readlinkSync(join(tree, path))}`
        : readFileSync(join(tree, path), 'latin1'),
    };
  });
  return Object.assign({}, ...entries) as Record<string, string>;
}

function layFiles(
  tree: string,
  version: string,
  files: Files,
  formats: Readonly<Record<string, number>>,
): void {
  const facts = JSON.stringify({ version, architecture: 'amd64', formats });
  for (const [path, content] of Object.entries({ ...files, 'release.json': facts })) {
    const file = join(tree, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, path.startsWith('program/') || path.endsWith('.json') ? 0o644 : 0o755);
  }
  const link = join(tree, 'program/node_modules/@tongban/core');
  if (existsSync(dirname(link))) return;
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync('../../terminal/core', link);
}
