import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gapsOf, importMatter, type Evidence } from './index.ts';

const text = readFileSync(join(import.meta.dirname, 'matters/residence-registration.json'), 'utf8');
const ready: Evidence = { interfaceReworked: true, jointTestsPassed: ['acceptance', 'logistics'] };

type Draft = Record<string, Record<string, unknown>>;
function draft(change: (document: Draft) => void): Draft {
  const document = JSON.parse(text) as Draft;
  change(document);
  return document;
}
function gaps(change: (document: Draft) => void, evidence = ready) {
  return gapsOf(draft(change), evidence).map(({ article, path, name, words }) => [
    article,
    path,
    name.zh,
    words.zh,
  ]);
}

describe('a matter that may not be opened yet', () => {
  it.each<[string, (document: Draft) => void, string[]]>([
    [
      'without a member',
      (it) => void delete it['serviceScope'],
      ['9(1)', 'serviceScope', '通办范围', '缺少'],
    ],
    [
      'without a part of the guide',
      (it) => void delete it['guide']!['legalBasis'],
      ['9(1)', 'guide.legalBasis', '办事指南 · 设定依据', '缺少'],
    ],
    [
      'with an empty text',
      (it) => void (it['guide']!['where'] = { zh: '' }),
      ['9(1)', 'guide.where.zh', '办事指南 · 办理地点和时间', '不能为空'],
    ],
    [
      'with a material that says half',
      (it) => void delete (it['materials'] as unknown as Draft[])[1]!['necessity'],
      ['9(1)', 'materials.1.necessity', '住房证明', '缺少'],
    ],
    [
      'without one of the four figures',
      (it) => void delete it['reform']!['trips'],
      ['9(2)', 'reform.trips', '减跑动', '缺少'],
    ],
    [
      'with a figure that grew',
      (it) => void (it['reform']!['steps'] = { before: 2, after: 3 }),
      ['9(2)', 'reform.steps', '减环节', '由 2 增加到 3'],
    ],
    [
      'with a figure that the guide does not bear out',
      (it) => void (it['reform']!['steps'] = { before: 4, after: 1 }),
      ['9(2)', 'reform.steps.after', '减环节', '要等于guide.steps 的步数（3）'],
    ],
  ])('%s is told what', (_, change, gap) => {
    expect(gaps(change)).toEqual([gap]);
  });

  it('where nothing became less is told so', () => {
    const same = (it: Draft): void => {
      for (const figure of Object.values(it['reform'] as unknown as Record<string, Record<string, number>>)) {
        figure['before'] = figure['after'] ?? 0;
      }
    };
    expect(gaps(same)).toEqual([['9(2)', 'reform', '四减情况', '材料、时间、环节、跑动一项也没有减少']]);
  });

  it('misses its joint tests by name, that of delivery because it delivers', () => {
    expect(gaps(() => undefined, { interfaceReworked: false, jointTestsPassed: [] })).toEqual([
      ['9(3)', '', '业务系统改造', '还没有按对接技术规范改造'],
      ['9(3)', '', '联调测试', '还没有通过'],
      ['8', '', '统一物流联调测试', '还没有通过'],
    ]);
  });

  it('is told everything at once', () => {
    const found = gaps(
      (it) => {
        delete it['forWhom'];
        delete it['guide']!['fee'];
        delete it['reform'];
      },
      { interfaceReworked: true, jointTestsPassed: ['logistics'] },
    );
    expect(found.map(([article, path, name]) => [article, path || name])).toEqual([
      ['9(1)', 'forWhom'],
      ['9(2)', 'reform'],
      ['9(1)', 'guide.fee'],
      ['9(3)', '联调测试'],
    ]);
  });

  it.each([null, [], 7, 'matter', {}])('that is %j is no matter, and nothing breaks', (nothing) => {
    expect(gapsOf(nothing, ready).length).toBeGreaterThan(0);
  });
});

describe('a document that is brought in', () => {
  const faultsOf = (document: string): string[] => {
    const read = importMatter(document);
    return 'faults' in read ? read.faults.map(({ path, words }) => `${path}: ${words.en ?? ''}`) : [];
  };

  it('is a matter when nothing is wrong', () => {
    expect(importMatter(text)).toMatchObject({ matter: { basicCode: '312000083000' } });
  });

  it('is refused with all its faults', () => {
    const faults = faultsOf(
      JSON.stringify(
        draft((it) => {
          delete it['unit'];
          it['kind'] = 'sometimes' as never;
          it['parking'] = {};
          it['guide']!['conditions'] = [];
        }),
      ),
    );
    expect(faults).toEqual([
      'unit: is missing',
      expect.stringContaining('kind: Invalid option: expected one of "instant"|"promised"'),
      'guide.conditions: must not be empty',
      ': has what nobody knows: parking',
    ]);
  });

  it('is refused with all its contradictions', () => {
    const faults = faultsOf(
      JSON.stringify(
        draft((it) => {
          it['implementationCode'] = it['implementationCode']!.toString().replace(
            '312000083',
            '312000084',
          ) as never;
          it['channels']!['online'] = false;
          it['handover'] = ['collect'] as never;
          it['sceneVisits'] = { count: 1 };
        }),
      ),
    );
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      ...['implementationCode', 'sceneVisits.reason', 'channels.online', 'handover', 'reform.trips.after'],
    ]);
  });

  it('is refused with every JSON Schema that is none', () => {
    const faults = faultsOf(
      JSON.stringify(
        draft((it) => {
          it['form']!['schema'] = { ...(it['form']!['schema'] as object), minimum: 'much' };
          (it['eligibility'] as unknown as Draft[])[1]!['schema'] = { typo: true };
        }),
      ),
    );
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['form.schema', 'eligibility.1.schema']);
  });

  it('is refused when it is no JSON', () => {
    expect(faultsOf('{')[0]).toContain('is no JSON');
  });
});
