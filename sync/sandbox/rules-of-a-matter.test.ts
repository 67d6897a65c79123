import { randomUUID } from 'node:crypto';
import { compactVerify, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { CATALOGUE_TYPE, catalogueSchema, sha256Hex } from '../contract/index.ts';
import { promisedMatter } from '../testing/test-matters.ts';
import { refused, startPlatform, type Hands } from './test-support.ts';

const { handleItem, version, unitCode } = promisedMatter;
const number = (hands: Hands, idempotencyKey = randomUUID(), of = version) =>
  hands.try('getApplyNo', { idempotencyKey, body: { handleItem, version: of } });

describe('a matter', () => {
  it('suspended: refused with reason and end; resumed: open again', async () => {
    const hands = await startPlatform();
    const until = '2026-12-01T00:00:00.000Z';
    hands.sandbox.order({ verb: 'suspend-matter', handleItem, until, reason: { zh: '系统升级' } });
    expect(await number(hands)).toMatchObject({
      ...{ kind: 'refused', status: 409, code: 'ITEM_SUSPENDED' },
      problem: { until, notice: { zh: '系统升级' } },
    });
    hands.sandbox.order({ verb: 'resume-matter', handleItem });
    expect(await number(hands)).toMatchObject({ kind: 'answer' });
  });

  it('terminated: refused with words for the citizen, and a tombstone in the catalogue', async () => {
    const hands = await startPlatform();
    hands.sandbox.order({ verb: 'terminate-matter', handleItem, notice: { zh: '已取消' } });
    expect(await number(hands)).toMatchObject({
      code: 'ITEM_TERMINATED',
      problem: { notice: { zh: '已取消' } },
    });
    const catalogue = await published(hands);
    expect(catalogue.items.map((each) => each.handleItem)).not.toContain(handleItem);
    expect(catalogue.tombstones).toMatchObject([{ handleItem, notice: { zh: '已取消' } }]);
  });

  it('with new words: a sealed submission goes on under the new version', async () => {
    const hands = await startPlatform();
    const key = randomUUID();
    expect(await number(hands, key)).toMatchObject({ kind: 'answer' });
    expect(hands.sandbox.order({ verb: 'publish-version', handleItem, change: 'text' })).toBe('2026.2');
    expect(await number(hands)).toMatchObject({
      ...{ code: 'VERSION_STALE', status: 409 },
      problem: { versionInForce: '2026.2', changed: [{ part: 'text', name: '' }] },
    });
    const accepted = await hands.submit({ key, version: '2026.2', sealedVersion: version });
    expect(hands.sandbox.applications()).toMatchObject([
      { applyNo: accepted.applyNo, version: '2026.2', state: 'submitted' },
    ]);
  });

  it('with a new required material: refused by its name, also when the new version is claimed', async () => {
    const hands = await startPlatform();
    hands.sandbox.order({ verb: 'publish-version', handleItem, change: 'new-material' });
    const changed = [{ part: 'material', name: 'NEW-2026.2' }];
    expect(await number(hands)).toMatchObject({ code: 'VERSION_STALE', problem: { changed } });
    const body = { handleItem, version: '2026.2', sealedVersion: version };
    expect(await hands.try('getApplyNo', { body })).toMatchObject({
      ...{ code: 'VERSION_STALE', problem: { changed } },
    });
  });

  it('whose unit is cut off: nothing of it is taken, at any step; another unit’s matters go on', async () => {
    const hands = await startPlatform();
    const idempotencyKey = randomUUID();
    const { applyNo } = await hands.call('getApplyNo', { idempotencyKey, body: { handleItem, version } });
    hands.sandbox.order({ verb: 'cut-off-unit', unitCode });
    expect(await number(hands)).toMatchObject({
      ...{ code: 'UNIT_DISCONNECTED', status: 409, problem: { retryAfter: null } },
    });
    const material = await hands.seal('scan', { idempotencyKey, part: 'material:CARD-01' });
    await expect(hands.upload(idempotencyKey, applyNo, material)).rejects.toThrow('UNIT_DISCONNECTED');
    expect(await hands.call('getUnitConnection', { path: { unitCode } })).toMatchObject({ connected: false });
    hands.sandbox.order({ verb: 'connect-unit', unitCode });
    expect((await hands.submit({ key: idempotencyKey })).applyNo).toBe(applyNo);
    expect(await hands.try('getUnitConnection', { path: { unitCode: 'X'.repeat(18) } })).toEqual(
      refused('UNIT_UNKNOWN'),
    );
  });

  it('of which a person may have one: the second open one is refused, another person’s is not', async () => {
    const hands = await startPlatform();
    await hands.submit();
    await hands.submit();
    hands.sandbox.order({ verb: 'one-for-each-person', handleItem, only: true });
    await expect(hands.submit()).rejects.toThrow('DUPLICATE_CASE');
    const form = { name: '测试乙TEST', idNumber: '310199195001010028', phone: '13800005678' };
    expect((await hands.submit({ form })).applyNo).toMatch(/^SQ/);
  });
});

async function published(hands: Hands, since?: string) {
  const { catalogue } = await hands.call('getCatalogue', { query: since === undefined ? {} : { since } });
  const key = await importJWK(hands.sandbox.keys.receiptKey, 'ES256');
  const { payload, protectedHeader } = await compactVerify(catalogue, key);
  expect(protectedHeader.typ).toBe(CATALOGUE_TYPE);
  return catalogueSchema.parse(JSON.parse(Buffer.from(payload).toString('utf8')));
}

describe('the catalogue', () => {
  it('is signed, gives only what changed, and nothing when nothing did', async () => {
    const hands = await startPlatform();
    const whole = await published(hands);
    expect(whole).toMatchObject({ since: null, items: [{ status: 1 }, { status: 1 }] });
    hands.sandbox.suspend(handleItem);
    const change = await published(hands, whole.revision);
    expect(change).toMatchObject({ since: whole.revision, items: [{ handleItem, status: 2 }] });
    expect((await published(hands, change.revision)).items).toEqual([]);
    expect((await published(hands, '999')).since).toBe(null);
    const first = await hands.api.callIfChanged('getCatalogue', { timeoutMs: 2000, query: {} }, null);
    const etag = first.kind === 'answer' ? first.etag : null;
    expect(await hands.api.callIfChanged('getCatalogue', { timeoutMs: 2000, query: {} }, etag)).toEqual({
      kind: 'unchanged',
    });
    hands.sandbox.resume(handleItem);
    expect(await hands.api.callIfChanged('getCatalogue', { timeoutMs: 2000, query: {} }, etag)).toMatchObject(
      { kind: 'answer' },
    );
  });

  it('leads to documents that never change', async () => {
    const hands = await startPlatform();
    hands.sandbox.order({ verb: 'publish-version', handleItem, change: 'text' });
    const { items } = await published(hands);
    const item = items.find((each) => each.handleItem === handleItem);
    const get = (of: string) => hands.call('getItemVersion', { path: { handleItem, version: of } });
    const now = await get('2026.2');
    expect([now.sha256, sha256Hex(now.document)]).toEqual([item?.sha256, item?.sha256]);
    expect(JSON.parse((await get(version)).document)).toMatchObject({ handleItem, version });
    expect(await hands.try('getItemVersion', { path: { handleItem, version: '1999.1' } })).toEqual(
      refused('VERSION_UNKNOWN'),
    );
    expect(() => hands.sandbox.order({ verb: 'publish-document', document: {} })).toThrow();
  });
});
