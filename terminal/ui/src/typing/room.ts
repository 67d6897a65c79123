import { kiosk } from '../kiosk.svelte.ts';
import { LOW, UPRIGHT, WIDE, type Room } from './pages.ts';

/** Room for candidates as the screen stands just now. */
export function roomNow(): Room {
  const shape = kiosk.wide ? WIDE : kiosk.low ? LOW : UPRIGHT;
  return { ...shape, factor: kiosk.textFactor };
}
