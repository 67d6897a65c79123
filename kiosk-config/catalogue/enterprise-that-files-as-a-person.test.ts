import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkMatter, conditionsOf, type Matter } from './index.ts';

const read = (file: string): Matter =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'matters', file), 'utf8')) as Matter;
const OF_ENTERPRISES = 'employment-filing.json';
const OF_PERSONS = 'flexible-employment.json';

function faults(file: string, change: (matter: Matter) => void): string[] {
  const matter = read(file);
  change(matter);
  const checked = checkMatter(matter);
  return 'faults' in checked ? checked.faults.map(({ path, name }) => `${path} (${name.zh})`) : [];
}

describe('a matter of enterprises that is written as one of persons is refused', () => {
  it.each<[string, string, (matter: Matter) => void, string[]]>([
    ['nothing', OF_ENTERPRISES, () => undefined, []],
    ['nothing', OF_PERSONS, () => undefined, []],
    [
      'natural persons among those it serves',
      OF_ENTERPRISES,
      (it) => void it.serviceObjects.push('1'),
      ['serviceObjects (服务对象)'],
    ],
    [
      'no natural persons, and nobody who acts for an enterprise',
      OF_PERSONS,
      (it) => void (it.serviceObjects = ['2']),
      ['serviceObjects (服务对象)'],
    ],
    ['an agent', OF_ENTERPRISES, (it) => void (it.agentFiling = true), ['agentFiling (是否可代办)']],
    [
      'no number of who files',
      OF_ENTERPRISES,
      ({ form }) => {
        form.fields = form.fields.filter(({ fromCard }) => fromCard !== 'idNumber');
        delete (form.schema['properties'] as Record<string, unknown>)['agentIdNumber'];
      },
      ['form.fields (申请表单)'],
    ],
    [
      'licences, which would be those of who files',
      OF_ENTERPRISES,
      (it) => {
        const [card] = it.materials;
        it.materials.push({ ...card!, code: 'PAPER', source: 'document', maxPages: 1, stuffType: 0 });
        it.reform.materials = { before: 1, after: 1 };
        it.needs = { enterprise: true, licences: [{ material: 'PAPER', catalogueCode: '310105105000100' }] };
      },
      ['needs.licences (电子证照)'],
    ],
  ])('%s (%s)', (_, file, change, found) => {
    expect(faults(file, change)).toEqual(found);
  });
});

it('who may apply begins with the kinds of enterprises, and says nothing of the kind to persons', () => {
  const [first, ...rest] = conditionsOf(read(OF_ENTERPRISES));
  expect(first).toEqual({
    zh: '服务对象：企业法人、非法人企业',
    en: 'For: enterprises, unincorporated enterprises',
  });
  expect(rest).toEqual(read(OF_ENTERPRISES).guide.conditions);
  expect(conditionsOf(read(OF_PERSONS))).toEqual(read(OF_PERSONS).guide.conditions);
});
