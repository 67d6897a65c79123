import { checkMatter } from './import-matter.ts';
import type { LocalText } from './matter-parts.ts';
import { at, nameOf } from './names.ts';

/** What a document cannot know by itself: the conditions of art. 9 (3) and 8 that lie with the unit's systems. */
export interface Evidence {
  /** The unit's own system was reworked by the acceptance platform's technical rules. */
  readonly interfaceReworked: boolean;
  /** Joint tests (联调测试) of this version that were passed. */
  readonly jointTestsPassed: readonly ('acceptance' | 'payment' | 'logistics')[];
}

/** One thing that is missing before a matter may be opened. */
export interface Gap {
  /** Of the measures. */
  readonly article: '8' | '9(1)' | '9(2)' | '9(3)';
  /** Where it stands in the document; empty for what stands outside. */
  readonly path: string;
  readonly name: LocalText;
  readonly words: LocalText;
}

const FIGURES = ['materials', 'workingDays', 'steps', 'trips'] as const;

/**
 * Whether a matter meets the conditions for opening (art. 8 and 9), from a draft in whatever state it is.
 * @returns every gap by its name; none when it may be opened
 */
export function gapsOf(draft: unknown, evidence: Evidence): Gap[] {
  const checked = checkMatter(draft);
  const faults = 'faults' in checked ? checked.faults : [];
  return [
    ...faults.map(({ path, name, words }): Gap => ({
      article: path.startsWith('reform') ? '9(2)' : '9(1)',
      ...{ path, name, words },
    })),
    ...deliveryGaps(draft),
    ...reformGaps(draft),
    ...evidenceGaps(draft, evidence),
  ];
}

/** Nobody can order a delivery without knowing which answers choose it; what was published without stays readable. */
function deliveryGaps(draft: unknown): Gap[] {
  const path = ['needs', 'delivery'];
  if (at(draft, path) !== true) return [];
  const words = {
    zh: '没有写明哪一项选择快递、哪一项是地址和电话（chosenBy、address、phone）',
    en: 'does not say which fields choose it and hold address and phone (chosenBy, address, phone)',
  };
  return [{ article: '9(1)', path: path.join('.'), name: nameOf(path), words }];
}

/** 四减: nothing became more, and something became less. */
function reformGaps(draft: unknown): Gap[] {
  const figures = FIGURES.flatMap((figure) => {
    const before = at(draft, ['reform', figure, 'before']);
    const after = at(draft, ['reform', figure, 'after']);
    return typeof before === 'number' && typeof after === 'number' ? [{ figure, before, after }] : [];
  });
  const grown = figures
    .filter(({ before, after }) => after > before)
    .map(({ figure, before, after }): Gap => ({
      ...{ article: '9(2)', path: `reform.${figure}`, name: nameOf(['reform', figure]) },
      words: { zh: `由 ${before} 增加到 ${after}`, en: `grew from ${before} to ${after}` },
    }));
  const nothingLess =
    figures.length === FIGURES.length && figures.every(({ before, after }) => after === before);
  return nothingLess
    ? [
        {
          ...{ article: '9(2)', path: 'reform', name: nameOf(['reform']) },
          words: {
            zh: '材料、时间、环节、跑动一项也没有减少',
            en: 'neither materials, time, steps nor trips became less',
          },
        },
      ]
    : grown;
}

function evidenceGaps(draft: unknown, { interfaceReworked, jointTestsPassed }: Evidence): Gap[] {
  const gaps: Gap[] = [];
  const missing = (article: Gap['article'], name: LocalText, words: LocalText): void =>
    void gaps.push({ article, path: '', name, words });
  if (!interfaceReworked) {
    missing(
      '9(3)',
      { zh: '业务系统改造', en: 'Rework of the unit’s system' },
      { zh: '还没有按对接技术规范改造', en: 'is not reworked by the technical rules yet' },
    );
  }
  const test = (
    kind: Evidence['jointTestsPassed'][number],
    article: Gap['article'],
    name: LocalText,
  ): void => {
    if (jointTestsPassed.includes(kind)) return;
    missing(article, name, { zh: '还没有通过', en: 'was not passed yet' });
  };
  test('acceptance', '9(3)', { zh: '联调测试', en: 'Joint test' });
  if (at(draft, ['needs', 'pay']) !== undefined) {
    test('payment', '8', { zh: '统一公共支付联调测试', en: 'Joint test of payment' });
  }
  if (at(draft, ['needs', 'delivery']) !== undefined) {
    test('logistics', '8', { zh: '统一物流联调测试', en: 'Joint test of delivery' });
  }
  return gaps;
}
