import type { IppAttributes, IppResponse } from './decode.ts';
import { TAG } from './tags.ts';

/** RFC 8011 section 5.3.7. */
export type JobState =
  'pending' | 'held' | 'processing' | 'processing-stopped' | 'canceled' | 'aborted' | 'completed';

export interface JobReport {
  readonly id: number;
  readonly state: JobState;
  /** Pages or sheets that are out, as far as the printer counts them; only ever compared with an earlier value. */
  readonly progress: number;
  readonly name: string;
  readonly owner: string;
}

export const JOB_ATTRIBUTES = [
  'job-id',
  'job-state',
  'job-name',
  'job-originating-user-name',
  'job-impressions-completed',
  'job-media-sheets-completed',
] as const;

const STATES: ReadonlyMap<unknown, JobState> = new Map<unknown, JobState>([
  [3, 'pending'],
  [4, 'held'],
  [5, 'processing'],
  [6, 'processing-stopped'],
  [7, 'canceled'],
  [8, 'aborted'],
  [9, 'completed'],
]);

/** The jobs in an answer to Get-Jobs, Get-Job-Attributes, Create-Job or Print-Job; one without number or state is left out. */
export function readJobReports(response: IppResponse): JobReport[] {
  return response.groups
    .filter(({ tag }) => tag === TAG.job)
    .map(({ attributes }) => readJob(attributes))
    .filter((job) => job !== undefined);
}

/** Nothing more will come out. */
export function isOver(state: JobState): state is 'canceled' | 'aborted' | 'completed' {
  return state === 'canceled' || state === 'aborted' || state === 'completed';
}

function readJob(attributes: IppAttributes): JobReport | undefined {
  const id = attributes.get('job-id')?.[0];
  const state = STATES.get(attributes.get('job-state')?.[0]);
  if (typeof id !== 'number' || state === undefined) return undefined;
  return {
    id,
    state,
    progress:
      count(attributes, 'job-impressions-completed') + count(attributes, 'job-media-sheets-completed'),
    name: text(attributes, 'job-name'),
    owner: text(attributes, 'job-originating-user-name'),
  };
}

function count(attributes: IppAttributes, name: string): number {
  const value = attributes.get(name)?.[0];
  return typeof value === 'number' ? value : 0;
}

function text(attributes: IppAttributes, name: string): string {
  const value = attributes.get(name)?.[0];
  return typeof value === 'string' ? value : '';
}
