import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importMatter, provenMatter, type CataloguedMatter } from './import-matter.ts';
import type { ProvenDocuments } from './proven.ts';

/** The matters by handleItem, in the order in which they are shown. */
export type Catalogue = ReadonlyMap<string, CataloguedMatter>;

/** A matter document that cannot be used: says which file, where in it, and what is wrong. */
export class UnreadableMatter extends Error {
  constructor(file: string, faults: readonly { readonly path: string; readonly reason: string }[]) {
    const all = faults.map(({ path, reason }) => `at ${path || '(document)'}: ${reason}`).join('; ');
    super(`Matter document ${file} cannot be used: ${all}. Mend or remove the file.`);
    this.name = 'UnreadableMatter';
  }
}

/**
 * Reads every `*.json` of a folder as a matter document.
 * @param proven documents that were found usable before, and those that now are
 * @throws UnreadableMatter for the first file that is no valid matter: a terminal must not offer half a catalogue.
 */
export function loadCatalogue(folder: string, proven?: ProvenDocuments): Catalogue {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  if (files.length === 0) {
    throw new UnreadableMatter(folder, [{ path: '', reason: 'the folder holds no matter document' }]);
  }
  const matters = files.map((name) => readMatter(join(folder, name), proven));
  const seen = new Map<string, string>();
  for (const [index, { matter }] of matters.entries()) {
    const file = files[index] ?? '';
    const other = seen.get(matter.handleItem);
    if (other) {
      throw new UnreadableMatter(file, [{ path: 'handleItem', reason: `is the same as in ${other}` }]);
    }
    seen.set(matter.handleItem, file);
  }
  matters.sort((a, b) => a.matter.order - b.matter.order);
  return new Map(matters.map((each) => [each.matter.handleItem, each]));
}

function readMatter(file: string, proven?: ProvenDocuments): CataloguedMatter {
  const text = readFileSync(file, 'utf8');
  const hash = createHash('sha256').update(text).digest('hex');
  if (proven?.has(hash)) return provenMatter(JSON.parse(text));
  const read = importMatter(text);
  if (!('faults' in read)) {
    proven?.add(hash);
    return read;
  }
  throw new UnreadableMatter(
    file,
    read.faults.map(({ path, words }) => ({ path, reason: words.en ?? words.zh })),
  );
}
