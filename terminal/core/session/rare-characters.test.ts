import { afterEach, expect, it } from 'vitest';
import { join } from 'node:path';
import { loadCatalogue } from '@tongban/kiosk-config/catalogue';
import { allowanceAnswers, sessionAtWork, woman70, type SessionAtWork } from '../testing/session-at-work.ts';
import { Form } from './form.ts';
import { personFacts } from './person.ts';

/** Four bytes and two units of UTF-16; each is one character. */
const RARE = ['𠮷', '𠜎', '𪜀'] as const;

let work: SessionAtWork | undefined;
afterEach(() => work?.stop());

it.each(RARE)('a name with %s comes from the card to review, form and slip', async (character) => {
  work = sessionAtWork();
  await work.identify('老年综合津贴（示例）', { ...woman70, name: `${character}秀英` });
  await work.fillIn(allowanceAnswers);
  const review = await work.until('review');
  expect(review.rows[0]?.shown.zh).toBe(`${character}**`);
  work.session.submit();
  await work.until('done');
  await expect.poll(() => work?.screen()).toMatchObject({ screen: 'done', slip: 'printed' });
  expect(work.sync.inputs[0]?.form).toMatchObject({ applicantName: `${character}秀英` });
  expect(JSON.stringify(work.printer.slips)).toContain(`${character}**`);
});

it.each(RARE)('an answer of %s is counted in characters and shown whole', (character) => {
  const matters = loadCatalogue(join(import.meta.dirname, '../../../kiosk-config/catalogue/matters'));
  const name = 'currentAddress';
  const catalogued = [...matters.values()].find(({ matter }) =>
    matter.form.fields.some((field) => field.name === name),
  );
  if (!catalogued) throw new Error(`no matter asks for ${name}`);
  const form = new Form(catalogued, personFacts(woman70, new Date('2026-11-22T04:00:00Z')));
  expect(form.check(name, character.repeat(70))).toEqual({ ok: true });
  expect(form.check(name, character.repeat(72))).toEqual({ ok: false, problem: 'too-long', count: 2 });
  form.store(name, `${character}路1号`);
  expect(form.reveal(name)).toBe(`${character}路1号`);
});
