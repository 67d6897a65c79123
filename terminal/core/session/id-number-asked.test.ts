import { expect, it } from 'vitest';
import { representedFieldView, representedForm as form } from './represented.ts';

const name = 'idNumber';

it('is asked with the keys of an ID number, whatever the document calls it', () => {
  expect(representedFieldView(name)).toMatchObject({ kind: 'id-number', maxLength: 18 });
});

it('is not wrong while it is typed: the places to go are counted', () => {
  expect(form.check(name, '3')).toEqual({ ok: false, problem: 'missing', count: 17 });
  expect(form.check(name, '31019919500101001')).toEqual({ ok: false, problem: 'missing', count: 1 });
});

it('with the last place it fits, or is wrong in the words of the form', () => {
  expect(form.check(name, '31019919500101001X')).toEqual({ ok: true });
  expect(form.check(name, '310199195001010018')).toMatchObject({
    ...{ ok: false, problem: 'wrong' },
    words: { zh: expect.stringContaining('核对 18 位') },
  });
  expect(form.check(name, '31019919501301001X')).toMatchObject({ problem: 'wrong' });
});
