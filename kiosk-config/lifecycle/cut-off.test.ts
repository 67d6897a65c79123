import { describe, expect, it } from 'vitest';
import {
  connected,
  decideConnection,
  evolveConnection,
  type ConnectionCommand,
  type ConnectionState,
} from './index.ts';
import { actors, dataCentre } from './testing/story.ts';

const now = new Date('2026-11-20T04:00:00.000Z');
const cutOff: ConnectionCommand & { type: 'cut-off' } = {
  type: 'cut-off',
  revision: 0,
  cutOffId: 'c1',
  scope: { kind: 'unit' },
  reason: 'TEST',
  notice: { zh: '该部门系统暂时无法连接。', en: 'This unit cannot be reached for the time being.' },
  drill: false,
};

function after(state: ConnectionState, command: ConnectionCommand): ConnectionState {
  const decision = decideConnection(state, command, { now, actor: dataCentre });
  if ('refusal' in decision) throw new Error(decision.refusal.detail);
  return evolveConnection(state, decision.event);
}

const restore = (revision: number): ConnectionCommand => ({
  ...{ type: 'restore', revision, cutOffId: 'c1', reason: 'TEST' },
});

describe('cutting a unit off', () => {
  it('is done and undone by the data centre alone', () => {
    for (const actor of actors.filter((each) => each !== dataCentre)) {
      for (const command of [cutOff, restore(0)]) {
        expect(decideConnection(connected, command, { now, actor })).toMatchObject({
          refusal: { code: 'WRONG_ROLE' },
        });
      }
    }
    const cut = after(connected, cutOff);
    expect(cut.cutOffs).toMatchObject([{ cutOffId: 'c1', scope: { kind: 'unit' }, drill: false }]);
    expect(after(cut, restore(1))).toEqual({ revision: 2, cutOffs: [] });
  });

  it('keeps who, when and why', () => {
    expect(decideConnection(connected, cutOff, { now, actor: dataCentre })).toMatchObject({
      event: { type: 'cut-off', at: now.toISOString(), by: dataCentre, reason: 'TEST' },
    });
  });

  it('refuses what is stale, twice or unknown', () => {
    const cut = after(connected, cutOff);
    const refusal = (command: ConnectionCommand) =>
      decideConnection(cut, command, { now, actor: dataCentre });
    expect(refusal(cutOff)).toMatchObject({ refusal: { code: 'STALE_REVISION', revision: 1 } });
    expect(refusal({ ...cutOff, revision: 1 })).toMatchObject({ refusal: { code: 'ALREADY_EXISTS' } });
    expect(refusal({ ...restore(1), cutOffId: 'c2' })).toMatchObject({ refusal: { code: 'UNKNOWN' } });
  });

  it('can be one site or one terminal, beside each other', () => {
    const site = after(connected, { ...cutOff, scope: { kind: 'site', site: 'TEST-01' } });
    const both = after(site, {
      ...cutOff,
      revision: 1,
      cutOffId: 'c2',
      scope: { kind: 'terminal', terminal: 'TEST-000001' },
    });
    expect(both.cutOffs.map((each) => each.scope.kind)).toEqual(['site', 'terminal']);
  });
});
