import type {
  HolderView,
  LocalText,
  MatterSummary,
  MatterUnavailable,
  OfferedMatter,
  UnavailableReason,
} from '@tongban/contract';

/** Matters that no unit has, for the views of the gallery. */

export const text = (zh: string, en: string): LocalText => ({ zh, en });

const names: readonly (readonly [string, string, string, string])[] = [
  [
    '有无违法犯罪记录证明',
    'Certificate of criminal record',
    '求职、出国（境）或办理资质需要证明的人',
    'For a job, travel abroad or a professional licence',
  ],
  [
    '居民医保参保登记',
    'Resident medical insurance enrolment',
    '没有参加职工医保的本市居民',
    'Residents without employee medical insurance',
  ],
  ['老年综合津贴', 'Old-age allowance', '满 65 周岁的本市户籍居民', 'Registered residents of 65 and over'],
  [
    '户籍人户分离人员居住登记',
    'Residence registration away from the registered household',
    '户籍地与居住地不同的本市居民',
    'Residents who live away from their registered household',
  ],
  [
    '门急诊就医记录册补发',
    'Replacement of the outpatient record booklet',
    '记录册用完或遗失的参保人',
    'Insured people whose booklet is full or lost',
  ],
  ['失业登记', 'Unemployment registration', '正在找工作的劳动者', 'People looking for work'],
  [
    '居住证签注',
    'Yearly endorsement of the residence permit',
    '持上海市居住证的人',
    'Holders of a residence permit',
  ],
];

export function matterOf(index: number): MatterSummary {
  const [zh, en, whoZh, whoEn] = names[index % names.length] ?? ['', '', '', ''];
  const round = Math.floor(index / names.length);
  return {
    id: `12310000TEST000001${'3'}3120000${String(index).padStart(5, '0')}01`,
    name: round === 0 ? text(zh, en) : text(`${zh}（${round + 1}）`, `${en} (${round + 1})`),
    department: text('市公安局', 'Public Security Bureau'),
    forWhom: text(whoZh, whoEn),
    forEnterprise: false,
    kind: index % 2 === 0 ? 'promised' : 'instant',
    minutes: 2 + (index % 5),
    nothingToBring: index % 3 !== 1,
  };
}
export const certificate = matterOf(0);
export const insurance = matterOf(1);
export const allowance = matterOf(2);
export const residence = matterOf(3);

export function offered(matter: MatterSummary): OfferedMatter {
  return { ...matter, unavailable: null };
}
export const awayWords: Partial<Record<UnavailableReason, LocalText>> = {
  suspended: text(
    '市民政局正在核对发放名单，其间先不接收新的申请。',
    'The Civil Affairs Bureau is checking the list of payments and takes no new applications meanwhile.',
  ),
  maintenance: text('医保系统例行维护。', 'Routine maintenance of the insurance system.'),
  'unit-cut-off': text(
    '办理单位的系统出现安全问题，已暂时断开连接。',
    'The system of the unit in charge is disconnected after a security problem.',
  ),
};
export function away(
  { id, name }: MatterSummary,
  reason: UnavailableReason,
): { id: string; name: LocalText; unavailable: MatterUnavailable } {
  const ends = reason === 'suspended' || reason === 'maintenance';
  return {
    ...{ id, name },
    unavailable: {
      reason,
      words: awayWords[reason] ?? text('这台终端现在办不了这件事。', 'This terminal cannot do it just now.'),
      until: ends ? '2026-11-25T16:00:00.000Z' : null,
      elsewhere: text(
        '可在“一网通办”网站或随申办办理，也可到窗口办理。',
        'Online, in the Suishenban app, or at the counter.',
      ),
    },
  };
}

export const holder: HolderView = { name: '张*', idNumber: '310***********0016' };
