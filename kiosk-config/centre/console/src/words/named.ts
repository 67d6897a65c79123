import type { Words } from './words.svelte.ts';

/** An action in words; one that this console does not know yet is shown by its own code. */
export function auditTitle(action: string, words: Words): string {
  const [concern, happening = ''] = action.split('.');
  const known: Readonly<Record<string, string>> = words.auditActions;
  const happened: Readonly<Record<string, string>> = words.happenings;
  return known[action] ?? (concern === 'matter' ? happened[happening] : undefined) ?? action;
}

/** `unit/310000999000MZ0000`: what kind of thing in words, and which; an address that was refused stays as it is. */
export function auditSubject(subject: string, words: Words): string {
  const [kind = '', ...which] = subject.split('/');
  const known: Readonly<Record<string, string>> = words.audit.subjects;
  return known[kind] ? [known[kind], ...which].join(' ') : subject;
}

const DEVICE = 'device:';

/** `software`, `device:camera`; what this console does not know yet is shown by its own name. */
export function factTitle(what: string, words: Words): string {
  const table: Readonly<Record<string, string>> = what.startsWith(DEVICE) ? words.families : words.facts.of;
  const name = what.startsWith(DEVICE) ? what.slice(DEVICE.length) : what;
  return table[name] ?? name;
}

/** `paper-out`, `standard-2 applied`, `0.1.0`. */
export function factWords(value: string, words: Words): string {
  const known: Readonly<Record<string, string>> = words.facts.states;
  if (value === '') return words.none;
  return value
    .split(' ')
    .map((word) => known[word] ?? word)
    .join(' ');
}
