import type { SubmissionRecord, SubmissionState } from '@tongban/sync';
import type { Command } from '../command.ts';
import { textOptions, UsageError } from '../command.ts';
import {
  dataFolderOf,
  factsOf,
  isState,
  lookInto,
  STATE_WORDS,
  STORE_OPTIONS,
  STORE_USAGE,
} from '../store.ts';

/** What is still somebody's task: the platform's, a citizen's or staff's. */
const OPEN_STATES: readonly SubmissionState[] = [
  ...(['sealed', 'sending', 'held', 'needs-citizen', 'rejected', 'quarantined'] as const),
];

export const list: Command = {
  path: 'queue list',
  usage: `${STORE_USAGE} [--state STATE]… [--all]`,
  about: {
    zh: '列出还没办妥的办件（--all：全部），最早的在前',
    en: 'the submissions that are not settled yet (--all: every one), oldest first',
  },
  options: { ...STORE_OPTIONS, state: { type: 'string', multiple: true }, all: { type: 'boolean' } },
  async run(given, io) {
    const folder = dataFolderOf(given);
    const states = statesOf(textOptions(given, 'state'), given.values['all'] === true);
    const { listSubmissions } = await import('@tongban/sync');
    const looked = lookInto(folder, () => listSubmissions(folder, states ? { states } : {}));
    if ('failure' in looked) return looked.failure;
    const records = looked.found;
    for (const record of records) io.say(lineOf(record));
    const count = records.length;
    io.say({ zh: `共 ${count} 件。`, en: count === 1 ? '1 submission.' : `${count} submissions.` });
    return { ok: true, facts: { count, submissions: records.map(factsOf) } };
  },
};

function lineOf({ tempNo, applyNo, state, capturedAt, id, problem }: SubmissionRecord): {
  zh: string;
  en: string;
} {
  const words = STATE_WORDS[state];
  const why = problem ? ` ${[problem.code, problem.field].filter((part) => part !== null).join(' ')}` : '';
  const of = (text: string): string => `${tempNo}  ${applyNo ?? '-'}  ${capturedAt}  ${text}${why}  ${id}`;
  return { zh: of(words.zh), en: of(words.en) };
}

/** @returns null for all @throws UsageError for a word that is no state */
function statesOf(written: readonly string[], all: boolean): readonly SubmissionState[] | null {
  if (written.length === 0) return all ? null : OPEN_STATES;
  return written.map((state) => {
    if (isState(state)) return state;
    const known = Object.keys(STATE_WORDS).join(', ');
    throw new UsageError({
      zh: `--state ${state}：要写 ${known} 之一。`,
      en: `--state ${state}: one of ${known}.`,
    });
  });
}
