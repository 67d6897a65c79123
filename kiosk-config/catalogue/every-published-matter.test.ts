import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { licences, parseBasicCode, resolveBasicCode } from './codes/index.ts';
import { deviations, difference, gapsOf, importMatter, loadCatalogue, type Matter } from './index.ts';
import { exampleAnswers, man40, woman70 } from './testing/example-answers.ts';

const FOLDER = join(import.meta.dirname, 'matters');
const catalogue = loadCatalogue(FOLDER);
const all = [...catalogue.values()];
const matters = all.map(({ matter }) => matter);
const named = all.map((each) => [each.matter.name.zh, each] as const);
const evidence = {
  interfaceReworked: true,
  jointTestsPassed: ['acceptance', 'payment', 'logistics'],
} as const;

describe.each(named)('%s', (_, { matter, validator }) => {
  const cardFacts = { ...woman70, ...(validator.ineligible(woman70) ? man40 : {}) };
  const fromCard = Object.fromEntries(
    matter.form.fields.flatMap(({ name, fromCard: fact }) => (fact ? [[name, cardFacts[fact] ?? '']] : [])),
  );
  const answers = { ...fromCard, ...exampleAnswers[matter.handleItem] };

  it('may be opened: nothing is missing', () => {
    expect(gapsOf(matter, evidence)).toEqual([]);
  });

  it('is marked as an example, and its code is none that stands for another matter', () => {
    expect(matter.example).toBe(true);
    expect([matter.name.zh, matter.name.en]).toEqual([
      expect.stringContaining('（示例）'),
      expect.stringContaining('(example)'),
    ]);
    expect(parseBasicCode(matter.basicCode)).not.toBeNull();
    expect(resolveBasicCode(matter.basicCode)).toBe(matter.basicCode);
  });

  it('takes a person and an answer to every question, and misses each one that is left out', () => {
    expect(validator.ineligible(cardFacts)).toBeNull();
    expect(validator.form(answers)).toEqual([]);
    const required = matter.form.schema['required'] as string[];
    for (const name of required) {
      const { [name]: _left, ...rest } = answers;
      expect(validator.form(rest)).toContainEqual({ field: name, keyword: 'required', limit: null });
    }
  });

  it('asks only what follows from the answers, and nothing that stands on the card', () => {
    for (const { name, ask, fromCard: fact } of matter.form.fields) {
      const given = answers[name];
      if (typeof given === 'string') expect(validator.field(name, given)).toEqual([]);
      if (ask) expect(`${name} ${ask.question.zh}`).not.toMatch(/您的?(姓名|身份证号|出生)/);
      else expect(fact).toBeDefined();
      if (!ask?.when) continue;
      const { field, isOneOf } = ask.when;
      const other = matter.form.fields
        .find((each) => each.name === field)
        ?.ask?.choices?.find(({ value }) => !isOneOf.includes(value));
      if (other) {
        const wrong = { ...answers, [name]: answers[name] ?? '1', [field]: other.value };
        expect(validator.form(wrong).length).toBeGreaterThan(0);
      }
    }
  });

  it('offers every choice of a question that its rules take, and no other', () => {
    const properties = matter.form.schema['properties'] as Record<string, { enum?: string[] }>;
    for (const { name, ask } of matter.form.fields) {
      if (ask?.kind === 'choice')
        expect(ask.choices?.map(({ value }) => value)).toEqual(properties[name]?.enum);
    }
  });
});

describe('the examples together', () => {
  const having = (what: (matter: Matter) => boolean): string[] =>
    matters.filter(what).map(({ name }) => name.zh.replace('（示例）', ''));

  it('are the 21 of the list, one more, and one for enterprises', () => {
    expect(matters).toHaveLength(23);
    expect(readdirSync(FOLDER)).toHaveLength(23);
    expect(new Set(matters.map(({ basicCode }) => basicCode)).size).toBe(23);
  });

  it('have one of each kind that a terminal has to cope with', () => {
    expect(having(({ needs }) => needs?.pay !== undefined)).toEqual(['居民医保参保登记']);
    expect(having(({ needs }) => needs?.delivery !== undefined)).toEqual(['户籍人户分离人员居住登记']);
    expect(having(({ receivedElsewhere }) => receivedElsewhere !== undefined)).toEqual(['生育保险待遇申领']);
    expect(having(({ handover }) => handover.includes('printed-here'))).toEqual([
      '门急诊就医记录册申领、更换、补发',
    ]);
    expect(having(({ needs }) => needs?.devices !== undefined)).toEqual(['居住证签注']);
    expect(having(({ needs }) => needs?.enterprise === true)).toEqual(['用人单位招用备案']);
    expect(having(({ agentFiling }) => agentFiling)).toEqual(['残疾人交通补贴']);
    expect(having(({ eligibility }) => JSON.stringify(eligibility).includes('"minimum":65'))).toEqual([
      '老年综合津贴',
    ]);
    expect(having(({ materials }) => materials.some(({ necessity }) => necessity === 'later'))).toEqual([
      '居住证新办',
    ]);
  });

  it('name electronic licences of the catalogue alone', () => {
    const codes = matters.flatMap(({ needs }) => needs?.licences?.map((each) => each.catalogueCode) ?? []);
    expect(codes).not.toEqual([]);
    for (const code of codes) expect(Object.keys(licences)).toContain(code);
  });

  it('differ from themselves nowhere, read again from their files', () => {
    const again = readdirSync(FOLDER).map((name) => {
      const read = importMatter(readFileSync(join(FOLDER, name), 'utf8'));
      if ('faults' in read) throw new Error(`${name} cannot be read`);
      return read.matter;
    });
    expect(deviations(matters, again)).toEqual([]);
    for (const matter of again) {
      const published = catalogue.get(matter.handleItem)?.matter;
      expect(published && difference(published, matter)).toEqual([]);
    }
  });
});
