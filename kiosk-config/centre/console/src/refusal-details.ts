import type { Refusal } from './api.ts';
import type { Words } from './words/words.svelte.ts';

interface Speaking {
  readonly t: Words;
  say(text: { readonly zh: string; readonly en?: string | null }): string;
  time(instant: string): string;
}

/** What a refusal's sentence calls “what is listed”: in words, one each. */
export function detailsOf(refusal: Refusal, speech: Speaking): string[] {
  const about = refusal as Readonly<Record<string, unknown>>;
  const { t } = speech;
  const list = (name: string): readonly unknown[] => (Array.isArray(about[name]) ? about[name] : []);
  const inWords = (table: Readonly<Record<string, string>>, all: readonly unknown[]): string[] =>
    all.map((each) => table[String(each)] ?? String(each));
  const earliest = about['earliest'] ?? about['earliestStart'];
  return [
    ...inWords(t.units.lacks, list('lacks')),
    ...inWords(t.modules, list('modules')),
    ...(refusal.code === 'REDUCTIONS_MISSING' ? inWords(t.matters.reductions, list('missing')) : []),
    ...(refusal.code === 'DOCUMENT_UNUSABLE' ? list('faults').map((each) => faultIn(each, speech)) : []),
    ...(typeof earliest === 'string' ? [t.notices.earliest(speech.time(earliest))] : []),
  ];
}

/** A fault of a matter document: what it is about, and what is wrong with it. */
function faultIn(fault: unknown, speech: Speaking): string {
  const { name, words } = fault as Record<'name' | 'words', { zh: string; en?: string }>;
  return `${speech.say(name)} · ${speech.say(words)}`;
}
