import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { operations, type OperationName } from '../contract/index.ts';
import { promisedMatter } from '../testing/test-matters.ts';
import { Hands, startPlatform, TERMINAL } from './test-support.ts';

const { handleItem, version, unitCode } = promisedMatter;

it('answers every operation of the contract as its schema has it, with nothing beside it', async () => {
  const platform = await startPlatform();
  const seen = new Map<string, unknown>();
  const url = await startRecorder(platform.sandbox.url, (apiName, answer) => seen.set(apiName, answer));
  const hands = new Hands({ ...platform.sandbox, url });
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

  const names = Object.keys(operations) as OperationName[];
  const apiName = (name: OperationName): string => operations[name].legacyName ?? name;
  expect([...seen.keys()].sort()).toEqual(names.map(apiName).sort());
  for (const name of names) {
    const answer = seen.get(apiName(name));
    expect(operations[name].answer.parse(answer) as unknown, name).toEqual(answer);
  }
});

/** Stands between, and tells every answer as it came from the platform. */
async function startRecorder(
  platformUrl: string,
  record: (apiName: string, answer: unknown) => void,
): Promise<string> {
  const server = createServer((request, response) => {
    void forward(request).then(({ status, text }) => {
      record(String(request.headers['x-api-name']), JSON.parse(text));
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    });
  });
  const forward = async (request: IncomingMessage): Promise<{ status: number; text: string }> => {
    const body = await buffer(request);
    const own = ['host', 'connection', 'content-length', 'transfer-encoding'];
    const headers = Object.entries(request.headers).filter(([name]) => !own.includes(name));
    const answer = await fetch(platformUrl + String(request.url), {
      method: String(request.method),
      headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
      body: request.method === 'GET' ? null : body,
    });
    return { status: answer.status, text: await answer.text() };
  };
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
