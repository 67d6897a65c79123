import type { Indicator } from '../../../kiosk-config/centre/contract/index.ts';
import { UNITS } from './units.ts';
import type { Work } from './work.ts';

const CHANNELS = ['WINDOW', 'PC', 'MOBILE', 'KIOSK'] as const;
const MOST_AT_ONCE = 500;
const MONTHS = 11;
const STAFF = { id: null, role: 'data-centre' } as const;
/** Units that have cases; what the platform's own unit runs are the cases of the others. */
const COUNTED = UNITS.slice(0, 6);

/** Eleven months of cases, those of the first nine published; returned records and compared days. */
export async function countMonths(work: Work): Promise<void> {
  const { events, indicators, statistics, quality, announcements } = work.centre.services;
  const records = COUNTED.flatMap(([unitCode], unit) => [
    ...mattersOf(unitCode, unit),
    ...casesOf(unitCode, unit),
  ]);
  for (let from = 0; from < records.length; from += MOST_AT_ONCE) {
    await events.store(records.slice(from, from + MOST_AT_ONCE));
  }
  for (let month = 1; month <= 9; month += 1) {
    await work.goTo(new Date(`2026-${twoDigits(month + 1)}-08T03:00:00.000Z`));
    await statistics.publish(`2026-${twoDigits(month)}`, STAFF);
  }
  await indicators.set(2026, { revision: 0, indicators: [...TARGETS] }, { id: null, role: 'reform' });
  await quality.store({ returns: returns(), reconciliations: reconciliations() });
  for (const [at, [zh, en]] of ANNOUNCEMENTS.entries()) {
    const [from, until] = [
      `2026-11-${10 + at * 5}T01:00:00.000Z`,
      `2026-${at < 2 ? '11-20' : '12-20'}T09:00:00.000Z`,
    ];
    const text = { zh: `${zh}。请市民合理安排办事时间。`, en: `${en}. Please plan your visit.` };
    const severity = at === 1 ? 'warning' : 'notice';
    await announcements.announce({ title: { zh, en }, text, from, until, severity }, STAFF);
  }
}

/** One that is reached, two that are not, one without a target. */
const TARGETS: readonly Indicator[] = [
  { measure: 'matters', title: { zh: '事项数量', en: 'Matters' }, weight: 30, target: 30 },
  { measure: 'cases', title: { zh: '办件数量', en: 'Cases' }, weight: 30, target: 10_000 },
  { measure: 'onlineShare', title: { zh: '网办比例', en: 'Online share' }, weight: 25, target: 0.65 },
  {
    measure: 'onlineShareWithoutKiosk',
    title: { zh: '网办比例（不含自助终端）', en: 'Online share without kiosks' },
    ...{ weight: 15, target: null },
  },
];

const ANNOUNCEMENTS = [
  ['十一月起新增三项自助办理事项', 'Three more matters at the terminals from November'],
  ['十一月十八日夜间系统维护', 'Maintenance in the night of 18 November'],
  ['养老金卡（折）调整改为全年受理', 'Pension accounts can be changed all year'],
  ['年末受理中心开放时间', 'Opening hours at the end of the year'],
] as const;

const twoDigits = (number: number): string => String(number).padStart(2, '0');
const itemOf = (unitCode: string, number: number): string =>
  `${unitCode}5312000${twoDigits(number)}00000${1}`.padEnd(33, '0');

function mattersOf(unitCode: string, unit: number) {
  return Array.from({ length: 3 + unit }, (_, at) => ({
    ...{ kind: 'matter', id: `matter-${unitCode}-${at}`, batch: 1, operation: 'I', unitCode },
    ...{
      handleItem: itemOf(unitCode, at),
      state: at === 4 ? 2 : 1,
      at: `2026-0${1 + (at % 6)}-05T02:00:00.000Z`,
    },
  }));
}

/** More from month to month, and a growing part of them not at the window. */
function casesOf(unitCode: string, unit: number) {
  return Array.from({ length: MONTHS }, (_, month) =>
    Array.from({ length: 30 + unit * 17 + month * 9 + ((month * unit * 7) % 23) }, (__, at) => ({
      ...{ kind: 'case', id: `case-${unitCode}-${month}-${at}`, batch: 1, operation: 'I', unitCode },
      ...{ handleItem: itemOf(unitCode, at % 3), caseKey: `case-${unitCode}-${month}-${at}` },
      channel: at % 10 < 6 - month / 3 ? 'WINDOW' : CHANNELS[1 + (at % 3)]!,
      acceptedAt: `2026-${twoDigits(month + 1)}-${twoDigits(1 + (at % 26))}T0${at % 9}:15:00.000Z`,
    })),
  ).flat();
}

/** Of each unit a matter that there is. */
const RETURNED = [
  '310000999000MZ0000531209901900001',
  '310000999000RS0000531200020200001',
  '310000999000GA0000531200008800001',
  '310000999000FG0000531109902100001',
  '310000999000YB0000531059901700001',
  '310000999000CL0000531200037400001',
];

function returns() {
  const kinds = ['incomplete', 'inaccurate', 'late', 'inconsistent', 'material-unreadable'] as const;
  const states = ['open', 'open', 'fixed', 'closed'] as const;
  return Array.from({ length: 24 }, (_, at) => ({
    ...{
      id: `return-${at}`,
      unitCode: COUNTED[at % 6]![0],
      terminalId: `TEST-${String(at + 1).padStart(4, '0')}`,
    },
    ...{
      handleItem: RETURNED[at % 6]!,
      errType: kinds[at % 5]!,
      field: at % 3 ? '联系电话' : null,
    },
    ...{
      returnedAt: `2026-11-${twoDigits(1 + at)}T03:00:00.000Z`,
      due: `2026-11-${twoDigits(Math.min(30, 5 + at * 2))}`,
    },
    ...{ state: states[at % 4]!, stateAt: `2026-11-${twoDigits(2 + at)}T03:00:00.000Z` },
  }));
}

function reconciliations() {
  return Array.from({ length: 20 }, (_, day) =>
    [0, 1, 2].map((at) => ({
      ...{ day: `2026-11-${twoDigits(day + 5)}`, unitCode: COUNTED[(day + at) % 6]![0] },
      ...{
        terminalId: `TEST-000${at + 1}`,
        counted: 12 + ((day * 5 + at) % 17),
        missing: (day + at) % 9 === 0 ? 1 : 0,
      },
      ...{
        extra: 0,
        altered: day % 13 === 7 ? 2 : 0,
        comparedAt: `2026-11-${twoDigits(day + 6)}T01:00:00.000Z`,
      },
    })),
  ).flat();
}
