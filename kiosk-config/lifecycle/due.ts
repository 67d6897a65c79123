import {
  addWorkingDays,
  shanghaiDay,
  timeLeft,
  type Calendars,
  type TimeLeft,
} from '../working-days/index.ts';
import { measuresByNumber, type Targets } from './rules.ts';
import { isPending, type MatterState, type RequestState, type RequestStep } from './state.ts';

/** Something that waits for somebody. Overdue is a mark and nothing more: silence never approves. */
export interface Due {
  /** Request or emergency suspension that it belongs to. */
  readonly id: string;
  readonly step: RequestStep | 'EMERGENCY_REPORT';
  /** Who has to act. */
  readonly role: 'bureau' | 'reform' | 'data-centre' | 'unit';
  /** ISO instant of the receipt that the limit counts from. */
  readonly since: string;
  /** Absent where nobody set a limit: the unit mends a failed test in its own time. */
  readonly limit?: DueLimit;
}

export interface DueLimit extends TimeLeft {
  /** Its last day, ISO; until 24:00 in Shanghai. */
  readonly date: string;
  /** In working days. */
  readonly length: number;
  /** `rule` stands in the measures; `target` is the centre's own. */
  readonly from: 'rule' | 'target';
}

export interface DueContext {
  readonly calendars: Calendars;
  readonly targets: Targets;
}

/** All that waits on a matter, with limits counted anew each time: a calendar that arrives later moves them. */
export function due(state: MatterState, now: Date, context: DueContext): Due[] {
  const requests = state.requests.filter(isPending).map((each) => dueRequest(each, now, context));
  const reports = state.emergencies
    .filter((each) => !each.reported)
    .map(({ suspensionId, since }): Due => {
      const limit = limitOf(since, context.targets.emergencyReport, 'target', now, context.calendars);
      return { id: suspensionId, step: 'EMERGENCY_REPORT', role: 'unit', since, limit };
    });
  return [...requests, ...reports];
}

function dueRequest(request: RequestState, now: Date, { calendars, targets }: DueContext): Due {
  const { requestId: id, step, since } = request;
  const measures = measuresByNumber(request.measures);
  const limit = (length: number, from: DueLimit['from'] = 'rule') =>
    limitOf(since, length, from, now, calendars);
  switch (step) {
    case 'MZ_REVIEW':
      return { id, step, role: 'bureau', since, limit: limit(targets.bureauReview, 'target') };
    case 'SG_REVIEW':
      return { id, step, role: 'reform', since, limit: limit(measures.reformReview) };
    case 'DBC_TEST':
      return { id, step, role: 'data-centre', since, limit: limit(measures.testAndGoLive) };
    case 'DBC_IMPLEMENT':
      return { id, step, role: 'data-centre', since, limit: limit(measures.implementation) };
    default:
      return { id, step, role: 'unit', since };
  }
}

export function limitOf(
  since: string,
  length: number,
  from: DueLimit['from'],
  now: Date,
  calendars: Calendars,
): DueLimit {
  const { date, provisional } = addWorkingDays(shanghaiDay(new Date(since)), length, calendars);
  const left = timeLeft(date, now, calendars);
  return { ...left, date, length, from, provisional: provisional || left.provisional };
}
