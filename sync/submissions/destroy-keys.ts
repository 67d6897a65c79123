import { closeSync, existsSync, fsyncSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { writeInPlace } from './files.ts';
import { cellAt, piecesOf, type Piece } from './raw-cells.ts';
import { Pages, RawStore, type RawTable } from './raw-store.ts';
import { FRAME_HEADER_BYTES, framesOf, rightFrames, sumAgain } from './wal-frames.ts';

/** How a citizen's wrapped key is written in `card_keys`, JSON within JSON; no envelope has it so. */
const BEFORE_A_KEY = Buffer.from(String.raw`encrypted_key\":\"`);
const CHARACTERS_OF_A_KEY = /^[\w-]*/;

/**
 * Writes zeros over the citizens' keys in a file that was set aside and in its WAL: by the rows of `card_keys`, and where
 * no row can be read by the text itself. All else stays as it was found.
 */
export function destroyKeys(file: string, tables: readonly RawTable[]): void {
  const wal = existsSync(`${file}-wal`) ? readFileSync(`${file}-wal`) : Buffer.alloc(0);
  const pages = new Pages(file, wal);
  const pieces = Map.groupBy(piecesOfKeys(pages, tables), ({ page }) => page);
  const { pageBytes } = pages;
  pages.close();
  destroyInFile(file, pageBytes, pieces);
  const frames = framesOf(wal);
  if (!frames) return;
  const right = rightFrames(wal);
  for (let index = 0; index < frames.count; index++) {
    const frame = frames.frame(index);
    wipe(frame.subarray(FRAME_HEADER_BYTES), pieces.get(frame.readUInt32BE(0)) ?? []);
  }
  // As far as SQLite would read it, it still does.
  sumAgain(wal.subarray(0, frames.startOf(right)));
  writeInPlace(`${file}-wal`, wal);
}

function piecesOfKeys(pages: Pages, tables: readonly RawTable[]): Piece[] {
  const pageAt = (page: number): Buffer | null => pages.at(page);
  return new RawStore(pages, tables).places('card_keys').flatMap((place) => {
    const cell = cellAt(pageAt(place.page) ?? Buffer.alloc(0), place.at);
    const [local, ...others] = (cell && piecesOf(cell, place.page, pageAt)) ?? [];
    if (!cell || !local) return [];
    const { headerBytes } = cell;
    return [{ ...local, at: local.at + headerBytes, bytes: local.bytes - headerBytes }, ...others];
  });
}

function destroyInFile(file: string, pageBytes: number, pieces: ReadonlyMap<number, Piece[]>): void {
  const handle = openSync(file, 'r+');
  try {
    const bytes = Buffer.alloc(pageBytes);
    for (let page = 1; ; page++) {
      const start = (page - 1) * pageBytes;
      const read = readSync(handle, bytes, 0, pageBytes, start);
      if (read === 0) break;
      if (wipe(bytes.subarray(0, read), pieces.get(page) ?? [])) writeSync(handle, bytes, 0, read, start);
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** @returns whether there was anything */
function wipe(page: Buffer, pieces: readonly Piece[]): boolean {
  for (const { at, bytes } of pieces) page.fill(0, at, at + bytes);
  let found = pieces.length > 0;
  for (let at = page.indexOf(BEFORE_A_KEY); at >= 0; at = page.indexOf(BEFORE_A_KEY, at + 1)) {
    const from = at + BEFORE_A_KEY.length;
    const [key = ''] = CHARACTERS_OF_A_KEY.exec(page.toString('latin1', from, from + 1024)) ?? [];
    page.fill(0, from, from + key.length);
    found = true;
  }
  return found;
}
