import { controlsOf } from './words.ts';

/** Moving about the screens by the keys of a keypad: from control to control, in the order in which they are read. */

const STEPS: Readonly<Record<string, 1 | -1>> = {
  ...{ ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 },
};
/** Where the last step ended, when that was a control that cannot have the focus. */
let place: HTMLButtonElement | null = null;

/**
 * Does what a key asks for.
 * @param onDisabled a control that cannot be used just now was passed: who cannot see has to hear that it is there
 */
export function keyPressed(event: KeyboardEvent, onDisabled: (control: HTMLButtonElement) => void): void {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  const { target } = event;
  // Letters that wait for their characters have the keys up, down and Escape.
  const waiting = document.querySelector('[data-letters]') !== null;
  const upOrDown = event.key === 'ArrowUp' || event.key === 'ArrowDown';
  const by = STEPS[event.key];
  if (by !== undefined) {
    if (upOrDown && (waiting || (target instanceof Element && target.matches('[role="region"]')))) return;
    event.preventDefault();
    const next = stopBeside(by);
    if (next === null) return;
    place = next.disabled ? next : null;
    if (!next.disabled) return next.focus();
    // Enter must not press what had the focus before.
    document.querySelector<HTMLElement>('dialog[open], h1')?.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
    onDisabled(next);
  } else if (event.key === 'Escape' && !waiting) {
    event.preventDefault();
    document.querySelector<HTMLElement>(wayBack())?.click();
  } else if (event.key === 'Enter' && !(target instanceof HTMLButtonElement)) {
    document.querySelector<HTMLElement>('.attract [data-action="start"]')?.click();
  }
}

/** A dialog is left by the button that changes nothing. */
function wayBack(): string {
  return document.querySelector('dialog[open]') ? 'dialog[open] .main' : '[data-action="back"]';
}

function stopBeside(by: 1 | -1): HTMLButtonElement | null {
  const stops = controlsOf(document);
  const here = place?.isConnected ? place : document.activeElement;
  const index = stops.findIndex((each) => each === here);
  if (index >= 0) return stops[(index + by + stops.length) % stops.length] ?? null;
  // At the heading, or nowhere: the first that comes behind it, or the last before it.
  const from = here === null || here === document.body ? document.querySelector('h1') : here;
  const behind = stops.findIndex(
    (each) => from === null || from.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  if (by === 1) return stops[behind] ?? stops[0] ?? null;
  return stops[(behind < 0 ? stops.length : behind) - 1] ?? stops.at(-1) ?? null;
}

/** The focus went elsewhere. */
export function forgetPlace(): void {
  place = null;
}
