import type { Role } from './roles.ts';

/** How far a role's permission reaches: everywhere, or what belongs to the officer's own unit or site. */
export type Reach = 'all' | 'own-unit' | 'own-site';
type Permission = Readonly<Partial<Record<Role, Reach>>>;

const units: Permission = { 'unit-business': 'own-unit', 'unit-technical': 'own-unit' };
const authorities: Permission = { bureau: 'all', reform: 'all', 'data-centre': 'all' };

/**
 * Who may do what; the server's guard and the console read the same table. Accounts are made by nobody who decides.
 * Who asks for something never approves it: that is checked by account, beside this table.
 */
export const permissions = {
  'account.read': { administrator: 'all', auditor: 'all' },
  'account.manage': { administrator: 'all' },
  'audit.read': { auditor: 'all' },

  'unit.read': { ...authorities, ...units, auditor: 'all', 'statistics-reader': 'all' },
  'unit.manage': { 'data-centre': 'all' },
  /** Security department, 等保, vendors (art. 23). */
  'unit.record-security': { 'data-centre': 'all', 'unit-technical': 'own-unit' },
  'unit.credential': { 'data-centre': 'all', 'unit-technical': 'own-unit' },
  /** Art. 24. */
  'unit.cut-off': { 'data-centre': 'all' },
  'site.read': { ...authorities, ...units, 'centre-staff': 'own-site', technician: 'all', auditor: 'all' },
  'site.manage': { bureau: 'all', 'data-centre': 'all' },

  'matter.read': {
    ...authorities,
    ...units,
    'centre-staff': 'all',
    auditor: 'all',
    'statistics-reader': 'all',
  },
  /** Drafts a matter and its versions, sends and withdraws requests. */
  'matter.apply': { 'unit-business': 'own-unit' },
  'matter.approve-sunk-down': { bureau: 'all' },
  'matter.approve': { reform: 'all' },
  /** Joint test, go-live, carrying out. */
  'matter.implement': { 'data-centre': 'all' },
  'matter.joint-test': { 'data-centre': 'all', 'unit-technical': 'own-unit' },
  'matter.maintenance': { 'unit-technical': 'own-unit' },
  'matter.emergency': units,
  'announcement.manage': { bureau: 'all', 'data-centre': 'all' },
  'announcement.read': { ...authorities, ...units, 'centre-staff': 'all', auditor: 'all' },
  'calendar.import': { 'data-centre': 'all' },

  'terminal.read': {
    bureau: 'all',
    'data-centre': 'all',
    'centre-staff': 'own-site',
    technician: 'all',
    auditor: 'all',
  },
  'terminal.enrol': { technician: 'all', 'data-centre': 'all' },
  'terminal.configure': { 'data-centre': 'all', technician: 'all' },
  'terminal.lock': { 'data-centre': 'all', technician: 'all' },
  'terminal.revoke': { 'data-centre': 'all' },
  'terminal.logs': { 'data-centre': 'all', technician: 'all' },
  /** Whoever has it is let in at the terminal's own screen. */
  'terminal.technician-code': { 'data-centre': 'all', technician: 'all' },

  'statistics.read': { ...authorities, ...units, 'statistics-reader': 'all', auditor: 'all' },
  'statistics.publish': { 'data-centre': 'all' },
  'statistics.indicators': { reform: 'all' },
  'quality.read': { ...authorities, ...units, auditor: 'all' },
} as const satisfies Record<string, Permission>;

export type Action = keyof typeof permissions;

export const ACTIONS = Object.keys(permissions) as Action[];

/** @returns null when the role may not do it at all */
export function reachOf(role: Role, action: Action): Reach | null {
  const permission: Permission = permissions[action];
  return permission[role] ?? null;
}
