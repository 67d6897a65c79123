import { describe, expect, it } from 'vitest';
import type { Matter } from '../catalogue/index.ts';
import {
  ANY_TERMINAL,
  availability,
  type CapabilityState,
  type MatterFacts,
  type TerminalFacts,
  type UnavailableReason,
} from './availability.ts';
import type { CatalogueEntry } from './layout.ts';
import { testMatter } from './testing/centre.ts';

const now = new Date('2026-03-02T04:00:00.000Z');
const before = '2026-03-01T00:00:00.000Z';
const after = '2026-03-03T00:00:00.000Z';
const later = '2026-03-04T00:00:00.000Z';
const words = { zh: '测试原因', en: 'a test reason' };
const elsewhere = { zh: '到窗口', en: 'at the counter' };

const plain = testMatter(1);
/** Everything that a matter can need. */
const demanding = {
  ...plain.documents[0]!,
  materials: [
    {
      ...{ code: 'T-1', name: words, source: 'document', how: words, maxPages: 1, stuffType: 0 },
      ...{ necessity: 'required', origin: '10', medium: '3', originals: 1, copies: 0 },
    },
  ],
  needs: {
    ...{ strongIdentity: true, pay: { feeFen: 100 }, sealedResult: true },
    devices: ['permit-card-writer'],
  },
} as Matter;
const suspension = { from: before, until: after, reason: words, otherChannel: elsewhere };

function facts(entry: Partial<CatalogueEntry> = {}, more: Partial<MatterFacts> = {}): MatterFacts {
  return { entry: { ...plain.entry, ...entry }, document: plain.documents[0]!, cutOff: null, ...more };
}
function can(states: Partial<TerminalFacts['can']>): TerminalFacts {
  return { ...ANY_TERMINAL, can: { ...ANY_TERMINAL.can, ...states } };
}
const cutOff = { unit: plain.entry.unit, since: before, notice: words };

/** From the first reason to the last; each is laid on all that come after it. */
const reasons: [UnavailableReason, Partial<CatalogueEntry>, Partial<MatterFacts>, Partial<TerminalFacts>][] =
  [
    ['terminated', { termination: { from: before, reason: words } }, {}, {}],
    ['not-yet', { versions: [{ ...plain.entry.versions[0]!, effectiveFrom: after }] }, {}, {}],
    ['suspended', { suspension }, {}, {}],
    ['maintenance', { maintenance: [{ from: before, until: after, reason: words }] }, {}, {}],
    ['unit-cut-off', {}, { cutOff }, {}],
    ['not-at-terminals', { kiosk: false }, {}, {}],
    ['program-too-old', {}, { document: null }, {}],
    ['papers-cannot-be-taken', {}, {}, can({ papers: 'away' })],
    ['identity-cannot-be-confirmed', {}, {}, can({ identity: 'away' })],
    ['cannot-be-paid', {}, {}, can({ payment: 'never' })],
    ['result-cannot-be-printed', {}, {}, can({ 'sealed-print': 'never' })],
    ['permit-card-cannot-be-written', {}, {}, can({ 'permit-card-writer': 'never' })],
    ['catalogue-too-old', {}, {}, { catalogueAgeMs: 2, catalogueAgeLimitMs: 1 }],
  ];

describe('a matter that cannot be begun', () => {
  it.each(reasons.map(([reason], index) => [reason, index] as const))(
    'says %s when that is the first reason of all that hold',
    (reason, index) => {
      const holding = reasons.slice(index);
      const matter = facts(
        Object.assign({}, ...holding.map(([, entry]) => entry)) as Partial<CatalogueEntry>,
        Object.assign({ document: demanding }, ...holding.map(([, , more]) => more)) as Partial<MatterFacts>,
      );
      const terminal: TerminalFacts = {
        ...(Object.assign({}, ANY_TERMINAL, ...holding.map(([, , , each]) => each)) as TerminalFacts),
        can: Object.assign(
          {},
          ANY_TERMINAL.can,
          ...holding.map(([, , , each]) => each.can && changed(each.can)),
        ) as TerminalFacts['can'],
      };
      expect(availability(matter, terminal, now)).toMatchObject({ available: false, reason });
    },
  );

  function changed(states: TerminalFacts['can']): Partial<TerminalFacts['can']> {
    return Object.fromEntries(Object.entries(states).filter(([, state]) => state !== 'ready'));
  }

  it('is available when none of them holds, whatever it needs', () => {
    expect(availability(facts({}, { document: demanding }), ANY_TERMINAL, now)).toEqual({ available: true });
  });

  it('gives the words, the times and the other way of who suspended it', () => {
    expect(availability(facts({ suspension }), ANY_TERMINAL, now)).toEqual({
      ...{ available: false, reason: 'suspended', words, from: before, until: after, elsewhere },
    });
  });
});

describe('time', () => {
  it('begins a suspension that was published ahead', () => {
    const matter = facts({ suspension: { ...suspension, from: after, until: null } });
    expect(availability(matter, ANY_TERMINAL, now)).toEqual({ available: true });
    expect(availability(matter, ANY_TERMINAL, new Date(after))).toMatchObject({ reason: 'suspended' });
  });

  it('does not end one: only a published resumption does, and a promise that has passed is not repeated', () => {
    expect(availability(facts({ suspension }), ANY_TERMINAL, new Date(later))).toMatchObject({
      reason: 'suspended',
      until: null,
    });
  });

  it('ends a maintenance window by itself', () => {
    const matter = facts({ maintenance: [{ from: before, until: after, reason: words }] });
    const justBefore = new Date(Date.parse(after) - 1);
    expect(availability(matter, ANY_TERMINAL, justBefore)).toMatchObject({
      reason: 'maintenance',
      until: after,
    });
    expect(availability(matter, ANY_TERMINAL, new Date(after))).toEqual({ available: true });
  });

  it('does not cut a unit off before it is', () => {
    const ahead = { ...cutOff, since: after };
    expect(availability(facts({}, { cutOff: ahead }), ANY_TERMINAL, now)).toEqual({ available: true });
  });
});

describe('what a terminal lacks', () => {
  it.each<[keyof TerminalFacts['can'], CapabilityState, boolean]>([
    ['papers', 'away', false],
    ['papers', 'never', false],
    ['identity', 'away', false],
    ['identity', 'never', false],
    ['payment', 'away', true],
    ['payment', 'never', false],
    ['sealed-print', 'away', true],
    ['sealed-print', 'never', false],
    ['permit-card-writer', 'away', false],
    ['permit-card-writer', 'never', false],
  ])('%s being %s leaves a matter that needs it available: %s', (capability, state, available) => {
    const terminal = can({ [capability]: state });
    expect(availability(facts({}, { document: demanding }), terminal, now).available).toBe(available);
    // And never touches one that does not need it.
    expect(availability(facts(), terminal, now)).toEqual({ available: true });
  });
});
