import { afterEach, beforeEach, expect, it } from 'vitest';
import { allowanceAnswers, sessionAtWork, woman70, type SessionAtWork } from '../testing/session-at-work.ts';

let work: SessionAtWork;
beforeEach(() => {
  work = sessionAtWork();
});
afterEach(() => work.stop());

async function submitOffline(): Promise<void> {
  work.sync.network = 'offline';
  work.sync.platform = 'unreachable';
  await work.identify('老年综合津贴（示例）', woman70);
  await work.fillIn(allowanceAnswers);
  work.session.submit();
  await expect.poll(() => work.screen()).toMatchObject({ screen: 'done', slip: 'printed' });
}
const slipTexts = () => work.printer.slips.map((slip) => JSON.stringify(slip));

it('gives a holding slip that says what it is and promises no day', async () => {
  await submitOffline();
  expect(work.screen()).toMatchObject({
    outcome: 'held',
    number: 'T00011',
    limitDate: null,
    limit: { zh: '30 个工作日内答复' },
  });
  expect(slipTexts()[0]).toContain('暂存凭证（非受理凭证）');
  expect(slipTexts()[0]).toContain('自平台收到之日起 30 个工作日');
  expect(slipTexts()[0]).not.toContain('"受理凭证"');
});

it('shows the acceptance number when the platform comes back while the citizen stands there', async () => {
  await submitOffline();
  work.sync.accept(work.sync.inputs[0]!.idempotencyKey);
  expect(work.screen()).toMatchObject({ screen: 'done', outcome: 'accepted', limitDate: '2026-11-27' });
  work.session.slip.printAgain();
  await expect.poll(() => slipTexts().length).toBe(2);
  expect(slipTexts()[1]).toContain('"受理凭证"');
});

it('shows the same card its submission later, and nobody else', async () => {
  await submitOffline();
  work.session.finish();
  work.reader.show('no-card');
  await work.until('attract');
  work.sync.accept(work.sync.inputs[0]!.idempotencyKey);
  work.session.openMySubmissions();
  work.reader.place(woman70);
  const mine = await work.until('my-submissions');
  expect(mine.rows).toMatchObject([
    { official: true, state: 'accepted', matterName: { zh: '老年综合津贴（示例）' } },
  ]);
});

it('shows a submission of today before the same matter is begun again', async () => {
  await submitOffline();
  work.session.finish();
  work.reader.show('no-card');
  await work.until('attract');
  await work.identify('老年综合津贴（示例）', woman70);
  expect(await work.until('already-submitted')).toMatchObject({ row: { number: 'T00011', state: 'held' } });
  work.session.submitAgain();
  expect(work.screen().screen).toBe('question');
});
