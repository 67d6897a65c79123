import {
  defaultTargets,
  limitOf as limitSince,
  measuresByNumber,
  movesVersion,
  type MatterEvent,
  type RequestState,
} from '../../lifecycle/index.ts';
import type { Limit, RequestDetail, RequestStep } from '../contract/index.ts';
import type { Moment } from './views.ts';

/** The steps that a request went through, each with the limit that it had. */
export function stepsOf(
  request: RequestState,
  events: readonly MatterEvent[],
  { now, calendars }: Moment,
): RequestDetail['steps'] {
  const next: Partial<Record<MatterEvent['type'], RequestStep>> = {
    submitted: request.bureauFirst ? 'MZ_REVIEW' : 'SG_REVIEW',
    'bureau-approved': 'SG_REVIEW',
    'reform-approved': movesVersion(request) ? 'DBC_TEST' : 'DBC_IMPLEMENT',
    'test-failed': 'FIX',
    resubmitted: 'DBC_TEST',
    'went-live': 'DONE',
    withdrawn: 'WITHDRAWN',
    lapsed: 'LAPSED',
  };
  const measures = measuresByNumber(request.measures);
  const lengths: Partial<Record<RequestStep, [number, 'rule' | 'target']>> = {
    MZ_REVIEW: [defaultTargets.bureauReview, 'target'],
    SG_REVIEW: [measures.reformReview, 'rule'],
    DBC_TEST: [measures.testAndGoLive, 'rule'],
    DBC_IMPLEMENT: [measures.implementation, 'rule'],
  };
  return events.map((event, index) => {
    const step = next[event.type] ?? 'REJECTED';
    const until = events[index + 1]?.at ?? null;
    const length = lengths[step];
    // A step that is over was in time or not when it ended; time since then is no matter.
    const seen = until === null ? now : new Date(until);
    const limit: Limit | null = length ? limitSince(event.at, ...length, seen, calendars) : null;
    return { step, from: event.at, until: length || step === 'FIX' ? until : event.at, limit };
  });
}
