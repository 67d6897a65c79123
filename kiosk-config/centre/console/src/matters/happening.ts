import type { Happening } from '../../../contract/index.ts';
import type { Words } from '../words/words.svelte.ts';

/** A line of a history in words; a kind that this console does not know yet is shown by its own name. */
export function happeningTitle({ type }: Pick<Happening, 'type'>, words: Words): string {
  const known: Readonly<Record<string, string>> = words.happenings;
  return known[type] ?? type;
}
