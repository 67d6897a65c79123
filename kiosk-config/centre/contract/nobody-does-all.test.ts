import { expect, it } from 'vitest';
import { ACTIONS, permissions, reachOf } from './permissions.ts';
import { ROLES } from './roles.ts';

const mayDo = (role: (typeof ROLES)[number]) => ACTIONS.filter((action) => reachOf(role, action) !== null);

it('accounts, what is audited and what is done are in three hands', () => {
  expect(mayDo('administrator')).toEqual(['account.read', 'account.manage']);
  expect(mayDo('auditor').filter((action) => !action.endsWith('.read'))).toEqual([]);
  expect(Object.keys(permissions['audit.read'])).toEqual(['auditor']);
});

it('nobody who makes accounts or reads the audit applies, approves or carries out', () => {
  for (const action of ACTIONS.filter((each) => !each.endsWith('.read') && each !== 'account.manage')) {
    expect([action, reachOf('administrator', action), reachOf('auditor', action)]).toEqual([
      action,
      null,
      null,
    ]);
  }
});

it('who applies for a matter never approves it, and who approves never carries it out', () => {
  const hands = (
    ['matter.apply', 'matter.approve-sunk-down', 'matter.approve', 'matter.implement'] as const
  ).map((action) => ROLES.filter((role) => reachOf(role, action) !== null));
  expect(hands.flat()).toHaveLength(new Set(hands.flat()).size);
});
