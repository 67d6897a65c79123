import type { FoundGroup, SessionView, UnavailableReason } from '@tongban/contract';
import { allowance, away, certificate, insurance, matterOf, offered, text } from './matters.ts';

/** The choice of a matter in all its ways, and matters that cannot be begun. */

const awayReasons: readonly UnavailableReason[] = [
  ...(['suspended', 'maintenance', 'unit-cut-off', 'not-at-terminals', 'program-too-old'] as const),
  ...(['papers-cannot-be-taken', 'identity-cannot-be-confirmed', 'cannot-be-paid'] as const),
  'enterprise-cannot-be-confirmed',
  ...(['result-cannot-be-printed', 'permit-card-cannot-be-written', 'catalogue-too-old'] as const),
];
const situationGroups: FoundGroup[] = [
  text('生孩子', 'Having a child'),
  text('找工作、没了工作', 'Finding or losing work'),
  text('看病就医', 'Seeing a doctor'),
  text('户口和居住', 'Household register and residence'),
  text('租房住房', 'Renting and housing'),
  text('养老退休', 'Old age and retirement'),
  text('困难救助', 'Help in hardship'),
  text('助残', 'Living with a disability'),
  text('开证明', 'Getting a certificate'),
].map((name, index) => ({ key: `situation-${index}`, name, count: (index % 4) + 1 }));
const departmentGroups: FoundGroup[] = [
  text('市民政局', 'Civil Affairs Bureau'),
  text('市人力资源社会保障局', 'Human Resources and Social Security Bureau'),
  text('市医保局', 'Healthcare Security Bureau'),
  text('市公安局', 'Public Security Bureau'),
  text('市残疾人联合会', 'Disabled Persons’ Federation'),
  text('市房屋管理局', 'Housing Administration'),
].map((name, index) => ({ key: `3100009990000000${10 + index}`, name, count: index + 1 }));

export const choosingViews = {
  'choose-3': { screen: 'choose', finding: null, matters: [certificate, insurance, allowance].map(offered) },
  'choose-21': {
    screen: 'choose',
    finding: { by: 'all', groups: [], group: null },
    matters: Array.from({ length: 21 }, (_, index) => offered(matterOf(index))),
  },
  'choose-situations': {
    screen: 'choose',
    finding: { by: 'situation', groups: situationGroups, group: null },
    matters: Array.from({ length: 21 }, (_, index) => offered(matterOf(index))),
  },
  'choose-departments': {
    screen: 'choose',
    finding: { by: 'department', groups: departmentGroups, group: null },
    matters: Array.from({ length: 21 }, (_, index) => offered(matterOf(index))),
  },
  'choose-one-situation': {
    screen: 'choose',
    finding: { by: 'situation', groups: situationGroups, group: situationGroups[1]! },
    matters: Array.from({ length: 5 }, (_, index) => offered(matterOf(index))),
  },
  'choose-3-away': {
    screen: 'choose',
    finding: null,
    matters: [offered(certificate), away(insurance, 'maintenance'), offered(allowance)],
  },
  'choose-21-away': {
    screen: 'choose',
    finding: { by: 'all', groups: [], group: null },
    matters: Array.from({ length: 21 }, (_, index) => {
      const reason = awayReasons[(index - 1) / 2];
      return reason ? away(matterOf(index), reason) : offered(matterOf(index));
    }),
  },
  'unavailable-suspended': { screen: 'unavailable', ...away(allowance, 'suspended') },
  'unavailable-maintenance': { screen: 'unavailable', ...away(insurance, 'maintenance') },
  'unavailable-cut-off': { screen: 'unavailable', ...away(matterOf(3), 'unit-cut-off') },
  'unavailable-elsewhere': { screen: 'unavailable', ...away(matterOf(6), 'not-at-terminals') },
  'unavailable-too-old': { screen: 'unavailable', ...away(certificate, 'catalogue-too-old') },
  'choose-typing': {
    screen: 'choose',
    finding: { by: 'typing', typed: '' },
    matters: Array.from({ length: 21 }, (_, index) => offered(matterOf(index))),
  },
  'choose-typing-found': {
    screen: 'choose',
    finding: { by: 'typing', typed: 'jz' },
    matters: [offered(matterOf(6)), away(matterOf(3), 'suspended'), offered(matterOf(4))],
  },
  'choose-typing-nothing': { screen: 'choose', finding: { by: 'typing', typed: 'huzhao' }, matters: [] },
} satisfies Record<string, SessionView>;
