import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startLine, terminal, untilChange } from '../testing/line.ts';
import { inputOf } from '../testing/test-matters.ts';

const { terminalId } = terminal;

async function revokedLine() {
  const line = await startLine({ terminals: [{ terminalId, key: null }] });
  await untilChange(line.sync, () => line.sync.network === 'online');
  line.sandbox.order({ verb: 'revoke-terminal', terminalId });
  const id = randomUUID();
  await line.sync.submit(inputOf(id));
  await untilChange(line.sync, () => line.sync.state.revokedSince !== null);
  return { ...line, id };
}

describe('a terminal is revoked', () => {
  it('stops everything, keeps everything, takes nothing new, and tells so after a restart', async () => {
    const { sync, sandbox, reopen, id } = await revokedLine();
    expect(sync.intake).toEqual({ open: false, reason: 'terminal-revoked' });
    expect(sync.heldCount).toBe(1);
    await sync.close();
    const again = await reopen();
    expect(again.intake).toEqual({ open: false, reason: 'terminal-revoked' });
    const before = sandbox.traffic.total;
    // It asks again whether it is admitted, and nothing else.
    await expect.poll(() => sandbox.traffic.total - before, { interval: 10 }).toBeGreaterThan(2);
    const since = sandbox.traffic.latest.slice(before - sandbox.traffic.total);
    expect(new Set(since.map(({ operation }) => operation))).toEqual(new Set(['getCatalogue']));
    expect((await again.waitForOutcome(id, 50)).state).toBe('sealed');
  });

  it('a signed word of the platform admits it again: what it kept is sent', async () => {
    const { sync, sandbox, id } = await revokedLine();
    sandbox.order({ verb: 'admit-terminal', terminalId });
    expect((await sync.waitForOutcome(id, 5000)).state).toBe('accepted');
    expect(sync.intake).toEqual({ open: true });
    expect(sync.state.revokedSince).toBeNull();
  });

  it('a word that is not the platform’s own admits nobody', async () => {
    const { sync, sandbox, reopen, id, catalogueFolder } = await revokedLine();
    await sync.close();
    const { sandbox: stranger } = await startLine({ dataFolder: null, catalogueFolder });
    const requestKey = sandbox.terminalKeys[terminalId];
    const platform = { ...sandbox.keys, url: stranger.url, ...(requestKey ? { requestKey } : {}) };
    const misled = await reopen({ platform });
    await expect
      .poll(() => stranger.traffic.latest.filter(({ operation }) => operation === 'getCatalogue').length)
      .toBeGreaterThan(0);
    expect((await misled.waitForOutcome(id, 100)).state).toBe('sealed');
    expect(misled.state.revokedSince).not.toBeNull();
  });

  it('a new enrolment, which is another key, begins anew', async () => {
    const { sync, sandbox, reopen, id } = await revokedLine();
    await sync.close();
    sandbox.order({ verb: 'admit-terminal', terminalId });
    const { sandbox: unsigned } = { sandbox };
    const again = await reopen({
      platform: {
        ...{ url: unsigned.url, ...unsigned.keys },
        requestKey: { kty: 'oct', k: Buffer.alloc(32, 7).toString('base64url') },
      },
    });
    await untilChange(again, () => again.state.revokedSince === null);
    // The sandbox does not know this key; what matters is that the terminal itself has let go, and lost nothing.
    expect(again.heldCount).toBe(1);
    await again.close();
    const known = await reopen();
    expect((await known.waitForOutcome(id, 5000)).state).toBe('accepted');
  });
});
