import { shanghaiDay } from '../working-days/index.ts';
import type { CommandOf, DecisionContext } from './commands.ts';
import type {
  MatterStatus,
  RequestAction,
  SubmittedRequest,
  TestedModule,
  UnsignedEvent,
  VersionFacts,
} from './events.ts';
import type { Refusal } from './refusal.ts';
import { measuresOn } from './rules.ts';
import { isPending, movesVersion, plannedStatus, standing, type MatterState } from './state.ts';

export function draftVersion(
  state: MatterState,
  command: CommandOf<'draft-version'>,
): UnsignedEvent[] | Refusal {
  const { type: _type, revision: _revision, ...facts } = command;
  const { version } = facts;
  if (state.versions.some((each) => each.version === version)) {
    const detail = `Version ${version} exists and is never altered. Give the document a newer version.`;
    return { code: 'ALREADY_EXISTS', what: 'version', id: version, detail };
  }
  const newest = state.versions
    .map((each) => each.version)
    .toSorted(compareVersions)
    .at(-1);
  if (newest !== undefined && compareVersions(version, newest) < 0) {
    return { code: 'VERSION_NOT_NEWER', newest, detail: `Version ${version} is older than ${newest}.` };
  }
  if (plannedStatus(state) === 'TERMINATED') return wrongStatus('TERMINATED', 'It takes no new version.');
  return [{ type: 'version-drafted', ...facts }];
}

/** Versions are `year.number`; the number counts as a number. */
export function compareVersions(a: string, b: string): number {
  const [yearA = 0, numberA = 0] = a.split('.').map(Number);
  const [yearB = 0, numberB = 0] = b.split('.').map(Number);
  return yearA - yearB || numberA - numberB;
}

export function recordJointTest(
  state: MatterState,
  command: CommandOf<'record-joint-test'>,
): UnsignedEvent[] | Refusal {
  const { runId, version, cases, evidenceSha256, drill } = command;
  if (!findVersion(state, version)) return unknown('version', version);
  if (state.jointTests.some((each) => each.runId === runId)) return exists('joint test run', runId);
  return [{ type: 'joint-test-recorded', runId, version, cases, evidenceSha256, drill }];
}

/** From which statuses an action may be asked for (domain: table of the life cycle). */
const FROM: Record<RequestAction, readonly MatterStatus[]> = {
  open: ['DRAFT'],
  change: ['OPEN', 'SUSPENDED'],
  suspend: ['OPEN'],
  resume: ['SUSPENDED'],
  terminate: ['OPEN', 'SUSPENDED'],
};

export function submit(
  state: MatterState,
  command: CommandOf<'submit'>,
  context: DecisionContext,
): UnsignedEvent[] | Refusal {
  const { type: _type, revision: _revision, ...request } = command;
  const day = shanghaiDay(context.now);
  const measures = measuresOn(day);
  if (!measures) {
    return {
      code: 'NO_MEASURES',
      day,
      detail: `No measures are in force on ${day}; the first are of 2020-10-01.`,
    };
  }
  if (state.requests.some((each) => each.requestId === request.requestId)) {
    return exists('request', request.requestId);
  }
  const refusal = statusRefusal(state, request.action);
  if (refusal) return refusal;
  // One request at a time moves the version, and one the status; both kinds may run beside each other.
  const rival = state.requests.find(
    (each) => isPending(each) && movesVersion(each) === movesVersion(request),
  );
  if (rival) {
    const detail = `A request (${rival.action}) is under way. Wait for it or withdraw it.`;
    return { code: 'REQUEST_PENDING', requestId: rival.requestId, detail };
  }
  if (movesVersion(request)) {
    const version = request.version === undefined ? undefined : findVersion(state, request.version);
    if (!version) return unknown('version', request.version ?? '(none)');
    const latest = state.inForce.at(-1)?.version;
    if (latest !== undefined && compareVersions(version.version, latest) <= 0) {
      const detail = `Version ${version.version} is not newer than ${latest}, which is in force.`;
      return { code: 'VERSION_NOT_NEWER', newest: latest, detail };
    }
    const incomplete = checklist(state, version);
    if (incomplete) return incomplete;
  } else if (request.action !== 'resume' && !request.notice) {
    return { code: 'NOTICE_MISSING', detail: 'Say what citizens are told.' };
  }
  const bureauFirst = bureauDecides(state, request, context.now);
  return [{ type: 'submitted', ...request, bureauFirst, measures: measures.documentNumber }];
}

/**
 * Whether the bureau decides on a request (art. 12): the matter is done at community centres, is going to be by what is
 * decided for later, or would be, or no longer be, by the request itself.
 */
export function bureauDecides(
  state: MatterState,
  request: Pick<SubmittedRequest, 'version'>,
  now: Date,
): boolean {
  const ahead = state.inForce.filter((each) => each.at > now.toISOString());
  return [standing(state, now).version, ...ahead.map((each) => each.version), request.version].some(
    (version) => version !== undefined && findVersion(state, version)?.sunkDown,
  );
}

export function statusRefusal(state: MatterState, action: RequestAction): Refusal | undefined {
  const status = plannedStatus(state);
  if (FROM[action].includes(status)) return undefined;
  return wrongStatus(status, `To ${action} it, it must be ${FROM[action].join(' or ')}.`);
}

/** The checklist of art. 9 (1) to (3), with the modules of art. 8; undefined when it is met. */
function checklist(state: MatterState, version: VersionFacts): Refusal | undefined {
  const { missing, notReduced } = version;
  if (missing.length > 0) {
    return { code: 'GUIDE_INCOMPLETE', missing, detail: `The guide lacks: ${missing.join(', ')}.` };
  }
  if (notReduced.length > 0) {
    const detail = `Materials, time, steps and trips must be given, and must not grow: ${notReduced.join(', ')}.`;
    return { code: 'REDUCTIONS_MISSING', missing: notReduced, detail };
  }
  const modules = untested(state, version);
  if (modules.length === 0) return undefined;
  return {
    code: 'JOINT_TEST_MISSING',
    modules,
    detail: `No passed joint test (联调) of version ${version.version} for: ${modules.join(', ')}.`,
  };
}

/** Modules whose last real run of the joint test on this version did not pass, or never was. */
export function untested(state: MatterState, version: VersionFacts): TestedModule[] {
  const runs = state.jointTests.filter((each) => each.version === version.version && !each.drill);
  const needed: TestedModule[] = ['acceptance', ...version.modules];
  return needed.filter((module) => {
    const last = runs.findLast((run) => run.cases.some((each) => each.module === module));
    return !last?.cases.every((each) => each.module !== module || each.passed);
  });
}

export function findVersion(state: MatterState, version: string): VersionFacts | undefined {
  return state.versions.find((each) => each.version === version);
}

export function unknown(what: string, id: string): Refusal {
  return { code: 'UNKNOWN', what, id, detail: `There is no ${what} ${id} of this matter.` };
}

export function exists(what: string, id: string): Refusal {
  return { code: 'ALREADY_EXISTS', what, id, detail: `The ${what} ${id} has been recorded before.` };
}

export function wrongStatus(status: MatterStatus, detail: string): Refusal {
  return { code: 'WRONG_STATUS', status, detail: `The matter is ${status}. ${detail}` };
}
