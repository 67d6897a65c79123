import type { Typing } from './typing.svelte.ts';

const PAGE_KEYS: Readonly<Record<string, number>> = {
  ...{ PageDown: 1, ArrowDown: 1, PageUp: -1, ArrowUp: -1 },
};

interface KeysOfALine {
  readonly erase: () => void;
  readonly enter: () => void;
}

/** The same where single characters are typed: digits, or those of a code. */
export function digitKey(
  event: KeyboardEvent,
  { press, erase, enter }: KeysOfALine & { readonly press: (character: string) => void },
): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (document.querySelector('dialog[open]')) return;
  const onButton = event.target instanceof HTMLButtonElement;
  if (event.key === 'Backspace') erase();
  else if (event.key === 'Enter' && !onButton) enter();
  else if (/^[0-9a-z]$/i.test(event.key)) press(event.key);
  else return;
  event.preventDefault();
}

/** A keyboard that is plugged in types as the keys on the screen do. */
export function hardwareKey(event: KeyboardEvent, typing: Typing, { erase, enter }: KeysOfALine): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (document.querySelector('dialog[open]')) return;
  const onButton = event.target instanceof HTMLButtonElement;
  const { waiting } = typing;
  if (event.key === 'Backspace') erase();
  else if (event.key === 'Enter' && !onButton && waiting) typing.takeLetters();
  else if (event.key === 'Enter' && !onButton) enter();
  else if (waiting && event.key in PAGE_KEYS) typing.turn(PAGE_KEYS[event.key] ?? 0);
  else if (waiting && event.key === 'Escape') typing.clear();
  else if ([...event.key].length === 1 && !(onButton && event.key === ' ')) typing.press(event.key);
  else return;
  event.preventDefault();
}
