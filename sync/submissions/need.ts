import { z } from 'zod';
import type { StatusEvent } from '../contract/index.ts';
import type { CitizenNeed, SubmissionState } from './record.ts';

const localText = z.object({ zh: z.string().min(1), en: z.string().min(1).exactOptional() });

/** What an event asks of the citizen, as it is stored. */
const storedNeed = z.object({
  what: z.enum(['supplement', 'return']),
  parts: z.array(
    z.object({ kind: z.enum(['field', 'material']), name: z.string(), words: localText.nullable() }),
  ),
  due: z.string().nullable(),
  words: localText.nullable(),
  /** Number of the quality return. */
  returnId: z.string().nullable(),
});
export type StoredNeed = z.infer<typeof storedNeed>;

/** What a refusal says besides its code, as it is stored: words for the citizen, and what of the matter changed. */
export const refusalWords = z.object({
  notice: localText.nullable(),
  /** When a suspended matter resumes, where known. */
  until: z.string().nullable(),
  changed: z.array(z.object({ part: z.string(), name: z.string() })),
});
export type RefusalWords = z.infer<typeof refusalWords>;

/** What of a row decides what is asked. */
interface NeedColumns {
  readonly received_at: string | null;
  readonly problem_code: string | null;
  readonly problem_field: string | null;
  readonly problem_words: string | null;
  readonly need: string | null;
}

const eventNeeds = { 'need-supplement': 'supplement', returned: 'return' } as const;

/**
 * @returns what an event asks; null when it says that nothing is asked any more; undefined when it says nothing of it:
 * an opinion does not take back what was asked before
 */
export function needOfEvent(event: StatusEvent): StoredNeed | null | undefined {
  if (event.kind === 'corrected' || event.finished) return null;
  if (event.kind !== 'need-supplement' && event.kind !== 'returned') return undefined;
  return {
    what: eventNeeds[event.kind],
    parts: (event.needs ?? []).map(({ kind, name, reason }) => ({ kind, name, words: textOf(reason) })),
    due: event.limitDate ?? null,
    words: textOf(event.opinion),
    returnId: event.returnId ?? null,
  };
}

/** @returns null when nothing is asked; undefined when what is stored cannot be read */
export function readNeed(row: NeedColumns, state: SubmissionState): CitizenNeed | null | undefined {
  if (state === 'needs-citizen') return needOfRefusal(row);
  if (row.received_at === null || state === 'quarantined') return null;
  const stored = readStoredNeed(row.need);
  if (!stored) return stored;
  const { returnId: _number, ...need } = stored;
  return need;
}

export function readStoredNeed(text: string | null): StoredNeed | null | undefined {
  return text === null ? null : storedNeed.safeParse(parse(text)).data;
}

function needOfRefusal(row: NeedColumns): CitizenNeed {
  const words = refusalWords.safeParse(parse(row.problem_words)).data;
  const notice = words?.notice ?? null;
  const base = { due: null, words: notice };
  if (row.problem_code === 'ITEM_TERMINATED') return { ...base, what: 'matter-ended', parts: [] };
  if (row.problem_code === 'VERSION_STALE') {
    const parts = (words?.changed ?? [])
      .filter(({ part, name }) => (part === 'form-field' || part === 'material') && name !== '')
      .map(({ part, name }) => ({
        ...{ kind: part === 'material' ? ('material' as const) : ('field' as const), name, words: null },
      }));
    return { ...base, what: 'matter-changed', parts };
  }
  const kind = row.problem_code === 'MATERIAL_MISSING' ? 'material' : 'field';
  const name = row.problem_field;
  return { ...base, what: 'refused', parts: name === null ? [] : [{ kind, name, words: null }] };
}

function textOf({ zh, en }: { zh: string; en?: string | undefined }): { zh: string; en?: string } {
  return en === undefined ? { zh } : { zh, en };
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}
