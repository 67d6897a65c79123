/** Which keys of a physical keyboard reach the screens. */

/** The part of Electron's `Input` that decides. */
export interface KeyPress {
  readonly key: string;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
}

const NAVIGATION_KEYS = new Set([
  'Tab',
  'Enter',
  'Escape',
  'Backspace',
  'Delete',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Shift',
  // Voice guidance: once more, quieter, louder. Nothing in Chromium listens to these three.
  'F2',
  'F3',
  'F4',
]);

/**
 * True for what typing and moving about a form needs. A list of what is allowed rather than of what is forbidden:
 * every shortcut that reloads, zooms, prints, opens, pastes from or leaves the application needs Ctrl, Alt or the
 * system key, or is another function key, and a new Chromium may bring new ones.
 */
export function keyReachesPage(press: KeyPress): boolean {
  if (press.control || press.alt || press.meta) return false;
  // A printable key names itself by its one character (counted in code points).
  return NAVIGATION_KEYS.has(press.key) || [...press.key].length === 1;
}
