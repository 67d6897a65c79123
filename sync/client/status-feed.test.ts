import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { StatusEvent } from '../contract/index.ts';
import { SubmissionStore } from '../submissions/store.ts';
import { startLine, temporaryFolder, terminal, untilChange } from '../testing/line.ts';
import { citizen, inputOf } from '../testing/test-matters.ts';
import { openSync } from './sync.ts';

function event(id: string, sequence: number, words: string, finished = false): StatusEvent {
  return {
    ...{ sequence, idempotencyKey: id, applyNo: 'SQ1', at: '2026-02-13T02:00:00.000Z', finished },
    kind: finished ? 'finished' : 'opinion',
    ...{ opinion: { zh: words }, nextStep: { zh: '请等待' } },
  };
}

describe('the status feed', () => {
  it('applies an event once, however often and in whatever order it comes', async () => {
    const { sync, dataFolder } = await startLine();
    const id = randomUUID();
    await sync.submit(inputOf(id));
    await sync.waitForOutcome(id, 5000);
    await sync.close();
    const store = new SubmissionStore(dataFolder, terminal.terminalId);
    onTestFinished(() => store.close());
    expect(await store.applyEvents([event(id, 8, '第二')], 'c:8')).toBe(1);
    expect(await store.applyEvents([event(id, 7, '第一'), event(id, 8, '第二')], 'c:8')).toBe(0);
    expect(store.record(id)?.opinion).toEqual({ zh: '第二' });
    expect(await store.applyEvents([event('nobody-knows-me', 9, '他人')], 'c:9')).toBe(0);
    expect(store.feedCursor).toBe('c:9');
  });

  it('an event that overtakes the receipt is kept and shows with it', async () => {
    const { sync, sandbox } = await startLine();
    // The platform has committed and speaks of it in the feed, but no answer to submit gets through for a while.
    sandbox.faults.failRepeatedly('submitApplyInfo', 'drop-reply-after-commit');
    const id = randomUUID();
    const card = await sync.cardKey(citizen);
    await sync.submit(inputOf(id, { card }));
    await untilChange(sync, () => (sandbox.applications()[0]?.submits ?? 0) >= 3);
    expect(sync.submissionsOf(card)).toMatchObject([{ state: 'sending', opinion: null, finished: false }]);
    sandbox.faults.clear();
    expect(await sync.waitForOutcome(id, 5000)).toMatchObject({
      state: 'accepted',
      opinion: { zh: '已受理。' },
    });
  });

  it('begins again from the beginning when the platform does not know the cursor', async () => {
    const { sync, dataFolder, reopen, logged } = await startLine();
    const id = randomUUID();
    const card = await sync.cardKey(citizen);
    await sync.submit(inputOf(id, { card }));
    await untilChange(sync, () => sync.submissionsOf(card)[0]?.opinion?.zh === '已受理。');
    await sync.close();
    const store = new SubmissionStore(dataFolder, terminal.terminalId);
    await store.applyEvents([event(id, 99, '来自别的平台')], 'another-platform:99');
    store.close();
    const again = await reopen();
    await untilChange(again, () => again.submissionsOf(card)[0]?.opinion?.zh === '已受理。');
    expect(logged.some((line) => line.includes('CURSOR_UNKNOWN'))).toBe(true);
  });

  it('one event that does not fit the contract does not stop the others', async () => {
    const { sync, sandbox, dataFolder } = await startLine();
    const id = randomUUID();
    const card = await sync.cardKey(citizen);
    await sync.submit(inputOf(id, { card }));
    await sync.waitForOutcome(id, 5000);
    await sync.close();
    // An opinion without a next step is none (art. 14).
    const { nextStep: _none, ...withoutNextStep } = event(id, 51, '没有下一步');
    const events = [withoutNextStep, event(id, 50, '已办结。', true)];
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ events, cursor: 'stub:1' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const logged: string[] = [];
    const again = await openSync({
      ...{ dataFolder, terminal, platform: { url, ...sandbox.keys } },
      log: (name) => logged.push(name),
    });
    onTestFinished(() => again.close());
    await untilChange(again, () => again.submissionsOf(card)[0]?.finished === true);
    expect(again.submissionsOf(card)[0]?.opinion).toEqual({ zh: '已办结。' });
    expect(logged).toContain('feed-events-unreadable');
  });

  it('tells a terminal of its own submissions only', async () => {
    const { sandbox, sync } = await startLine();
    const id = randomUUID();
    await sync.submit(inputOf(id));
    await sync.waitForOutcome(id, 5000);
    const other = await openSync({
      ...{
        dataFolder: temporaryFolder(),
        terminal: { terminalId: 'OTHER-01', siteCode: '1' },
        log: () => undefined,
      },
      platform: { url: sandbox.url, ...sandbox.keys },
    });
    onTestFinished(() => other.close());
    const headers = {
      ...{ 'x-app-id': 'test', 'x-terminal-id': 'OTHER-01', 'x-timestamp': String(Date.now()) },
      'x-request-id': randomUUID(),
    };
    const events = await fetch(`${sandbox.url}/v1/events?cursor=`, { headers });
    expect(await events.json()).toMatchObject({ events: [] });
    const query = await fetch(`${sandbox.url}/v1/applications/${sandbox.applications()[0]?.applyNo}`, {
      headers,
    });
    expect(await query.json()).toMatchObject({ status: 404, code: 'APPLICATION_UNKNOWN' });
  });
});
