import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { operations, type Answer, type OperationName } from '../contract/index.ts';
import { promisedMatter } from '../testing/test-matters.ts';
import { startPlatform, TERMINAL } from './test-support.ts';

const { handleItem, version, unitCode } = promisedMatter;

it('answers every operation of the contract as its schema has it, with nothing beside it', async () => {
  const hands = await startPlatform();
  const seen = new Map<OperationName, unknown>();
  const { api } = hands;
  const call = api.callIfChanged.bind(api);
  // Looks at every answer that any helper of the test gets.
  api.callIfChanged = async (operation, request, etag) => {
    const reply = await call(operation, request, etag);
    if (reply.kind === 'answer') seen.set(operation, reply.value);
    return reply;
  };
  const { applyNo } = await hands.submit();
  const at = new Date().toISOString();
  await hands.call('queryApplyInfo', { path: { applyNo } });
  await hands.call('getCatalogue', { query: { since: '0' } });
  await hands.call('getItemVersion', { path: { handleItem, version } });
  hands.sandbox.order({
    ...{ verb: 'ask-for-supplement', applyNo },
    needs: [{ kind: 'material', name: 'CARD-01', reason: { zh: '不清晰' } }],
  });
  const [supplement, fix] = [randomUUID(), randomUUID()];
  await hands.call('uploadApplySupplementStuffs', {
    ...{ idempotencyKey: supplement, path: { applyNo } },
    body: await hands.revision(applyNo, { key: supplement }),
  });
  const returnId = String(hands.sandbox.order({ verb: 'return-for-correction', applyNo }));
  await hands.call('listQualityReturns', { query: {} });
  await hands.call('fixQualityReturn', {
    ...{ idempotencyKey: fix, path: { returnId } },
    body: await hands.revision(applyNo, { key: fix, batch: 3 }),
  });
  await hands.call('listEvents', { query: { cursor: '' } });
  await hands.call('reportEvents', {
    body: {
      records: [
        {
          ...{ library: 'matter', row_guid: 'matter-0001', cd_batch: 1, cd_operation: 'I', cd_time: at },
          ...{ terminal_id: TERMINAL, site_code: '1', task_handle_item: handleItem },
          ...{ task_version: version, task_state: 1 },
        },
      ],
    },
  });
  await hands.call('reconcile', { path: { date: '2026-02-13' }, body: { unitCode, hours: [] } });
  hands.sandbox.order({ verb: 'announce', kind: 'general', title: { zh: '公告' }, text: { zh: '内容' } });
  await hands.call('listAnnouncements', {});
  await hands.call('getUnitConnection', { path: { unitCode } });
  await hands.call('sendHeartbeat', {
    path: { terminalId: TERMINAL },
    body: {
      ...{ software: '0.1.0', startedAt: at, unsent: 0, oldestUnsentAt: null, storageFree: 0.5 },
      ...{ catalogueRevision: '2', devices: [{ id: 'id-card-reader', status: 'ready' }] },
    },
  });
  expect(hands.sandbox.terminals()).toMatchObject([{ terminalId: TERMINAL, heartbeat: { unsent: 0 } }]);
  await hands.call('rate', { body: { applyNo, handleItem, stars: 5, reasons: ['quick'], at } });
  const key = randomUUID();
  const place = { idempotencyKey: key, handleItem: 'hotline-ticket', version: '1' };
  await hands.call('createHotlineTicket', {
    idempotencyKey: key,
    body: {
      ...{ kind: 'suggestion', category: 'other', applyNo, capturedAt: at },
      envelope: (await hands.seal({ form: { text: '建议' }, language: 'zh-CN' }, place)).envelope,
    },
  });

  expect([...seen.keys()].sort()).toEqual((Object.keys(operations) as OperationName[]).sort());
  // The client has dropped what is not in the schema; the sandbox is to send nothing of the kind at all.
  for (const [operation, answer] of seen) {
    const schema = operations[operation].answer;
    expect(schema.parse(answer) as Answer<OperationName>, operation).toEqual(answer);
  }
});
