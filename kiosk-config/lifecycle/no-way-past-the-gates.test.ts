import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor, MatterEvent, MatterEventType } from './events.ts';
import { evolve, newMatter, standing, type MatterState } from './index.ts';
import {
  actors,
  bureau,
  bureauSays,
  business,
  dataCentre,
  draft,
  jointTest,
  notice,
  reform,
  reformSays,
  request,
  result,
  Story,
  technical,
  UNIT,
  type Ask,
} from './testing/story.ts';

/** Officers of all roles, and some who hold a second role with the same name to their account. */
const people = [...actors, { ...reform, id: business.id }, { ...bureau, id: technical.id }];
const ids = ['r1', 'r2', 'r3', 'r4', 'r5'];
const versions = ['2026.1', '2026.2', '2026.3', '2026.4'];

const told = { title: notice.reason, text: notice.reason, until: '2027-01-01T00:00:00.000Z' };

/** Anything that anybody may try, at any time. */
const attempt = fc.oneof(
  fc
    .record({
      version: fc.constantFrom(...versions),
      sunkDown: fc.boolean(),
      modules: fc.subarray(['payment' as const]),
      missing: fc.constantFrom([], [], ['guide.fee']),
      notReduced: fc.constantFrom([], [], ['reform.steps']),
    })
    .map(({ version, ...facts }): Ask => draft(version, facts)),
  fc
    .record({
      version: fc.constantFrom(...versions),
      modules: fc.subarray(['acceptance', 'payment'] as const, { minLength: 1 }),
      passed: fc.constantFrom(true, true, false),
      drill: fc.constantFrom(false, false, true),
      runId: fc.uuid(),
    })
    .map(({ version, modules, ...more }): Ask => jointTest(version, modules, more)),
  fc
    .record({
      id: fc.constantFrom(...ids),
      action: fc.constantFrom('open', 'open', 'change', 'suspend', 'resume', 'terminate'),
      version: fc.constantFrom(...versions),
    })
    .map(({ id, action, version }): Ask => {
      return request(id, action, action === 'open' || action === 'change' ? { version } : {});
    }),
  fc
    .record({ id: fc.constantFrom(...ids), approve: fc.boolean(), number: fc.constantFrom('', 'TEST-1') })
    .map(({ id, approve, number }): Ask => bureauSays(id, approve, number)),
  fc.tuple(fc.constantFrom(...ids), fc.boolean()).map(([id, approve]): Ask => reformSays(id, approve)),
  fc
    .tuple(
      fc.constantFrom(...ids),
      fc.boolean(),
      fc.option(fc.integer({ min: -5, max: 20 }), { nil: undefined }),
    )
    .map(([id, passed, days]): Ask => {
      const day = days === undefined ? undefined : new Date(Date.UTC(2026, 2, 2 + days)).toISOString();
      return result(id, passed, day);
    }),
  fc
    .tuple(fc.constantFrom('resubmit', 'withdraw'), fc.constantFrom(...ids))
    .map(([type, requestId]): Ask => ({ type, requestId, words: 'TEST' })),
  fc.constantFrom('e1', 'e2').map((suspensionId): Ask => ({
    type: 'suspend-in-emergency',
    suspensionId,
    notice,
    announcement: { ...told, announcementId: suspensionId },
  })),
);

/** The next right step for what waits, so that a random history also comes far. */
function rightStep(state: MatterState, day: number): [Actor, Ask] {
  const waiting = state.requests.find((each) => ['MZ_REVIEW', 'SG_REVIEW', 'FIX'].includes(each.step));
  const testing = state.requests.find((each) => each.step.startsWith('DBC_'));
  if (waiting?.step === 'MZ_REVIEW') return [bureau, bureauSays(waiting.requestId)];
  if (waiting?.step === 'SG_REVIEW') return [reform, reformSays(waiting.requestId)];
  if (waiting) return [business, { type: 'resubmit', requestId: waiting.requestId, words: 'TEST' }];
  if (testing) return [dataCentre, result(testing.requestId)];
  const facts = state.versions.at(-1);
  if (
    !facts ||
    facts.missing.length + facts.notReduced.length > 0 ||
    state.inForce.at(-1)?.version === facts.version
  ) {
    return [business, draft(`2026.${state.versions.length + 1}`, { sunkDown: day % 3 === 0 })];
  }
  const { version } = facts;
  const tested = state.jointTests.some((each) => each.version === version);
  if (!tested) return [technical, jointTest(version, ['acceptance', 'payment'], { runId: `day-${day}` })];
  const status = state.statuses.at(-1)?.status ?? 'DRAFT';
  const usual = { DRAFT: 'open', OPEN: 'change', SUSPENDED: 'resume', TERMINATED: 'open' } as const;
  const action =
    status === 'OPEN' && day % 5 === 0 ? 'suspend' : day % 11 === 0 ? 'terminate' : usual[status];
  const moves = action === 'open' || action === 'change';
  return [business, request(`r${state.requests.length + 1}`, action, moves ? { version } : {})];
}

interface Move {
  readonly right: boolean;
  readonly ask: Ask;
  readonly who: Actor;
}

const moves = fc.array(
  fc.record({
    right: fc.constantFrom(true, true, false),
    ask: attempt,
    who: fc.constantFrom(...people),
  }),
  { minLength: 10, maxLength: 40 },
);

function play(history: readonly Move[]): Story {
  const story = new Story('2026-03-02T01:00:00.000Z');
  for (const [index, { right, ask, who }] of history.entries()) {
    story.at(new Date(Date.UTC(2026, 2, 2, 1 + 6 * index)).toISOString());
    const [actor, command] = right ? rightStep(story.state, index) : [who, ask];
    const decision = story.ask(who.role === actor.role ? who : actor, command);
    if ('events' in decision) story.keep(decision.events);
  }
  return story;
}

function find<T extends MatterEventType>(events: readonly MatterEvent[], type: T, requestId: string) {
  return events.find(
    (each): each is Extract<MatterEvent, { type: T }> =>
      each.type === type && 'requestId' in each && each.requestId === requestId,
  );
}

/** Reads the history alone, not the state: was each gate passed before this go-live, in order? */
function gatesOf(events: readonly MatterEvent[], live: Extract<MatterEvent, { type: 'went-live' }>) {
  const past = events.slice(0, events.indexOf(live));
  const sent = find(past, 'submitted', live.requestId);
  const approved = find(past, 'bureau-approved', live.requestId);
  const reviewed = find(past, 'reform-approved', live.requestId);
  const facts = past.find((each) => each.type === 'version-drafted' && each.version === sent?.version);
  const earlier = past.findLast(
    (each) =>
      each.type === 'went-live' &&
      find(past, 'submitted', each.requestId)?.version &&
      !find(past, 'withdrawn', each.requestId),
  );
  const before = earlier && 'requestId' in earlier && find(past, 'submitted', earlier.requestId)?.version;
  const old = past.find((each) => each.type === 'version-drafted' && each.version === before);
  const sunkDown = [facts, old].some((each) => each?.type === 'version-drafted' && each.sunkDown);
  const modules = facts?.type === 'version-drafted' ? ['acceptance', ...facts.modules] : [];
  const tested = modules.every((module) => {
    const runs = past.filter(
      (each) => each.type === 'joint-test-recorded' && each.version === sent?.version && !each.drill,
    );
    const last = runs
      .flatMap((each) => (each.type === 'joint-test-recorded' ? [each.cases] : []))
      .findLast((cases) => cases.some((each) => each.module === module));
    return last?.filter((each) => each.module === module).every((each) => each.passed) ?? false;
  });
  const order = [sent, ...(sunkDown ? [approved] : []), reviewed];
  return {
    complete: facts?.type !== 'version-drafted' || facts.missing.length + facts.notReduced.length === 0,
    tested,
    passed: order.every((each) => each !== undefined),
    inOrder: order.every((each, index) => {
      const next = order[index + 1];
      return !each || !next || past.indexOf(each) < past.indexOf(next);
    }),
    numbered: !sunkDown || Boolean(approved?.approvalId.trim()),
    apart: [approved, reviewed, live].every(
      (each) => !each || (each.by.id !== sent?.by.id && each.by.role !== sent?.by.role),
    ),
  };
}

const allPassed = { complete: true, tested: true, passed: true, inOrder: true, numbered: true, apart: true };

describe('whatever anybody tries, in any order', () => {
  it('nothing goes live that did not pass all its gates, by people other than who asked', () => {
    const seen = { open: 0, suspended: 0, terminated: 0, changed: 0 };
    fc.assert(
      fc.property(moves, (history) => {
        const { events, state } = play(history);
        for (const event of events) {
          if (event.type === 'went-live') expect(gatesOf(events, event)).toEqual(allPassed);
        }
        for (const { status } of state.statuses) {
          if (status === 'OPEN') seen.open += 1;
          if (status === 'SUSPENDED') seen.suspended += 1;
          if (status === 'TERMINATED') seen.terminated += 1;
        }
        if (state.inForce.length > 1) seen.changed += 1;
      }),
      { numRuns: 500 },
    );
    // The histories come far enough for the property to mean something.
    expect(
      Object.values(seen).every((count) => count > 10),
      JSON.stringify(seen),
    ).toBe(true);
  });

  it('an emergency is state, announcement and filing together, or nothing', () => {
    fc.assert(
      fc.property(moves, (history) => {
        const types = play(history).events.map((each) => each.type);
        types.forEach((type, index) => {
          if (type !== 'emergency-suspended') return;
          expect(types.slice(index + 1, index + 3)).toEqual(['announced', 'filed-with-data-centre']);
        });
        const count = (type: MatterEventType) => types.filter((each) => each === type).length;
        expect(count('announced')).toBe(count('emergency-suspended'));
        expect(count('filed-with-data-centre')).toBe(count('emergency-suspended'));
      }),
      { numRuns: 200 },
    );
  });

  it('a matter that has ended stays ended', () => {
    fc.assert(
      fc.property(moves, (history) => {
        const { state } = play(history);
        const end = state.statuses.find((each) => each.status === 'TERMINATED');
        if (!end) return;
        for (const days of [0, 1, 30, 365]) {
          const later = new Date(Date.parse(end.at) + days * 86_400_000);
          expect(standing(state, later).status).toBe('TERMINATED');
        }
      }),
      { numRuns: 300 },
    );
  });

  it('the state is what its events say, and the revision their number', () => {
    fc.assert(
      fc.property(moves, (history) => {
        const { events, state } = play(history);
        const stored = JSON.parse(JSON.stringify(events)) as MatterEvent[];
        expect(JSON.stringify(stored.reduce(evolve, newMatter(UNIT)))).toBe(JSON.stringify(state));
        expect(state.revision).toBe(events.length);
      }),
      { numRuns: 200 },
    );
  });

  it('of two commands on one revision at most one is kept', () => {
    fc.assert(
      fc.property(
        moves,
        attempt,
        attempt,
        fc.constantFrom(...people),
        fc.constantFrom(...people),
        (history, first, second, one, other) => {
          const story = play(history);
          const { revision } = story.state;
          const decision = story.decide({ ...first, revision }, { actor: one });
          if ('refusal' in decision) return;
          story.keep(decision.events);
          const late = story.decide({ ...second, revision }, { actor: other });
          expect('refusal' in late).toBe(true);
          if ('refusal' in late) {
            expect(['STALE_REVISION', 'WRONG_ROLE', 'OTHER_UNIT']).toContain(late.refusal.code);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
