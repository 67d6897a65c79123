import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { signJws } from '../../provisioning/jws.ts';
import { readOrder } from '../../provisioning/orders.ts';
import { heartbeat, type Heartbeat, type HeartbeatAnswer, type Readiness } from '../contract/index.ts';
import { eachDatabase } from '../testing/each-database.ts';
import { testCentre, type TestCentre } from '../testing/test-centre.ts';
import { alertLimits } from './alerts.ts';
import { enrolled, STAFF, type TestTerminal } from './test-support.ts';

const printer = (status: string, availability: 'ready' | 'needs-attention') => ({
  devices: [{ id: 'receipt-printer', family: 'receipt-printer', status, availability }],
});
type SecurityEventKind = NonNullable<Heartbeat['events']>[number]['kind'];
const kinds = async ({ services }: TestCentre, open: 'true' | 'false' = 'true') =>
  (await services.terminals.reader.alerts({ open, limit: 50 }, { siteCode: null })).alerts.map(
    ({ kind }) => kind,
  );
const answer = async (terminal: TestTerminal, said = {}) => {
  const reply = await terminal.beat(said);
  if (reply.kind !== 'answer') throw new Error(JSON.stringify(reply));
  return reply.value as HeartbeatAnswer;
};

eachDatabase('heartbeats', (engine) => {
  it('open an alert once, resolve it, and leave a history of what changed, not of every beat', async () => {
    const centre = await testCentre(engine);
    const terminal = await enrolled(centre);
    const { reader } = centre.services.terminals;
    await terminal.beat(printer('ready', 'ready'));
    for (const status of ['paper-near-end', 'paper-near-end', 'paper-near-end']) {
      await terminal.beat(printer(status, 'ready'));
    }
    expect(await kinds(centre)).toEqual(['paper-low']);
    await terminal.beat(printer('paper-out', 'needs-attention'));
    expect([await kinds(centre), await kinds(centre, 'false')]).toEqual([['paper-out'], ['paper-low']]);
    await terminal.beat(printer('ready', 'ready'));
    expect(await kinds(centre)).toEqual([]);
    const { history, state, pastAlerts } = await reader.detail(terminal.id);
    expect(state).toBe('online');
    expect(pastAlerts).toHaveLength(2);
    expect(history.map(({ what, to }) => `${what} ${to}`).toSorted()).toEqual([
      'device:receipt-printer paper-near-end',
      'device:receipt-printer paper-out',
      'device:receipt-printer ready',
    ]);
  });

  it('that stay away make the terminal offline, until they come again; an overtaken one changes nothing', async () => {
    const centre = await testCentre(engine);
    const terminal = await enrolled(centre);
    const { reader, lookAfter } = centre.services.terminals;
    await terminal.beat();
    centre.forward(alertLimits.offlineMs);
    await lookAfter();
    expect(await kinds(centre)).toEqual([]);
    centre.forward(10_000);
    // Of several processes that ask in the same round one does it.
    expect((await Promise.all([lookAfter(), lookAfter(), lookAfter()])).filter(Boolean)).toHaveLength(1);
    expect(await kinds(centre)).toEqual(['offline']);
    expect((await reader.list({ state: 'offline', limit: 10 }, { siteCode: null })).total).toBe(1);
    await terminal.beat({ software: '0.2.0' });
    expect(await kinds(centre)).toEqual([]);
    await terminal.beat({ sequence: 0, software: '0.1.0' });
    expect((await reader.summary(terminal.id)).software).toBe('0.2.0');
  });

  it('bring security events once, and a chain that goes back, to the centre', async () => {
    const centre = await testCentre(engine);
    const terminal = await enrolled(centre);
    const at = centre.now().toISOString();
    const event = { id: '0a3f1a52-6a7e-4d7b-9c65-0f3f5a2b7a11', kind: 'case-open', at, detail: '' } as const;
    await terminal.beat({ events: [event] });
    await terminal.beat({ events: [event] });
    expect(await kinds(centre)).toEqual(['tamper']);
    await terminal.beat({
      events: [{ ...event, id: '0a3f1a52-6a7e-4d7b-9c65-0f3f5a2b7a12', kind: 'case-closed' }],
    });
    expect(await kinds(centre)).toEqual([]);
    const { reader } = centre.services.terminals;
    expect((await reader.securityEvents({ limit: 10 }, { siteCode: null })).events).toHaveLength(2);
    const chain = (sequence: number, letter: string) =>
      signJws(
        {},
        { terminalId: terminal.id, sequence, hash: letter.repeat(64), at },
        terminal.identity.privateKey,
      );
    await terminal.beat({ checkpoint: chain(7, 'a') });
    await terminal.beat({ checkpoint: chain(7, 'a') });
    await terminal.beat({ checkpoint: chain(9, 'b') });
    expect(await kinds(centre)).toEqual([]);
    await terminal.beat({ checkpoint: chain(8, 'c') });
    expect(await kinds(centre)).toEqual(['tamper']);
    expect((await reader.detail(terminal.id)).checkpoint).toMatchObject({
      sequence: 9,
      hash: 'b'.repeat(64),
    });
  });

  it('tell of wrong codes of a technician, until one comes in with a right one', async () => {
    const centre = await testCentre(engine);
    const terminal = await enrolled(centre);
    const tell = (...kinds: SecurityEventKind[]) => {
      const at = centre.now().toISOString();
      return terminal.beat({ events: kinds.map((kind) => ({ id: randomUUID(), kind, at, detail: '' })) });
    };
    await tell('technician-code-wrong', 'technician-code-wrong');
    expect(await kinds(centre)).toEqual([]);
    await tell('technician-code-wrong', 'technician-code-blocked');
    await terminal.beat();
    expect(await kinds(centre)).toEqual(['technician-code-blocked']);
    await tell('technician-entered', 'technician-left');
    expect([await kinds(centre), await kinds(centre, 'false')]).toEqual([[], ['technician-code-blocked']]);
  });

  it('count characters that are missing, until the terminal counts anew, and make no history of them', async () => {
    const centre = await testCentre(engine);
    const terminal = await enrolled(centre);
    const missing = async () =>
      (await centre.services.terminals.reader.detail(terminal.id)).missingCharacters;
    await terminal.beat();
    expect(await missing()).toBeNull();
    const reported = { notFound: 1, lastDay: '2026-03-02', undrawable: [] };
    await terminal.beat({ missingCharacters: reported });
    expect(await missing()).toEqual(reported);
    const more = { notFound: 2, lastDay: '2026-03-05', undrawable: ['U+20BB7', 'U+2A700'] };
    await terminal.beat({ missingCharacters: more });
    expect(await missing()).toEqual(more);
    await terminal.beat();
    expect(await missing()).toBeNull();
    expect((await centre.services.terminals.reader.detail(terminal.id)).history).toEqual([]);
    // A character itself, as it may stand in a name, is no code point.
    expect(() =>
      heartbeat.shape.missingCharacters.parse({ notFound: 0, lastDay: null, undrawable: ['𠮷'] }),
    ).toThrow();
  });

  it('bring the report of who set the terminal up, which is no trouble and no history', async () => {
    const centre = await testCentre(engine);
    const terminal = await enrolled(centre);
    const detail = () => centre.services.terminals.reader.detail(terminal.id);
    await terminal.beat();
    expect((await detail()).readiness).toBeNull();
    const readiness: Readiness = {
      ...{ at: centre.now().toISOString(), ready: false, otherwise: 1 },
      panel: { diagonalInches: 23.8, centreMm: 1250 },
      devices: [
        { family: 'id-card-reader', check: 'passed' },
        { family: 'receipt-printer', check: 'not-made' },
      ],
    };
    await terminal.beat({ readiness });
    expect((await detail()).readiness).toEqual(readiness);
    expect([(await detail()).history, await kinds(centre)]).toEqual([[], []]);
  });

  it('are answered with a signed lock, and with the unlock after it', async () => {
    const centre = await testCentre(engine);
    const terminal = await enrolled(centre);
    const { registry, reader } = centre.services.terminals;
    expect((await answer(terminal)).order).toBeNull();
    const { revision } = await reader.summary(terminal.id);
    const locked = await registry.lock(terminal.id, { reason: '搬迁', revision }, STAFF);
    expect(locked.state).toBe('locked');
    const { order } = await answer(terminal);
    expect(readOrder(order ?? '', terminal.id, terminal.identity.authority)).toMatchObject({
      kind: 'lock',
      number: 1,
    });
    expect((await answer(terminal, { order: 1, intake: 'terminal-revoked' })).order).toBeNull();
    expect((await reader.detail(terminal.id)).lock).toMatchObject({ reason: '搬迁', obeyed: true });
    // Two officers decide on what they saw: the later one is told.
    await expect(registry.unlock(terminal.id, { reason: '迟到', revision }, STAFF)).rejects.toMatchObject({
      code: 'STALE',
    });
    await registry.unlock(terminal.id, { reason: '搬好了', revision: locked.revision }, STAFF);
    const unlock = (await answer(terminal, { order: 1 })).order;
    expect(readOrder(unlock ?? '', terminal.id, terminal.identity.authority)).toMatchObject({
      kind: 'unlock',
      number: 2,
    });
  });

  it('fetch a job once, whose result stays the first', async () => {
    const centre = await testCentre(engine);
    const terminal = await enrolled(centre);
    const { registry, reader } = centre.services.terminals;
    const job = await registry.orderLogBundle(terminal.id, STAFF);
    expect((await answer(terminal)).jobs).toEqual([{ id: job.id, kind: 'log-bundle' }]);
    await registry.finishJob(terminal.id, job.id, 'done', '{"event":"core.started"}');
    await registry.finishJob(terminal.id, job.id, 'done', 'later');
    expect((await answer(terminal)).jobs).toEqual([]);
    expect(await reader.logBundle(terminal.id, job.id)).toBe('{"event":"core.started"}');
    await expect(registry.finishJob('TEST-other', job.id, 'done', '')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
