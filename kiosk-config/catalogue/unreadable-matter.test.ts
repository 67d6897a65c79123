import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCatalogue } from './index.ts';

const matters = join(import.meta.dirname, 'matters');
const sample = 'old-age-allowance.json';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-catalogue-'));
  cpSync(matters, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

function change(edit: (matter: Record<string, never>) => void, file = sample): void {
  const matter = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, never>;
  edit(matter);
  writeFileSync(join(folder, file), JSON.stringify(matter));
}

describe('an unreadable matter document is refused with file and path', () => {
  it('that is no JSON', () => {
    writeFileSync(join(folder, sample), '{ "name": ');
    expect(() => loadCatalogue(folder)).toThrow(/old-age-allowance\.json.*is no JSON/);
  });

  it('that lacks a value', () => {
    change((matter) => delete matter['guide']!['fee']);
    expect(() => loadCatalogue(folder)).toThrow(/old-age-allowance\.json.*at guide\.fee/);
  });

  it('that has a field which the form does not know', () => {
    change((matter) => ((matter['form']!['fields'] as { name: string }[])[3]!.name = 'nowhere'));
    expect(() => loadCatalogue(folder)).toThrow(/at form\.fields\.3: nowhere is not a property/);
  });

  it('whose form is no JSON Schema', () => {
    change((matter) => ((matter['form']!['schema'] as Record<string, unknown>)['type'] = 'objekt'));
    expect(() => loadCatalogue(folder)).toThrow(
      /old-age-allowance\.json.*at form\.schema: is no valid JSON Schema/,
    );
  });

  it.each<[string, number, object]>([
    ['a signature below nothing', 3, { statement: undefined }],
    ['a paper with words to sign', 2, { statement: { zh: '同意' } }],
    ['a paper that the platform would have to fetch', 2, { stuffType: 5 }],
  ])('with %s', (_, index, wrong) => {
    change(
      (matter) => void Object.assign((matter as unknown as { materials: object[] }).materials[index]!, wrong),
      'subsistence-allowance.json',
    );
    expect(() => loadCatalogue(folder)).toThrow(
      new RegExp(`subsistence-allowance\\.json.*at materials\\.${index}`),
    );
  });

  const licence = { material: 'MZ0511-03', catalogueCode: '310105105000100' };
  it.each<[string, string, object, object]>([
    ['a fee where the guide says that there is none', 'pay', { pay: { feeFen: 1000 } }, {}],
    ['a fee of nothing', 'pay\\.feeFen', { pay: { feeFen: 0 } }, {}],
    ['delivery of no result', 'delivery', { delivery: true }, { type: 40 }],
    ['a seal on no result', 'sealedResult', { sealedResult: true }, { type: 40 }],
    ['a licence in the place of nothing', 'licences', { licences: [{ ...licence, material: 'MZ-99' }] }, {}],
    ['a licence for shared data', 'licences', { licences: [{ ...licence, material: 'MZ0511-02' }] }, {}],
    ['two licences for one paper', 'licences\\.1', { licences: [licence, licence] }, {}],
    ['a licence of no catalogue', 'licences', { licences: [{ ...licence, catalogueCode: '31010510' }] }, {}],
    ['a need that nobody knows', '', { parking: true }, {}],
  ])('that contradicts itself with %s', (_, place, needs, result) => {
    change(
      (matter) =>
        Object.assign(matter, { needs, result: { ...(matter['result'] as unknown as object), ...result } }),
      'subsistence-allowance.json',
    );
    expect(() => loadCatalogue(folder)).toThrow(
      new RegExp(`subsistence-allowance\\.json.*at needs${place && `\\.${place}`}`),
    );
  });

  it('whose code stands in another document', () => {
    writeFileSync(join(folder, 'zz-again.json'), readFileSync(join(folder, sample)));
    expect(() => loadCatalogue(folder)).toThrow(
      /zz-again\.json.*is the same as in .*old-age-allowance\.json/,
    );
  });

  it('and so is a folder without any', () => {
    const empty = mkdtempSync(join(tmpdir(), 'tongban-empty-'));
    expect(() => loadCatalogue(empty)).toThrow('holds no matter document');
    rmSync(empty, { recursive: true });
  });
});

describe('the catalogue', () => {
  it('takes all that a matter may need of the other systems', () => {
    const needs = {
      ...{
        pay: { feeFen: 2300 },
        delivery: true,
        strongIdentity: true,
        sealedResult: true,
        devices: ['permit-card-writer'],
      },
      licences: [{ material: 'MZ0511-03', catalogueCode: '310105105000100' }],
    };
    change((matter) => {
      const fees = [
        { name: { zh: '工本费', en: 'Cost' }, amountFen: 2300, basis: { zh: '定价', en: 'Set' } },
      ];
      Object.assign(matter, { needs, fees, handover: ['express'] });
      Object.assign(matter['guide']!, { fee: { zh: '23 元', en: '23 yuan' } });
    }, 'subsistence-allowance.json');
    const found = loadCatalogue(folder).get('310000999000MZ0000531051100100001');
    expect(found?.matter.needs).toEqual(needs);
  });

  it('shows one more matter when one more document is put there', () => {
    const before = loadCatalogue(folder).size;
    change((matter) => {
      const text = JSON.stringify(matter).replaceAll('310599018000', '310599018901');
      writeFileSync(join(folder, 'one-more.json'), text);
    });
    expect(loadCatalogue(folder).size).toBe(before + 1);
  });

  it('gives every text of every matter in English too', () => {
    const untranslated = [...loadCatalogue(matters).values()].flatMap(({ matter }) =>
      [...JSON.stringify(matter).matchAll(/\{"zh":"([^"]+)"\}/g)].map((match) => match[1]),
    );
    expect(untranslated).toEqual([]);
  });
});
