import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadCatalogue } from '@tongban/kiosk-config/catalogue';
import { woman70 } from '../testing/session-at-work.ts';
import { fieldView, Form } from './form.ts';
import { personFacts } from './person.ts';

const matters = loadCatalogue(join(import.meta.dirname, '../../../kiosk-config/catalogue/matters'));
const name = 'principalIdNumber';
const catalogued = [...matters.values()].find(({ matter }) =>
  matter.form.fields.some((field) => field.name === name),
);
if (!catalogued) throw new Error(`no matter asks for ${name}`);
const field = catalogued.matter.form.fields.find((each) => each.name === name);
const form = new Form(catalogued, personFacts(woman70, new Date('2026-11-22T04:00:00Z')));

it('is asked with the keys of an ID number, whatever the document calls it', () => {
  expect(field?.ask?.kind).toBe('text');
  expect(field && fieldView(catalogued, field)).toMatchObject({ kind: 'id-number', maxLength: 18 });
});

it('is not wrong while it is typed: the places to go are counted', () => {
  expect(form.check(name, '3')).toEqual({ ok: false, problem: 'missing', count: 17 });
  expect(form.check(name, '31019919500101001')).toEqual({ ok: false, problem: 'missing', count: 1 });
});

it('with the last place it fits, or is wrong in the words of the matter', () => {
  expect(form.check(name, '31019919500101001X')).toEqual({ ok: true });
  expect(form.check(name, '310199195001010018')).toMatchObject({
    problem: 'wrong',
    words: field?.ask?.wrong,
  });
  expect(form.check(name, '31019919501301001X')).toMatchObject({ problem: 'wrong' });
});
