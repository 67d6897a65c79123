import { z } from 'zod';
import { readNeed } from './need.ts';
import { submissionStates, type SubmissionRecord } from './record.ts';

/** A row of the table `submissions`, as SQLite gives it. */
export interface SubmissionRow {
  readonly n: number;
  readonly id: string;
  readonly temp_no: string;
  readonly state: string;
  readonly handle_item: string;
  readonly matter_version: string;
  readonly unit_code: string;
  readonly captured_at: string;
  readonly digest: string;
  readonly apply_no: string | null;
  readonly receipt: string | null;
  readonly received_at: string | null;
  readonly limit_date: string | null;
  readonly limit_provisional: number;
  readonly opinion: string | null;
  readonly next_step: string | null;
  readonly finished: number;
  readonly problem_code: string | null;
  readonly problem_field: string | null;
  readonly problem_words: string | null;
  /** The submission that this one corrects. */
  readonly corrects: string | null;
  /** 1, or more for an operation U. */
  readonly batch: number;
  readonly return_id: string | null;
  readonly sent_version: string | null;
  readonly need: string | null;
  readonly pre_review: string | null;
  readonly by_agent: number;
}

const localText = z.object({ zh: z.string().min(1), en: z.string().min(1).optional() });
const state = z.enum(submissionStates);
const preReview = z.enum(['rectify', 'passed', 'refused']).nullable();

/** A row of the table `parts`: one envelope of a submission. */
export interface PartRow {
  readonly key: number;
  readonly code: string | null;
  readonly stuff_type: 0 | 1 | 5 | null;
  readonly media_type: string | null;
  readonly envelope: string;
  readonly sha256: string;
}

/** Rows are not trusted, after an upgrade or a flipped bit: answers null when one cannot be read. */
export function readRecord(row: SubmissionRow): SubmissionRecord | null {
  const parsedState = state.safeParse(row.state);
  if (!parsedState.success) return null;
  const accepted = row.received_at !== null;
  // What is in quarantine is shown without the parts that put it there.
  const readable = parsedState.data !== 'quarantined' && accepted;
  const opinion = readable ? readText(row.opinion) : null;
  const nextStep = readable ? readText(row.next_step) : null;
  if (opinion === undefined || nextStep === undefined) return null;
  const need = readNeed(row, parsedState.data);
  const reviewed = preReview.safeParse(row.pre_review);
  if (need === undefined || !reviewed.success) return null;
  return {
    id: row.id,
    tempNo: row.temp_no,
    applyNo: accepted ? row.apply_no : null,
    state: parsedState.data,
    matter: { handleItem: row.handle_item, version: row.matter_version, unitCode: row.unit_code },
    capturedAt: row.captured_at,
    receivedAt: row.received_at,
    limitDate: row.limit_date,
    limitProvisional: row.limit_provisional === 1,
    finished: accepted && row.finished === 1,
    opinion,
    nextStep,
    problem: row.problem_code === null ? null : { code: row.problem_code, field: row.problem_field },
    need,
    preReview: accepted ? reviewed.data : null,
    correction: null,
    byAgent: row.by_agent === 1,
  };
}

/** Undefined when there is something that is no text. */
function readText(json: string | null): z.infer<typeof localText> | null | undefined {
  if (json === null) return null;
  try {
    return localText.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}
