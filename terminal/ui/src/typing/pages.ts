import type { Candidate } from '@tongban/typing';

/** Room for candidates above the keys, in the columns of the keys; what is beside it turns the page. */
export interface Room {
  readonly columns: number;
  readonly rows: number;
  /** How wide a key is, in millimetres. */
  readonly keyMm: number;
  /** Of keys and candidates: 1, or as in care mode. */
  readonly factor: number;
}

/** A wide screen is low: its keyboard has fewer and longer rows. */
export const UPRIGHT = { columns: 8, rows: 2, keyMm: 20.2 } as const;
export const WIDE = { columns: 10, rows: 1, keyMm: 20.2 } as const;
/** Reach mode on an upright panel: what is left of it is low too, and half as wide. */
export const LOW = { columns: 10, rows: 1, keyMm: 16.2 } as const;

/** In millimetres; as in Keyboard.svelte and app.css. */
const GAP_MM = 4.2;
const CHARACTER_MM = 11;
const EDGES_MM = 4;

/** How many columns a candidate needs. */
export function columnsOf(text: string, { columns, factor, keyMm }: Room): number {
  const width = [...text].length * CHARACTER_MM * factor + EDGES_MM;
  return Math.min(columns, Math.ceil((width + GAP_MM) / (keyMm + GAP_MM)));
}

/** As many candidates a page as there is room for, in their order; none is parted over two rows. */
export function pagesOf(candidates: readonly Candidate[], room: Room): Candidate[][] {
  const pages: Candidate[][] = [];
  let row = room.rows;
  let free = 0;
  for (const candidate of candidates) {
    const columns = columnsOf(candidate.text, room);
    if (columns > free) {
      row += 1;
      free = room.columns;
      if (row > room.rows) {
        pages.push([]);
        row = 1;
      }
    }
    pages.at(-1)?.push(candidate);
    free -= columns;
  }
  return pages;
}
