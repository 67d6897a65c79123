import type { Words } from '../../kiosk-config/centre/console/src/words/zh.ts';
import type { Role } from '../../kiosk-config/centre/contract/index.ts';

export const UNIT = '310000999000RS0000';
export const VENDORS_UNIT = '310000999000GA0000';
const MATTER = `${UNIT}531209005500001`;
const OPEN_MATTER = `${UNIT}531200020200001`;

/** In an emergency, which nobody has reported on yet. */
const SUSPENDED_MATTER = `${UNIT}531050021200101`;

/** Role and addresses of every page. */
export const PAGES: readonly (readonly [Role, readonly string[]])[] = [
  ['bureau', ['tasks']],
  [
    'data-centre',
    [
      ...[
        'tasks',
        'sunk-down',
        'sunk-down?tab=bySite',
        'sunk-down?tab=history',
        'matters',
        `matters/${MATTER}`,
      ],
      ...['requests', 'request', 'announcements', 'terminals', 'terminals?tab=list', 'terminals?tab=alerts'],
      ...[
        'terminals?tab=security',
        'terminals?tab=security&terminal=TEST-0001',
        'terminals?tab=configurations',
        'terminals/TEST-0005',
        'terminals/TEST-0006',
      ],
      ...['statistics?period=2026-09', 'statistics?period=2024', 'quality', 'quality?tab=reconciliations'],
      ...['units', 'units/310000999000GA0000', 'calendars'],
    ],
  ],
  ['reform', ['statistics?period=2026', 'statistics?period=2027']],
  ['auditor', ['accounts', 'audit']],
];

type Opened = readonly (readonly [path: string, button: (t: Words) => string, name: string])[];
/** By role: address, the button that opens it, and the name of its picture. */
export const DIALOGS: readonly (readonly [Role, Opened])[] = [
  [
    'data-centre',
    [
      ['calendars', (t) => t.calendars.add, 'calendar'],
      ['announcements', (t) => t.notices.add, 'announcement'],
      ['terminals', (t) => t.terminals.register, 'register-terminal'],
      ['terminals?tab=configurations', (t) => t.configurations.add, 'configuration'],
      ['terminals/TEST-0005', (t) => t.terminals.lock, 'lock'],
      ['terminals/TEST-0005', (t) => t.technicians.code, 'technician-code'],
      ['terminals/TEST-0005', (t) => t.terminals.revoke, 'revoke'],
      ['units', (t) => t.units.add, 'register-unit'],
      ['units/310000999000GA0000', (t) => t.units.record, 'security'],
      ['units/310000999000GA0000', (t) => t.connections.cutOff, 'cut-off'],
      ['units/310000999000GA0000', (t) => t.connections.restore, 'restore'],
      [`matters/${OPEN_MATTER}`, (t) => t.matters.jointTest, 'joint-test'],
    ],
  ],
  [
    'unit-business',
    [
      [`matters/${OPEN_MATTER}`, (t) => t.matters.request, 'request'],
      [`matters/${OPEN_MATTER}`, (t) => t.matters.import, 'import'],
      [`matters/${OPEN_MATTER}`, (t) => t.matters.emergency, 'emergency'],
      [`matters/${SUSPENDED_MATTER}`, (t) => t.matters.report, 'emergency-report'],
    ],
  ],
  ['unit-technical', [[`matters/${OPEN_MATTER}`, (t) => t.matters.maintenance, 'maintenance']]],
  ['reform', [['statistics?period=2026', (t) => t.indicators.set, 'indicators']]],
  ['administrator', [['accounts', (t) => t.accounts.add, 'account']]],
];

/** What a button shows on the page itself, once. */
export const PANELS: ReadonlyMap<Role, Opened> = new Map([
  [
    'data-centre',
    [
      ['terminals/TEST-0005', (t) => t.terminals.code, 'enrolment-code'],
      ['units/310000999000MZ0000', (t) => t.units.issue, 'credential'],
    ],
  ],
]);
