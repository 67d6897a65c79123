import { kiosk, TEXT_FACTOR } from '../kiosk.svelte.ts';
import { LOW, UPRIGHT, WIDE, type Room } from './pages.ts';

/** Room for candidates as the screen stands just now. */
export function roomNow(): Room {
  const shape = kiosk.wide ? WIDE : kiosk.low || kiosk.largest ? LOW : UPRIGHT;
  // Keys and candidates grow no further (`--key-k` of app.css): ten of them share a row.
  return { ...shape, factor: Math.min(kiosk.textFactor, TEXT_FACTOR.large) };
}
