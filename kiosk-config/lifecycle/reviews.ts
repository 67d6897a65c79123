import type { CommandOf, DecisionContext } from './commands.ts';
import type { Actor, UnsignedEvent } from './events.ts';
import { bureauDecides, findVersion, statusRefusal, unknown, untested } from './gates.ts';
import type { Refusal } from './refusal.ts';
import { isPending, movesVersion, type MatterState, type RequestState, type RequestStep } from './state.ts';

export function reviewAsBureau(
  state: MatterState,
  command: CommandOf<'review-as-bureau'>,
  { actor }: DecisionContext,
): UnsignedEvent[] | Refusal {
  const { requestId, words } = command;
  const found = waitingAt(state, requestId, ['MZ_REVIEW'], actor);
  if ('code' in found) return found;
  if (!command.approve) return [{ type: 'bureau-rejected', requestId, words }];
  const approvalId = command.approvalId?.trim();
  if (!approvalId) return approvalRequired(requestId);
  return [{ type: 'bureau-approved', requestId, approvalId, words }];
}

export function reviewAsReform(
  state: MatterState,
  command: CommandOf<'review-as-reform'>,
  { actor, now }: DecisionContext,
): UnsignedEvent[] | Refusal {
  const { requestId, words } = command;
  if (findRequest(state, requestId)?.step === 'MZ_REVIEW') return approvalRequired(requestId);
  const found = waitingAt(state, requestId, ['SG_REVIEW'], actor);
  if ('code' in found) return found;
  if (!command.approve) return [{ type: 'reform-rejected', requestId, words }];
  return approvalRefusal(state, found, now) ?? [{ type: 'reform-approved', requestId, words }];
}

/** Test and go-live, or the carrying out of a suspension, a resumption or an end. */
export function recordResult(
  state: MatterState,
  command: CommandOf<'record-result'>,
  { actor, now }: DecisionContext,
): UnsignedEvent[] | Refusal {
  const { requestId, words } = command;
  const found = waitingAt(state, requestId, ['DBC_TEST', 'DBC_IMPLEMENT'], actor);
  if ('code' in found) return found;
  if (!command.passed) {
    return [{ type: movesVersion(found) ? 'test-failed' : 'implementation-rejected', requestId, words }];
  }
  // Since the request was sent the matter may have been suspended, ended or brought to community centres, and a test run
  // may have failed.
  const refusal =
    statusRefusal(state, found.action) ?? approvalRefusal(state, found, now) ?? testRefusal(state, found);
  if (refusal) return refusal;
  const effectiveAt = command.effectiveAt ?? now.toISOString();
  const entries = movesVersion(found) ? [...state.inForce, ...openings(state, found)] : state.statuses;
  const earliest = [now.toISOString(), ...entries.map((each) => each.at)].toSorted().at(-1) ?? '';
  if (effectiveAt < earliest) {
    const detail = `It cannot hold from ${effectiveAt}: the earliest is ${earliest}, after what is decided already.`;
    return { code: 'TIME_INVALID', earliest, detail };
  }
  const lapsed: UnsignedEvent[] =
    found.action === 'terminate'
      ? state.requests
          .filter((each) => isPending(each) && each !== found)
          .map((each) => ({ type: 'lapsed', requestId: each.requestId }))
      : [];
  return [{ type: 'went-live', requestId, effectiveAt, words }, ...lapsed];
}

/** An opening stands in both time-lines. */
function openings(state: MatterState, request: RequestState): readonly { readonly at: string }[] {
  return request.action === 'open' ? state.statuses : [];
}

/** A request that was none of the bureau's has become one, by a change that was decided beside it. */
function approvalRefusal(state: MatterState, request: RequestState, now: Date): Refusal | undefined {
  if (request.approvalId || !bureauDecides(state, request, now)) return undefined;
  const detail =
    'The matter has come to the community centres (下沉事项) since this was sent: reject it, or withdraw it and send it anew, so that the civil affairs bureau decides on it first.';
  return { code: 'MZ_APPROVAL_REQUIRED', requestId: request.requestId, detail };
}

function testRefusal(state: MatterState, request: RequestState): Refusal | undefined {
  const version = request.version === undefined ? undefined : findVersion(state, request.version);
  const modules = version ? untested(state, version) : [];
  if (modules.length === 0) return undefined;
  const detail = `The last joint test (联调) did not pass for: ${modules.join(', ')}. It cannot go live.`;
  return { code: 'JOINT_TEST_MISSING', modules, detail };
}

export function resubmit(state: MatterState, command: CommandOf<'resubmit'>): UnsignedEvent[] | Refusal {
  const { requestId, words } = command;
  const found = atStep(state, requestId, ['FIX']);
  if ('code' in found) return found;
  return testRefusal(state, found) ?? [{ type: 'resubmitted', requestId, words }];
}

/** A request is withdrawn while it is under way, and what it decided while that lies ahead. */
export function withdraw(
  state: MatterState,
  command: CommandOf<'withdraw'>,
  { now }: DecisionContext,
): UnsignedEvent[] | Refusal {
  const { requestId, words } = command;
  const request = findRequest(state, requestId);
  if (!request) return unknown('request', requestId);
  const ahead = request.step === 'DONE' && (request.effectiveAt ?? '') > now.toISOString();
  if (!isPending(request) && !ahead) return wrongStep(request);
  return [{ type: 'withdrawn', requestId, words }];
}

/** The request, when it waits at one of these steps and this person may decide it. */
function waitingAt(
  state: MatterState,
  requestId: string,
  steps: readonly RequestStep[],
  actor: Actor,
): RequestState | Refusal {
  const found = atStep(state, requestId, steps);
  if ('code' in found) return found;
  if (found.senders.some((each) => each.id === actor.id || each.role === actor.role)) {
    const detail = 'Who sent a request never approves it. Another person, of another role, has to decide.';
    return { code: 'REQUESTER_CANNOT_APPROVE', detail };
  }
  return found;
}

function atStep(
  state: MatterState,
  requestId: string,
  steps: readonly RequestStep[],
): RequestState | Refusal {
  const request = findRequest(state, requestId);
  if (!request) return unknown('request', requestId);
  return steps.includes(request.step) ? request : wrongStep(request);
}

function findRequest(state: MatterState, requestId: string): RequestState | undefined {
  return state.requests.find((each) => each.requestId === requestId);
}

function wrongStep({ requestId, step }: RequestState): Refusal {
  return { code: 'WRONG_STEP', requestId, step, detail: `The request is at ${step}; this is not its turn.` };
}

function approvalRequired(requestId: string): Refusal {
  const detail =
    'The matter is done at community centres (下沉事项): it needs the approval of the civil affairs bureau, with its number, first.';
  return { code: 'MZ_APPROVAL_REQUIRED', requestId, detail };
}
