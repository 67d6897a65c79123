import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkMatter, deviations, difference, type Matter } from './index.ts';

function read(file: string): Matter {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'matters', `${file}.json`), 'utf8')) as Matter;
}
const registration = read('residence-registration');
const insurance = read('resident-medical-insurance-enrolment');

type Loose = Record<string, never>;
function changed(matter: Matter, change: (copy: Matter & Loose) => void): Matter {
  const copy = structuredClone(matter) as Matter & Loose;
  change(copy);
  return copy;
}
const property = (matter: Matter, name: string): Record<string, unknown> =>
  (matter.form.schema['properties'] as Record<string, Record<string, unknown>>)[name]!;

type Case = [what: string, matter: Matter, change: (copy: Matter & Loose) => void, found: object];
/** What changes what a citizen gives or may expect. */
const standards: Case[] = [
  [
    'a rule of a field',
    registration,
    (it) => void (property(it, 'currentAddress')['maxLength'] = 20),
    { part: 'field', name: 'currentAddress', label: { zh: '现居住地址' } },
  ],
  [
    'a required flag',
    registration,
    (it) =>
      void (it.form.schema['required'] = (it.form.schema['required'] as string[]).filter(
        (name) => name !== 'housing',
      )),
    { part: 'required', name: 'housing', before: true, after: false },
  ],
  [
    'a rule over several fields',
    registration,
    (it) => void delete it.form.schema['allOf'],
    { part: 'rule', name: '' },
  ],
  [
    'the code of a material',
    registration,
    (it) => void (it.materials[1]!.code = 'YTGA003099'),
    { part: 'material', name: 'YTGA003002', after: undefined },
  ],
  [
    'a material that is wanted later',
    registration,
    (it) => void (it.materials[1]!.necessity = 'later'),
    { part: 'material', name: 'YTGA003002', label: { zh: '住房证明' } },
  ],
  [
    'who may apply',
    registration,
    (it) => void it.eligibility.pop(),
    { part: 'eligibility', label: { zh: '申请人条件' } },
  ],
  [
    'the limit',
    registration,
    (it) => void (it.limit.workingDays = 7),
    { part: 'limit', before: 5, after: 7, label: { zh: '办理时限（工作日）' } },
  ],
  [
    'the fee',
    insurance,
    (it) => void (it.needs!.pay!.feeFen = 41000),
    { part: 'fee', label: { zh: '收费项目' } },
  ],
  ['the mode', registration, (it) => void (it.mode = 'full-online'), { part: 'kind' }],
  ['what it needs', registration, (it) => void delete it.needs, { part: 'kind' }],
];
/** What leaves a sealed submission as it is. */
const words: Case[] = [
  [
    'a text of the guide',
    registration,
    (it) => void (it.guide.summary.zh = '新的说明'),
    { name: 'guide.summary', label: { zh: '办事指南 · 简介' } },
  ],
  [
    'a question',
    registration,
    (it) => void (it.form.fields[3]!.ask!.question.zh = '您住哪里？'),
    { name: 'form.fields.currentAddress', label: { zh: '现居住地址' } },
  ],
  [
    'how a material is given',
    registration,
    (it) => void (it.materials[1]!.how.zh = '拍照'),
    { name: 'materials.YTGA003002' },
  ],
  ['words of the limit', registration, (it) => void (it.limit.words.zh = '一周内'), { name: 'limit.words' }],
  ['words of a fee', insurance, (it) => void (it.fees[0]!.name.zh = '保费'), { name: 'fees' }],
  [
    'until when a fee is paid',
    insurance,
    (it) => void (it.needs!.pay!.laterDays = 60),
    { name: 'needs.pay' },
  ],
  ['the version', registration, (it) => void (it.version = '2026.2'), { name: 'version' }],
  [
    'ways of handing over',
    registration,
    (it) => void it.handover.push('electronic'),
    { name: 'handover', label: { zh: '结果领取方式' } },
  ],
  ['the order of questions', registration, (it) => void it.form.fields.reverse(), { name: 'form.fields' }],
];

describe('two versions of a matter', () => {
  it.each(standards)('that differ in %s need the citizen', (_, matter, change, found) => {
    const changes = difference(matter, changed(matter, change));
    expect(changes[0]).toMatchObject({ ...found, needsCitizen: true });
    // A new code of a material is one that is gone and one that is new, each with its words.
    expect(changes.filter(({ part }) => part !== 'text').length).toBeLessThanOrEqual(2);
  });

  it.each(words)('that differ in %s do not', (_, matter, change, found) => {
    expect(difference(matter, changed(matter, change))).toMatchObject([
      { part: 'text', ...found, needsCitizen: false },
    ]);
  });

  it('that are the same do not differ, whatever the order of their members', () => {
    const turned = JSON.parse(JSON.stringify(registration), (_, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    ) as Matter;
    expect(Object.keys(turned)[0]).not.toBe(Object.keys(registration)[0]);
    expect(difference(registration, turned)).toEqual([]);
  });

  it('differ wherever a single value does', () => {
    const unnoticed: string[] = [];
    const tryEach = (value: unknown, path: (string | number)[]): void => {
      if (typeof value === 'object' && value !== null) {
        for (const [key, each] of Object.entries(value)) {
          tryEach(each, [...path, Array.isArray(value) ? Number(key) : key]);
        }
        return;
      }
      const copy = structuredClone(insurance);
      let here = copy as unknown as Record<string | number, unknown>;
      for (const part of path.slice(0, -1)) here = here[part] as Record<string | number, unknown>;
      here[path.at(-1)!] =
        typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${String(value)}x`;
      if (difference(insurance, copy).length === 0) unnoticed.push(path.join('.'));
    };
    tryEach(insurance, []);
    expect(unnoticed).toEqual([]);
  });
});

describe('kiosk and online service', () => {
  const both = [registration, insurance];

  it('deviate nowhere when both have the same documents', () => {
    for (const matter of both) expect(checkMatter(matter)).not.toHaveProperty('faults');
    expect(deviations(both, structuredClone(both))).toEqual([]);
  });

  it.each(standards)('deviate by name when %s differs', (_, matter, change, found) => {
    const online = both.map((each) => (each === matter ? changed(each, change) : each));
    const report = deviations(both, online);
    expect(report).toMatchObject([{ handleItem: matter.handleItem, offered: 'both' }]);
    expect(report[0]?.differs[0]).toMatchObject(found);
  });

  it.each(words)('may differ in %s, as while a new version is on its way', (_, matter, change) => {
    expect(deviations([matter], [changed(matter, change)])).toEqual([]);
  });

  it('deviate by a matter that only one of them has', () => {
    expect(deviations(both, [registration])).toMatchObject([
      { handleItem: insurance.handleItem, offered: 'kiosk-only' },
    ]);
    expect(deviations([registration], both)).toMatchObject([
      { handleItem: insurance.handleItem, offered: 'online-only' },
    ]);
    // What is not meant for terminals need not be there.
    const onlineOnly = changed(insurance, (it) => void (it.channels.kiosk = false));
    expect(deviations([registration], [registration, onlineOnly])).toEqual([]);
  });
});
