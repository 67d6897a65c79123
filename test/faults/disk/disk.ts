import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { between, type Random } from '../seed.ts';
import type { Operation } from './log.ts';

/** What a disk writes whole or not at all. */
const SECTOR_BYTES = 512;

/**
 * What became of the operations that no fsync had made durable: none or all of them reached the disk; each one by
 * chance; each sector by chance, whereby writes are torn and come in any order; of each one its beginning or its end
 * (a long write goes to the disk in several pieces); or all up to one that is torn.
 */
export const fates = [
  'nothing',
  'everything',
  'some-writes',
  'some-sectors',
  'one-end-of-each',
  'up-to-one',
] as const;
export type Fate = (typeof fates)[number];

/** A write, or a truncation, that is not certainly on the disk, or that follows one of that kind. */
interface Change {
  readonly order: number;
  readonly what: { readonly offset: number; readonly data: Uint8Array } | { readonly length: number };
  certain: boolean;
  /** Its fsync failed: no later one speaks of it. */
  forgotten: boolean;
}

/** The content of a file: what is certain, and what came after. */
class Content {
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;
  #changes: Change[] = [];

  change(order: number, what: Change['what']): void {
    this.#changes.push({ order, what, certain: false, forgotten: false });
  }

  sync(): void {
    for (const change of this.#changes) change.certain ||= !change.forgotten;
    while (this.#changes[0]?.certain) this.#apply((this.#changes.shift() as Change).what);
  }

  failSync(): void {
    for (const change of this.#changes) change.forgotten = true;
  }

  /** What may be on the disk: `reached` chooses of each uncertain change what is. */
  left(reached: (change: Change) => Change['what'][]): Uint8Array {
    const copy = new Content();
    copy.#bytes = Buffer.from(this.#bytes.subarray(0, this.#length));
    copy.#length = this.#length;
    for (const change of this.#changes) {
      for (const what of change.certain ? [change.what] : reached(change)) copy.#apply(what);
    }
    return copy.#bytes.subarray(0, copy.#length);
  }

  #apply(what: Change['what']): void {
    if ('length' in what) {
      if (what.length < this.#length) this.#bytes.fill(0, what.length, this.#length);
      this.#grow(what.length);
      this.#length = what.length;
      return;
    }
    const end = what.offset + what.data.length;
    this.#grow(end);
    this.#bytes.set(what.data, what.offset);
    this.#length = Math.max(this.#length, end);
  }

  #grow(length: number): void {
    if (length <= this.#bytes.length) return;
    const larger = Buffer.alloc(Math.max(length, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

type Entry = Content | 'folder';
interface NameChange {
  readonly name: string;
  /** Null removes the name. */
  readonly entry: Entry | null;
  /** Where it was before; gone in the same moment. */
  readonly from: string | null;
}

/**
 * A disk that has seen a part of the log. File content is durable after an fsync of the file, a name after an fsync of
 * its folder (POSIX promises no more); names that wait reach the disk in their order, as in a journal.
 */
export class Disk {
  readonly #contents = new Map<bigint, Content>();
  readonly #folders = new Map<bigint, string>();
  /** As the running system sees it. */
  readonly #names = new Map<string, Entry>();
  readonly #durableNames = new Map<string, Entry>();
  #nameChanges: NameChange[] = [];
  #order = 0;

  /** @throws RangeError when the log speaks of a file that was there before it began */
  see(operation: Operation): void {
    switch (operation.kind) {
      case 'create': {
        const content = new Content();
        this.#contents.set(operation.inode, content);
        this.#rename({ name: operation.name, entry: content, from: null });
        return;
      }
      case 'make-folder':
        this.#rename({ name: operation.name, entry: 'folder', from: null });
        return;
      case 'open':
        if (operation.name === '' || this.#names.get(operation.name) === 'folder')
          this.#folders.set(operation.inode, operation.name);
        else this.#content(operation.inode);
        return;
      case 'write':
        this.#content(operation.inode).change(this.#order++, operation);
        return;
      case 'truncate':
        this.#content(operation.inode).change(this.#order++, { length: operation.length });
        return;
      case 'remove':
        this.#rename({ name: operation.name, entry: null, from: null });
        return;
      case 'rename': {
        const entry = this.#names.get(operation.name);
        if (!entry) throw new RangeError(`the log renames what it has not created: ${operation.name}`);
        this.#rename({ name: operation.newName, entry, from: operation.name });
        return;
      }
      case 'sync': {
        const folder = this.#folders.get(operation.inode);
        if (folder === undefined) this.#content(operation.inode).sync();
        else this.#syncFolder(folder);
        return;
      }
      case 'failed-sync':
        this.#contents.get(operation.inode)?.failSync();
        return;
      case 'acknowledged':
        return;
    }
  }

  /** Writes what a power cut at this moment may leave into an empty folder. */
  leave(folder: string, fate: Fate, draw: Random): void {
    const keeps = this.#nameChanges.length;
    const kept = { nothing: 0, everything: keeps }[fate as string] ?? between(draw, 0, keeps);
    const names = new Map(this.#durableNames);
    for (const change of this.#nameChanges.slice(0, kept)) applyTo(names, change);
    const reached = this.#reached(fate, draw);
    for (const [name, entry] of names) {
      const path = join(folder, name);
      if (entry === 'folder') mkdirSync(path, { recursive: true });
      else {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, entry.left(reached));
      }
    }
  }

  #reached(fate: Fate, draw: Random): (change: Change) => Change['what'][] {
    const sectors = (change: Change) => sectorsOf(change.what).filter(() => draw() < 0.5);
    const last = between(draw, Math.max(0, this.#order - 20), this.#order);
    switch (fate) {
      case 'nothing':
        return () => [];
      case 'everything':
        return ({ what }) => [what];
      case 'some-writes':
        return ({ what }) => (draw() < 0.5 ? [what] : []);
      case 'some-sectors':
        return sectors;
      case 'one-end-of-each':
        return ({ what }) => {
          const sectors = sectorsOf(what);
          const middle = between(draw, 0, sectors.length);
          return draw() < 0.5 ? sectors.slice(0, middle) : sectors.slice(middle);
        };
      case 'up-to-one':
        return (change) =>
          change.order < last ? [change.what] : change.order === last ? sectors(change) : [];
    }
  }

  #content(inode: bigint): Content {
    const content = this.#contents.get(inode);
    if (!content) throw new RangeError(`the log uses inode ${inode}, which it has not created`);
    return content;
  }

  #rename(change: NameChange): void {
    applyTo(this.#names, change);
    this.#nameChanges.push(change);
  }

  #syncFolder(folder: string): void {
    const isHere = ({ name }: NameChange): boolean => (dirname(name) === '.' ? '' : dirname(name)) === folder;
    for (const change of this.#nameChanges) if (isHere(change)) applyTo(this.#durableNames, change);
    this.#nameChanges = this.#nameChanges.filter((change) => !isHere(change));
  }
}

function applyTo(names: Map<string, Entry>, { name, entry, from }: NameChange): void {
  if (from !== null) names.delete(from);
  if (entry === null) names.delete(name);
  else names.set(name, entry);
}

/** The pieces of a write that a disk keeps apart. */
function sectorsOf(what: Change['what']): Change['what'][] {
  if ('length' in what) return [what];
  const pieces: Change['what'][] = [];
  for (let from = 0; from < what.data.length;) {
    const offset = what.offset + from;
    const to = Math.min(what.data.length, from + SECTOR_BYTES - (offset % SECTOR_BYTES));
    pieces.push({ offset, data: what.data.subarray(from, to) });
    from = to;
  }
  return pieces;
}
