import type { TargetFile } from '@tufjs/models';
import { compileMatter, matterSchema } from '../catalogue/index.ts';
import {
  CATALOGUE_PATH,
  compareVersions,
  isTargetPath,
  matterPath,
  versionInForce,
  type PublishedCatalogue,
} from './layout.ts';
import { sha256 } from './sign.ts';

/**
 * Why a publication may not follow what is in force; null when it may. Versions only grow, a published document never
 * changes, a matter ends only by being terminated, and every version that the index names can be read.
 */
export function publicationProblem(
  wanted: PublishedCatalogue,
  files: ReadonlyMap<string, Uint8Array>,
  inForce: PublishedCatalogue,
  targets: Readonly<Record<string, TargetFile>>,
  now: Date,
): string | null {
  const named = new Set<string>();
  for (const matter of wanted.matters) {
    for (const { version, sha256: hash } of matter.versions) {
      const path = matterPath(matter.handleItem, version);
      named.add(path);
      const published = targets[path]?.hashes['sha256'];
      const bytes = files.get(path);
      if (!bytes && !published) return `${path} is named but was not given`;
      if ((bytes ? sha256(bytes) : published) !== hash)
        return `${path} is not the document that the index names`;
      if (bytes && published && published !== hash) {
        return `${path} was published with other content; give the change a new version`;
      }
      const problem = bytes && documentProblem(bytes, matter.handleItem, version, matter.unit);
      if (problem) return `${path} ${problem}`;
    }
  }
  for (const [path, bytes] of files) {
    if (path === CATALOGUE_PATH || !isTargetPath(path)) return `${path} is no path of a document`;
    if (readJson(bytes) === undefined) return `${path} is no JSON in UTF-8`;
    const published = targets[path]?.hashes['sha256'];
    if (path.startsWith('releases/') && published && published !== sha256(bytes))
      return `${path} was published with other content; give the change a new version`;
    if (path.startsWith('matters/') && !named.has(path))
      return `${path} was given but the index does not name it`;
  }
  for (const before of inForce.matters) {
    const after = wanted.matters.find(({ handleItem }) => handleItem === before.handleItem);
    if (!after) {
      if (before.status !== 'terminated')
        return `${before.handleItem} is missing; a matter ends by being terminated`;
      continue;
    }
    if (before.status === 'terminated' && after.status !== 'terminated') {
      return `${before.handleItem} is terminated, which is final`;
    }
    const old = versionInForce(before, now);
    const next = versionInForce(after, now);
    if (old && after.status !== 'terminated' && (!next || compareVersions(next.version, old.version) < 0)) {
      return `${before.handleItem} would go back from version ${old.version}`;
    }
  }
  return null;
}

function documentProblem(
  bytes: Uint8Array,
  handleItem: string,
  version: string,
  unit: string,
): string | null {
  const parsed = matterSchema.safeParse(readJson(bytes));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return `is no matter document: at ${issue?.path.join('.')}: ${issue?.message}`;
  }
  const matter = parsed.data;
  if (matter.handleItem !== handleItem) return `describes ${matter.handleItem}`;
  if (matter.version !== version) return `says that it is version ${matter.version}`;
  if (matter.unit.code !== unit) return `belongs to unit ${matter.unit.code}`;
  try {
    compileMatter(matter);
  } catch (error) {
    return `cannot be used: at form.schema or eligibility: ${(error as Error).message}`;
  }
  return null;
}

/** Undefined when it is no JSON in UTF-8; a byte order mark is none either. */
function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}
