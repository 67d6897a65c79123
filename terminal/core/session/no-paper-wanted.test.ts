import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  allowanceAnswers,
  man40,
  sessionAtWork,
  woman70,
  type SessionAtWork,
} from '../testing/session-at-work.ts';

let work: SessionAtWork;
beforeEach(() => {
  work = sessionAtWork();
});
afterEach(() => work.stop());

async function reviewed(): Promise<void> {
  await work.identify('老年综合津贴（示例）', woman70);
  await work.fillIn(allowanceAnswers);
  await work.until('review');
}

it('prints nothing, shows number, limit and code, and prints one when the citizen wants it after all', async () => {
  await reviewed();
  work.session.submit('none');
  const done = await work.until('done');
  expect(done).toMatchObject({ slip: 'not-wanted', limitDate: '2026-11-27', canPrintAgain: true });
  expect(done.qr).toBe(done.number);
  expect(work.printer.slips).toHaveLength(0);
  work.session.slip.printAgain();
  await expect.poll(() => work.screen()).toMatchObject({ screen: 'done', slip: 'printed' });
  expect(work.printer.slips).toHaveLength(1);
});

it('never sees the trouble of a printer that is not needed, and takes only the card', async () => {
  await reviewed();
  work.printer.outcomes.push({ kind: 'failed', reason: 'paper-out' });
  work.session.submit('none');
  await work.until('done');
  work.session.finish();
  expect(work.screen()).toEqual({ screen: 'take-card', slipPrinted: false, inSlot: false });
});

it('is remembered when the disk is full at first, and asked anew in the next visit', async () => {
  await reviewed();
  work.sync.platform = 'full';
  work.session.submit('none');
  await work.until('trouble');
  work.sync.platform = 'accepts';
  work.session.resolveTrouble('try-again');
  expect(await work.until('done')).toMatchObject({ slip: 'not-wanted' });
  work.session.finish();
  work.reader.show('no-card');
  await work.until('attract');
  await work.identify('有无违法犯罪记录证明（示例）', man40);
  await work.fillIn({ purpose: 'job', collectAt: 'this-centre', phone: '13900001234', promise: true });
  work.session.submit('slip');
  await expect.poll(() => work.screen()).toMatchObject({ screen: 'done', slip: 'printed' });
  expect(work.printer.slips).toHaveLength(1);
});
