import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadCatalogue } from '@tongban/kiosk-config/catalogue';
import { woman70 } from '../testing/session-at-work.ts';
import { fieldView, Form } from './form.ts';
import { personFacts } from './person.ts';

const matters = loadCatalogue(join(import.meta.dirname, '../../../kiosk-config/catalogue/matters'));
const dependent = [...matters.values()].flatMap((catalogued) =>
  catalogued.matter.form.fields.flatMap((field) =>
    field.ask?.when ? [{ catalogued, field, when: field.ask.when }] : [],
  ),
);

it('there are matters with such questions', () => {
  expect(dependent.length).toBeGreaterThan(5);
});

it.each(dependent.map(({ catalogued, field, when }) => [field.name, catalogued, field, when] as const))(
  '%s: it is not left out of an application that asks for it',
  (name, catalogued, field, when) => {
    const form = new Form(catalogued, personFacts(woman70, new Date('2026-11-22T04:00:00Z')));
    form.store(when.field, when.isOneOf[0] ?? '');
    expect(form.questions().map((each) => each.name)).toContain(name);
    expect(fieldView(catalogued, field).required).toBe(true);
    for (const empty of [null, '']) {
      expect(form.check(name, empty)).toMatchObject({ ok: false, problem: 'missing' });
    }
  },
);
