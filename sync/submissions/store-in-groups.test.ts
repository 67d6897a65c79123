import { describe, expect, it, onTestFinished } from 'vitest';
import { findOnDisk, temporaryFolder } from '../testing/line.ts';
import { receiptOf, sealedSubmission } from '../testing/stored.ts';
import type { CardKey } from './card-key.ts';
import { UnusableStore } from './database.ts';
import { SubmissionStore } from './store.ts';
import { verifyStore } from './verify.ts';

function open(folder = temporaryFolder()) {
  const store = new SubmissionStore(folder, 'SH-310199-T01');
  onTestFinished(() => store.close());
  return { folder, store };
}

describe('the store', () => {
  it('numbers those that come together one after the other, and goes on after a reopen and a clock that went back', async () => {
    const { folder, store } = open();
    const add = (day: string) =>
      store.add(sealedSubmission({ capturedAt: new Date(`${day}T09:00:00+08:00`) }));
    const first = await Promise.all(['2026-02-13', '2026-02-13', '2026-02-14', '2026-02-13'].map(add));
    expect(first.map(({ tempNo }) => tempNo.slice(7, -1))).toEqual([
      ...['2602130001', '2602130002', '2602140001', '2602130003'],
    ]);
    store.close();
    const again = open(folder).store;
    const record = await again.add(sealedSubmission({ capturedAt: new Date('2026-02-13T09:00:00+08:00') }));
    expect(record.tempNo.slice(7, -1)).toBe('2602130004');
    expect(again.record(record.id)).toEqual(record);
  });

  it('the same key twice in one group is one submission', async () => {
    const { store } = open();
    const submission = sealedSubmission();
    const [one, two] = await Promise.all([store.add(submission), store.add(submission)]);
    expect(two).toEqual(one);
    expect(store.outbox()).toEqual([submission.id]);
  });

  it('keeps what was asked for before a close', async () => {
    const { folder, store } = open();
    const submission = sealedSubmission();
    const added = store.add(submission);
    store.close();
    expect((await added).id).toBe(submission.id);
    expect(open(folder).store.outbox()).toEqual([submission.id]);
  });

  it('an outcome takes it out of the outbox, and a late or second one changes nothing', async () => {
    const { store } = open();
    const { id } = await store.add(sealedSubmission());
    const { receipt, text } = receiptOf(id);
    await Promise.all([store.markSending(id, 'A-1'), store.markAccepted(id, receipt, text)]);
    await store.markHeld(id, { code: 'ITEM_SUSPENDED', field: null });
    await store.markRefused(id, 'rejected', { code: 'X', field: null });
    expect(store.record(id)).toMatchObject({ state: 'accepted', applyNo: receipt.applyNo, problem: null });
    expect(store.outbox()).toEqual([]);
    expect(await store.sendable(id)).toBeNull();
  });
});

describe('the one writer of a folder', () => {
  it('refuses a second one by name, and leaves the place when it closes', async () => {
    const { folder, store } = open();
    const { id } = await store.add(sealedSubmission());
    expect(() => new SubmissionStore(folder, 'T2')).toThrow(UnusableStore);
    expect(() => new SubmissionStore(folder, 'T2')).toThrow('another process has it open');
    store.close();
    expect(open(folder).store.outbox()).toEqual([id]);
  });
});

describe('the lookup by id and card', () => {
  it('finds what was added, before and after a reopen, and nothing of what a failed commit has taken back', async () => {
    const { folder, store } = open();
    const [card, other] = [sealedSubmission(), sealedSubmission()].map(({ cardTag }) => cardTag);
    const submissions = Array.from({ length: 600 }, (_, index) =>
      sealedSubmission({ cardTag: index % 20 === 0 ? (card ?? null) : sealedSubmission().cardTag }, 20),
    );
    // The one that cannot be written is in a group with others: all are rolled back and done once more.
    const refused = sealedSubmission({ id: 'short', cardTag: other ?? null });
    const [outcome] = await Promise.allSettled(
      [refused, ...submissions.slice(0, 20)].map((each) => store.add(each)),
    );
    await Promise.all(submissions.slice(20).map((each) => store.add(each)));
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'SQLITE_CONSTRAINT_CHECK' } });
    const ofCard = (each: SubmissionStore, tag: Uint8Array | null | undefined): string[] =>
      each.recordsOf({ tag } as unknown as CardKey).map(({ id }) => id);
    const right = submissions.filter(({ cardTag }) => cardTag === card).map(({ id }) => id);
    for (let opened = store, round = 1; round <= 2; round++) {
      expect(submissions.map(({ id }) => opened.record(id)?.id)).toEqual(submissions.map(({ id }) => id));
      expect(ofCard(opened, card)).toEqual(right.toReversed());
      expect(ofCard(opened, other)).toEqual([]);
      expect(opened.record('short')).toBeNull();
      opened.close();
      opened = open(folder).store;
    }
  });
});

describe('what is destroyed', () => {
  it('the purge leaves number, matter, times and digest, and no byte of an envelope in database and WAL', async () => {
    const { folder, store } = open();
    const submissions = Array.from({ length: 60 }, (_, index) => sealedSubmission({}, 500 + 137 * index));
    await Promise.all(submissions.map((each) => store.add(each)));
    const [kept, ...old] = submissions.toReversed();
    await Promise.all(
      old.map(({ id }) => {
        const { receipt, text } = receiptOf(id);
        return store.markAccepted(id, receipt, text);
      }),
    );
    const ids = old.map(({ id }) => id);
    expect(await store.markReconciled([...ids, kept?.id ?? ''], '2026-02-13')).toBe(59);
    expect(await store.purge('2026-02-13')).toBe(0);
    expect(await store.purge('2026-02-14')).toBe(59);
    expect(store.emptyWal()).toBe(true);
    const middles = old.map(({ form }) => form.envelope.slice(200, 260));
    expect(findOnDisk(folder, middles)).toEqual([]);
    const keys = old.map(({ form }) => form.citizenRecipient?.slice(5, 50) ?? '');
    expect(findOnDisk(folder, keys)).toEqual([]);
    expect(store.record(ids[0] ?? '')).toMatchObject({ state: 'purged', applyNo: `A-${ids[0]}` });
    expect((await store.sendable(kept?.id ?? ''))?.envelope).toBe(kept?.form.envelope);
    expect(verifyStore(folder)).toMatchObject({ ok: true, submissions: 60 });
  });

  it('the WAL is emptied without becoming shorter, and written again from its beginning', async () => {
    const { folder, store } = open();
    for (let count = 0; count < 5; count++) await store.add(sealedSubmission());
    const mark = sealedSubmission().form.envelope.slice(0, 60);
    const submission = sealedSubmission();
    await store.add({ ...submission, form: { ...submission.form, envelope: mark } });
    expect(findOnDisk(folder, [mark])).toContain(`submissions.db-wal: ${mark}`);
    expect(store.emptyWal()).toBe(true);
    expect(findOnDisk(folder, [mark])).toEqual([`submissions.db: ${mark}`]);
    const after = await store.add(sealedSubmission());
    store.close();
    const again = open(folder).store;
    expect(again.outbox()).toHaveLength(7);
    expect(again.record(after.id)).toEqual(after);
  });
});
