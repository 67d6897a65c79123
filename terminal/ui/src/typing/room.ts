import { kiosk } from '../kiosk.svelte.ts';
import { LOW, UPRIGHT, WIDE, type Room } from './pages.ts';

/** Keys and candidates grow no further (`--key-k` of app.css): ten of them share a row. */
const KEY_FACTOR = 1.35;

/** Room for candidates as the screen stands just now. */
export function roomNow(): Room {
  const shape = kiosk.wide ? WIDE : kiosk.low || kiosk.largest ? LOW : UPRIGHT;
  return { ...shape, factor: Math.min(kiosk.textFactor, KEY_FACTOR) };
}
