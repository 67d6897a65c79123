import type { Calendars } from '../../working-days/index.ts';
import {
  defaultTargets,
  due,
  standing,
  type Due,
  type DueLimit,
  type RequestState,
} from '../../lifecycle/index.ts';
import type { Limit, MatterSummary, RequestSummary, Role, Task } from '../contract/index.ts';
import { isSunkDown, type StoredMatter } from './matter-store.ts';

/** What officers see of matters: pure functions of what is stored, the time and the calendars. */

export interface Moment {
  readonly now: Date;
  readonly calendars: Calendars;
}

export function duesOf({ state }: StoredMatter, { now, calendars }: Moment): Due[] {
  return due(state, now, { calendars, targets: defaultTargets });
}

export function limitOf(limit: DueLimit | undefined): Limit | null {
  return limit ?? null;
}

function unitOf({ state, unitName }: StoredMatter) {
  return { code: state.unit, name: unitName };
}

/** @param cutOff its unit is cut off altogether */
export function summaryOf(matter: StoredMatter, moment: Moment, cutOff: boolean): MatterSummary {
  const { state, handleItem, name } = matter;
  const { status, since, version, maintenance } = standing(state, moment.now);
  const requests = duesOf(matter, moment).flatMap(({ id, limit }) => {
    const request = state.requests.find((each) => each.requestId === id);
    return request
      ? [{ requestId: id, action: request.action, step: request.step, limit: limitOf(limit) }]
      : [];
  });
  return {
    ...{ handleItem, name, unit: unitOf(matter), sunkDown: isSunkDown(state), status, requests, cutOff },
    ...{ since: since ?? null, version: version ?? null, maintenance: maintenance ?? null },
    revision: state.revision,
  };
}

/** When the request was sent is in the history alone. */
export function requestOf(
  matter: StoredMatter,
  request: RequestState,
  sentAt: string,
  moment: Moment,
): RequestSummary {
  const { requestId, action, version, step, since, bureauFirst } = request;
  const limit = duesOf(matter, moment).find((each) => each.id === requestId)?.limit;
  return {
    ...{ requestId, handleItem: matter.handleItem, matterName: matter.name, unit: unitOf(matter) },
    ...{ sunkDown: bureauFirst, action, version: version ?? null, step, limit: limitOf(limit) },
    ...{ sentAt, since, revision: matter.state.revision },
  };
}

/** What waits for a role; for a unit's officers, of their own unit. The most urgent first, what has no limit last. */
export function tasksOf(
  matters: readonly StoredMatter[],
  { role, unitCode }: { readonly role: Role; readonly unitCode: string | null },
  moment: Moment,
): Task[] {
  const isUnit = role === 'unit-business' || role === 'unit-technical';
  const mine = matters.filter((each) => !isUnit || each.state.unit === unitCode);
  const tasks = mine.flatMap((matter) =>
    duesOf(matter, moment)
      .filter((each) => each.role === (isUnit ? 'unit' : role))
      // To mend and send again is done by who sent; the report may come from both of a unit's officers.
      .filter((each) => each.step === 'EMERGENCY_REPORT' || role !== 'unit-technical')
      .map(({ id, step, since, limit }): Task => {
        const request = matter.state.requests.find((each) => each.requestId === id);
        return {
          kind: request ? 'request' : 'emergency-report',
          ...{ id, handleItem: matter.handleItem, matterName: matter.name, unit: unitOf(matter) },
          sunkDown: request?.bureauFirst ?? isSunkDown(matter.state),
          ...{ action: request?.action ?? null, step, since, limit: limitOf(limit) },
          revision: matter.state.revision,
        };
      }),
  );
  const urgency = (task: Task): string => task.limit?.date ?? '9999';
  return tasks.toSorted((a, b) => urgency(a).localeCompare(urgency(b)) || a.since.localeCompare(b.since));
}
