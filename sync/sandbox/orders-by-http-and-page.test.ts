import { chromium } from 'playwright';
import { expect, it, onTestFinished } from 'vitest';
import { promisedMatter } from '../testing/test-matters.ts';
import { startPlatform } from './test-support.ts';

const { handleItem } = promisedMatter;

it('orders by HTTP: carried out, or refused with the reason, and nothing personal is shown', async () => {
  const { sandbox, ...hands } = await startPlatform().then((each) => ({
    ...{ sandbox: each.sandbox, submit: () => each.submit() },
  }));
  const { applyNo } = await hands.submit();
  const order = async (body: unknown, type = 'application/json') => {
    const headers = { 'content-type': type };
    const answer = await fetch(`${sandbox.url}/sandbox/orders`, {
      ...{ method: 'POST', headers, body: JSON.stringify(body) },
    });
    return { status: answer.status, ...((await answer.json()) as object) };
  };
  expect(await order({ verb: 'double-record', applyNo })).toMatchObject({
    ...{ status: 200, ok: true, made: expect.stringMatching(/^SQ/) },
  });
  expect(await order({ verb: 'burn-down' })).toMatchObject({ status: 400, field: 'verb' });
  expect(await order({ verb: 'restore-backup' })).toMatchObject({
    ...{ status: 400, title: 'there is no backup yet' },
  });
  expect(await order({ verb: 'lose-record', applyNo: 'SQ1' })).toMatchObject({
    ...{ status: 400, title: 'there is no such application' },
  });
  // What a page of another origin could send without asking is not taken at all.
  expect((await order({ verb: 'back-up' }, 'text/plain')).status).toBe(415);
  const shown = await (await fetch(`${sandbox.url}/sandbox/state`)).text();
  expect(JSON.parse(shown)).toMatchObject({ applications: [{ applyNo }, { doubleOf: applyNo }] });
  for (const personal of ['31019919500101001X', '13800005678', '测试甲'])
    expect(shown).not.toContain(personal);
});

it('the page shows what there is in both languages and carries out what is clicked', async () => {
  const hands = await startPlatform();
  const { applyNo } = await hands.submit();
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1366, height: 820 } });
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(hands.sandbox.url);
  await page.getByRole('cell', { name: applyNo }).waitFor();
  await page.getByRole('button', { name: '暂停' }).first().click();
  await page.getByRole('button', { name: '恢复', exact: true }).first().waitFor();
  const reply = await hands.try('getApplyNo', { body: { handleItem, version: '2026.1' } });
  const other = await hands.try('getApplyNo', {
    body: { handleItem: handleItem.replace('00201', '00101'), version: '2026.1' },
  });
  expect([reply.kind, other.kind].sort()).toEqual(['answer', 'refused']);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Acceptance platform sandbox' }).waitFor();
  await page.getByLabel(`Do ${applyNo}`).selectOption({ label: 'Return for correction' });
  await page.getByText('returned', { exact: true }).waitFor();
  expect(hands.sandbox.applications()[0]).toMatchObject({ applyNo, state: 'returned' });
  await page.getByLabel('Goes wrong by').selectOption('truncated');
  await page.getByRole('button', { name: 'Next one' }).click();
  await page.getByText('any request · truncated · next one').waitFor();
  expect(hands.sandbox.faults.waiting).toEqual([{ target: 'any', kind: 'truncated', repeated: false }]);
  expect(complaints).toEqual([]);
}, 30_000);
