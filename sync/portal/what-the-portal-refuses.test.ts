import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { loadCatalogue, type CataloguedMatter } from '@tongban/kiosk-config/catalogue';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox, type Sandbox } from '../sandbox/index.ts';
import { readAnswers } from './answers.ts';
import { mediaTypeOf } from './media-type.ts';
import { readPosted } from './posted.ts';

const FOLDER = fileURLToPath(new URL('../../kiosk-config/catalogue/matters', import.meta.url));
const SUBSISTENCE = '310000999000MZ0000531051100100001';
/** `TONGBAN_FUZZ=1000000` makes it long; a failure can be repeated with `TONGBAN_FUZZ_SEED`. */
const INPUTS = Number(process.env['TONGBAN_FUZZ'] ?? 2000);
const SEED = Number(process.env['TONGBAN_FUZZ_SEED'] ?? Date.now() % 2 ** 32);
const CARD = '{"idNumber":"310199195603080023"}';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dataFolder: null, catalogueFolder: FOLDER });
});
afterAll(() => sandbox.close());

/** A form that is taken as it is. */
function goodForm(): Record<string, string | Blob> {
  return {
    ...{ key: randomUUID(), lang: 'zh-CN', version: '2026.2' },
    ...{ 'card.name': '李测试', 'card.idNumber': '310199195603080023', 'card.address': '虚拟路88弄' },
    ...{ 'answer.householdSize': '2', 'answer.mainReason': 'illness', 'answer.monthlyIncome': '0' },
    ...{ 'answer.bankCard': '6222021001112223331', 'answer.phone': '13800005678', 'answer.promise': 'true' },
    'material.MZ0511-01': new Blob([CARD]),
    'material.MZ0511-03': new Blob(['%PDF-1.7\n']),
    'material.MZ0511-04': new Blob(['<svg xmlns="http://www.w3.org/2000/svg"/>']),
  };
}

async function post(changes: Record<string, string | Blob> = {}): Promise<{ status: number; page: string }> {
  const data = new FormData();
  for (const [name, value] of Object.entries({ ...goodForm(), ...changes })) data.set(name, value);
  const response = await fetch(`${sandbox.url}/portal/matters/${SUBSISTENCE}`, {
    method: 'POST',
    body: data,
  });
  return { status: response.status, page: await response.text() };
}

function troublesOf(page: string): string[] {
  return [...page.matchAll(/href="#([^"]+)"/g)]
    .map(([, input = '']) => input)
    .filter((input) => input !== 'content');
}

describe('the portal', () => {
  it('takes the form that the tests below change', async () => {
    expect(await post()).toMatchObject({ status: 200 });
  });

  it.each([
    ['a program as a paper', 'material.MZ0511-03', new Blob(['#!/bin/sh\n'])],
    ['a picture that is only called so', 'material.MZ0511-03', new Blob([CARD])],
    ['no paper', 'material.MZ0511-03', new Blob([])],
    ['a text as a signature', 'material.MZ0511-04', new Blob(['%PDF-1.7\n'])],
    ['JSON that is no card', 'material.MZ0511-01', new Blob(['{"name":"x"}'])],
    ['JSON that breaks off', 'material.MZ0511-01', new Blob(['{"idNumber":'])],
    ['a choice that is not on the page', 'answer.mainReason', 'other'],
    ['an unticked promise', 'answer.promise', ''],
    ['a promise with another value', 'answer.promise', 'yes'],
    ['a number whose check digit is wrong', 'card.idNumber', '310199195603080024'],
    ['somebody from elsewhere', 'card.idNumber', '110101195603080028'],
  ])('names %s', async (_, input, value) => {
    const before = sandbox.applications().length;
    const { status, page } = await post({ [input]: value });
    expect([status, troublesOf(page)]).toEqual([422, [input]]);
    expect(sandbox.applications()).toHaveLength(before);
  });

  it('shows what was typed as text, whatever it is', async () => {
    const { page } = await post({ 'card.name': '"><script>alert(1)</script>', 'answer.phone': '<b>&amp;' });
    expect(page).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
    expect(page).toContain('value="&lt;b&gt;&amp;amp;"');
    expect(page).not.toContain('<script>');
  });

  it('asks for the new form when the matter has changed since the page was opened', async () => {
    const { status, page } = await post({ version: '2025.9' });
    expect(status).toBe(409);
    expect(page).toContain('请按新的内容再填一次');
    expect(page).toContain('name="version" value="2026.2"');
  });

  it('tells a second application of the same person where there may be one alone, and takes it when that is over', async () => {
    sandbox.order({ verb: 'one-for-each-person', handleItem: SUBSISTENCE, only: true });
    onTestFinished(() => {
      sandbox.order({ verb: 'one-for-each-person', handleItem: SUBSISTENCE, only: false });
    });
    const refused = async () => {
      const { status, page } = await post();
      return [status, page.includes('您已经有一件同样的申请在办理中')];
    };
    await post();
    expect(await refused()).toEqual([409, true]);
    for (const { applyNo, receivedAt, state } of sandbox.applications()) {
      if (receivedAt !== null && state !== 'finished') sandbox.order({ verb: 'finish', applyNo });
    }
    expect((await post()).status).toBe(200);
  });

  it('answers a body that is no form, a form that is not ours and a matter that is none with a page', async () => {
    const url = `${sandbox.url}/portal/matters/${SUBSISTENCE}`;
    const multipart = { 'content-type': 'multipart/form-data; boundary=x' };
    const answers = await Promise.all([
      fetch(url, { method: 'POST', headers: multipart, body: 'nothing' }),
      fetch(url, { method: 'POST', headers: multipart, body: '--x\r\n\r\n--x--' }),
      fetch(url, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'a' }),
      post({ key: 'mine' }).then(({ status, page }) => new Response(page, { status })),
      fetch(`${sandbox.url}/portal/matters/X`),
      fetch(`${sandbox.url}/portal/receipts/X?lang=en`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 415, 400, 404, 404]);
    for (const answer of answers) expect(await answer.text()).toContain('href="/portal/');
  });
});

it('nothing that is posted brings the readers down', { timeout: 3_600_000 }, async () => {
  console.log(`fuzz seed ${SEED} (TONGBAN_FUZZ_SEED)`);
  const catalogued = loadCatalogue(FOLDER).get(SUBSISTENCE) as CataloguedMatter;
  const names = Object.keys(goodForm());
  const bytes = fc.uint8Array({ maxLength: 120 });
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('true', '2', '{', '%PDF-', '<svg '));
  const part = fc.tuple(fc.oneof(fc.constantFrom(...names), fc.string()), fc.boolean(), text);
  const whole = fc.array(part, { maxLength: 6 }).map((parts) =>
    Buffer.from(
      parts
        .map(([name, isFile, value]) => {
          const file = isFile ? '; filename="f"' : '';
          return `--x\r\ncontent-disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
        })
        .join('') + `--x\r\ncontent-disposition: form-data; name="key"\r\n\r\n${randomUUID()}\r\n--x--\r\n`,
    ),
  );
  const now = new Date('2026-11-22T00:00:00Z');
  let read = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.oneof({ weight: 9, arbitrary: whole }, { weight: 1, arbitrary: bytes }),
      async (body) => {
        const posted = await readPosted(new Uint8Array(body), 'multipart/form-data; boundary=x');
        if (!posted) return;
        read++;
        const { form, troubles } = readAnswers(catalogued, posted, now);
        // What is taken is taken by the platform's own schema too.
        if (troubles.length === 0) expect(catalogued.validator.form(form)).toEqual([]);
        for (const file of posted.files.values()) mediaTypeOf(file);
      },
    ),
    { numRuns: INPUTS, seed: SEED },
  );
  // Most of them get as far as the answers.
  expect(read).toBeGreaterThan(INPUTS / 4);
});
