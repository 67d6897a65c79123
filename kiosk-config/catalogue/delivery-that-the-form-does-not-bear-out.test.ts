import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkMatter, gapsOf, type Matter, type MatterField } from './index.ts';

const file = join(import.meta.dirname, 'matters/residence-registration.json');
const evidence = { interfaceReworked: true, jointTestsPassed: ['acceptance', 'logistics'] } as const;

type Draft = Omit<Matter, 'needs'> & { needs: { delivery: unknown } };
interface Mapping {
  chosenBy: { field: string; isOneOf: string[] };
  address: string;
  phone: string;
}
function draft(change: (matter: Draft, delivery: Mapping) => void): Draft {
  const matter = JSON.parse(readFileSync(file, 'utf8')) as Draft;
  change(matter, matter.needs.delivery as Mapping);
  return matter;
}
function faults(change: Parameters<typeof draft>[0]): string[] {
  const checked = checkMatter(draft(change));
  return 'faults' in checked ? checked.faults.map(({ path, name }) => `${path} (${name.zh})`) : [];
}
const fieldOf = (matter: Draft, name: string): MatterField =>
  matter.form.fields.find((each) => each.name === name)!;
const schemaOf = (matter: Draft) =>
  matter.form.schema as { required: string[]; allOf?: object[]; properties: Record<string, object> };

const CHOOSES = 'needs.delivery.chosenBy.field (物流快递 · 怎么选)';
const ONE_OF = 'needs.delivery.chosenBy.isOneOf (物流快递 · 怎么选)';
const ADDRESS = 'needs.delivery.address (物流快递 · 收件地址)';
const PHONE = 'needs.delivery.phone (物流快递 · 收件电话)';

describe('a delivery that the form does not bear out is refused', () => {
  it.each<[string, Parameters<typeof draft>[0], string[]]>([
    ['nothing', () => undefined, []],
    ['a choice that is not in the form', (_, it) => void (it.chosenBy.field = 'nowhere'), [CHOOSES, ADDRESS]],
    ['a choice that is a text', (_, it) => void (it.chosenBy.field = 'currentAddress'), [CHOOSES, ADDRESS]],
    [
      'a choice that may be left out',
      (it) => {
        const schema = schemaOf(it);
        schema.required = schema.required.filter((name) => name !== 'receiptBy');
      },
      [CHOOSES],
    ],
    ['an answer that cannot be given', (_, it) => void it.chosenBy.isOneOf.push('pigeon'), [ONE_OF, ADDRESS]],
    [
      'no way besides',
      (it, { chosenBy }) => {
        chosenBy.isOneOf.push('collect');
        Object.assign(fieldOf(it, 'expressAddress').ask!.when!, { isOneOf: ['express', 'collect'] });
        delete schemaOf(it).allOf;
        schemaOf(it).required.push('expressAddress');
      },
      [ONE_OF],
    ],
    ['an address that is not in the form', (_, it) => void (it.address = 'nowhere'), [ADDRESS]],
    ['an address that is a date', (_, it) => void (it.address = 'livesThereSince'), [ADDRESS]],
    ['an address from the card alone', (_, it) => void (it.address = 'registeredAddress'), [ADDRESS]],
    [
      'an address that everybody may read',
      (it) => void (fieldOf(it, 'expressAddress').mask = 'none'),
      [ADDRESS],
    ],
    ['an address that may be left out', (it) => void delete schemaOf(it).allOf, [ADDRESS]],
    [
      'an address that is asked with another answer',
      (it) => void (fieldOf(it, 'expressAddress').ask!.when = { field: 'receiptBy', isOneOf: ['collect'] }),
      [ADDRESS],
    ],
    ['a telephone number that is an address', (_, it) => void (it.phone = 'currentAddress'), [PHONE]],
    [
      'a telephone number that may be left out',
      (it) => {
        const schema = schemaOf(it);
        schema.required = schema.required.filter((name) => name !== 'phone');
      },
      [PHONE],
    ],
  ])('%s', (_, change, expected) => {
    expect(faults(change)).toEqual(expected);
  });

  it('in Chinese too', () => {
    const checked = checkMatter(draft((_, it) => void (it.address = 'nowhere')));
    expect('faults' in checked && checked.faults[0]?.words.zh).toBe('nowhere 不是表单里 kind 为 text 的问题');
  });

  it('beside a schema that is none, which is told by itself', () => {
    expect(faults((it) => void Object.assign(it.form.schema, { type: 'objekt' }))).toEqual([
      'form.schema (表单规则)',
    ]);
  });
});

describe('a version that was published before the fields were named', () => {
  const published = draft((it) => void (it.needs.delivery = true));

  it('stays readable as it was', () => {
    expect(checkMatter(published)).toMatchObject({ matter: { needs: { delivery: true } } });
  });

  it('is no version that could be opened anew, and is told what is missing', () => {
    expect(gapsOf(published, evidence)).toMatchObject([
      { article: '9(1)', path: 'needs.delivery', name: { zh: '物流快递' } },
    ]);
  });
});
