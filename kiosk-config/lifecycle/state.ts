import type {
  Actor,
  JointTestRun,
  MaintenanceWindow,
  MatterEvent,
  MatterStatus,
  SubmittedRequest,
  Notice,
  VersionFacts,
} from './events.ts';

/** Where a request waits, or how it ended. */
export type RequestStep =
  | 'MZ_REVIEW'
  | 'SG_REVIEW'
  | 'DBC_TEST'
  | 'DBC_IMPLEMENT'
  | 'FIX'
  | 'DONE'
  | 'REJECTED'
  | 'WITHDRAWN'
  | 'LAPSED';

export interface RequestState extends SubmittedRequest {
  readonly step: RequestStep;
  /** ISO instant at which it came to this step: the receipt that the step's limit counts from. */
  readonly since: string;
  readonly bureauFirst: boolean;
  readonly measures: string;
  readonly approvalId?: string;
  /** All who sent something in it: none of them may approve it. */
  readonly senders: readonly Actor[];
  /** From when it holds, once it is done. */
  readonly effectiveAt?: string;
}

export interface StatusEntry {
  readonly at: string;
  readonly status: MatterStatus;
  readonly notice?: Notice | undefined;
  /** The request that brought it; an emergency has none. */
  readonly requestId?: string;
}

export interface VersionEntry {
  readonly at: string;
  readonly version: string;
  readonly requestId: string;
}

export interface EmergencyState {
  readonly suspensionId: string;
  readonly since: string;
  readonly reported: boolean;
}

export interface MatterState {
  /** How many events made it: the number that a command must have seen. */
  readonly revision: number;
  /** The access unit that it belongs to. */
  readonly unit: string;
  readonly versions: readonly VersionFacts[];
  readonly jointTests: readonly JointTestRun[];
  readonly requests: readonly RequestState[];
  /** By time; what lies ahead is decided, and not yet so. */
  readonly statuses: readonly StatusEntry[];
  readonly inForce: readonly VersionEntry[];
  readonly windows: readonly MaintenanceWindow[];
  readonly emergencies: readonly EmergencyState[];
}

/** A matter of which nothing is known but whose it is. */
export function newMatter(unit: string): MatterState {
  return {
    revision: 0,
    unit,
    versions: [],
    jointTests: [],
    requests: [],
    statuses: [],
    inForce: [],
    windows: [],
    emergencies: [],
  };
}

/** The state after an event. Total: an event has been decided, so it is taken as it is. */
export function evolve(before: MatterState, event: MatterEvent): MatterState {
  return { ...before, ...changes(before, event), revision: before.revision + 1 };
}

function changes(state: MatterState, event: MatterEvent): Partial<MatterState> {
  switch (event.type) {
    case 'version-drafted': {
      const { type: _type, at: _at, by: _by, ...facts } = event;
      return { versions: [...state.versions, facts] };
    }
    case 'joint-test-recorded': {
      const { runId, version, cases, evidenceSha256, drill } = event;
      return { jointTests: [...state.jointTests, { runId, version, cases, evidenceSha256, drill }] };
    }
    case 'submitted': {
      const { type: _type, at, by, ...request } = event;
      const step = event.bureauFirst ? 'MZ_REVIEW' : 'SG_REVIEW';
      return { requests: [...state.requests, { ...request, step, since: at, senders: [by] }] };
    }
    case 'bureau-approved':
      return moved(state, event, { step: 'SG_REVIEW', approvalId: event.approvalId });
    case 'reform-approved':
      return moved(state, event, (request) => ({
        step: movesVersion(request) ? 'DBC_TEST' : 'DBC_IMPLEMENT',
      }));
    case 'bureau-rejected':
    case 'reform-rejected':
    case 'implementation-rejected':
      return moved(state, event, { step: 'REJECTED' });
    case 'test-failed':
      return moved(state, event, { step: 'FIX' });
    case 'resubmitted':
      return moved(state, event, (request) => ({
        step: 'DBC_TEST',
        senders: [...request.senders, event.by],
      }));
    case 'lapsed':
      return moved(state, event, { step: 'LAPSED' });
    case 'withdrawn':
      return {
        ...moved(state, event, { step: 'WITHDRAWN' }),
        statuses: state.statuses.filter((each) => each.requestId !== event.requestId),
        inForce: state.inForce.filter((each) => each.requestId !== event.requestId),
      };
    case 'went-live':
      return wentLive(state, event);
    case 'maintenance-filed': {
      const { windowId, start, end, reason } = event;
      return { windows: [...state.windows, { windowId, start, end, reason }] };
    }
    case 'maintenance-cancelled':
      return { windows: state.windows.filter((each) => each.windowId !== event.windowId) };
    case 'emergency-suspended':
      return {
        // What was to open it later was decided before anybody knew of the emergency.
        statuses: byTime([
          ...state.statuses.filter((each) => each.at <= event.at || each.status !== 'OPEN'),
          { at: event.at, status: 'SUSPENDED', notice: event.notice },
        ]),
        emergencies: [
          ...state.emergencies,
          { suspensionId: event.suspensionId, since: event.at, reported: false },
        ],
      };
    case 'emergency-reported':
      return {
        emergencies: state.emergencies.map((each) =>
          each.suspensionId === event.suspensionId ? { ...each, reported: true } : each,
        ),
      };
    case 'announced':
    case 'filed-with-data-centre':
    case 'bureau-notified':
      return {};
  }
}

type RequestChange = Partial<RequestState> & { step: RequestStep };

function moved(
  state: MatterState,
  event: { readonly requestId: string; readonly at: string },
  change: RequestChange | ((request: RequestState) => RequestChange),
): Partial<MatterState> {
  return {
    requests: state.requests.map((each) =>
      each.requestId === event.requestId
        ? { ...each, since: event.at, ...(typeof change === 'function' ? change(each) : change) }
        : each,
    ),
  };
}

const STATUS_AFTER = {
  open: 'OPEN',
  suspend: 'SUSPENDED',
  resume: 'OPEN',
  terminate: 'TERMINATED',
  change: undefined,
} as const;

function wentLive(
  state: MatterState,
  event: Extract<MatterEvent, { type: 'went-live' }>,
): Partial<MatterState> {
  const { requestId, effectiveAt: at } = event;
  const request = state.requests.find((each) => each.requestId === requestId);
  const status = request && STATUS_AFTER[request.action];
  const version = request?.version;
  return {
    ...moved(state, event, { step: 'DONE', effectiveAt: at }),
    statuses: status
      ? byTime([...state.statuses, { at, status, requestId, notice: request.notice }])
      : state.statuses,
    inForce: version ? byTime([...state.inForce, { at, version, requestId }]) : state.inForce,
  };
}

function byTime<T extends { readonly at: string }>(entries: readonly T[]): readonly T[] {
  return entries.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** An opening or a change puts a version in force; the other actions move the status alone. */
export function movesVersion(request: Pick<SubmittedRequest, 'action'>): boolean {
  return request.action === 'open' || request.action === 'change';
}

const ENDED: readonly RequestStep[] = ['DONE', 'REJECTED', 'WITHDRAWN', 'LAPSED'];

export function isPending(request: RequestState): boolean {
  return !ENDED.includes(request.step);
}

/** What a matter is at one instant. */
export interface Standing {
  readonly status: MatterStatus;
  /** Since when; absent for a draft. */
  readonly since?: string;
  readonly notice?: Notice | undefined;
  /** The version in force. */
  readonly version?: string;
  /** The maintenance window that it is in; it ends by itself (auto-resume). */
  readonly maintenance?: MaintenanceWindow;
}

export function standing(state: MatterState, now: Date): Standing {
  const at = now.toISOString();
  const status = state.statuses.findLast((each) => each.at <= at);
  const version = state.inForce.findLast((each) => each.at <= at)?.version;
  const maintenance = state.windows.find((each) => each.start <= at && at < each.end);
  return {
    status: status?.status ?? 'DRAFT',
    ...(status && { since: status.at, notice: status.notice }),
    ...(version && { version }),
    ...(maintenance && { maintenance }),
  };
}

/** The status when everything that is decided has come about. */
export function plannedStatus(state: MatterState): MatterStatus {
  return state.statuses.at(-1)?.status ?? 'DRAFT';
}
