import { describe, expect, it } from 'vitest';
import type { Task } from '../contract/index.ts';
import { eachDatabase } from '../testing/each-database.ts';
import { matterDesks, testDocument, type MatterDesk } from '../testing/matter-desk.ts';

type Action = 'open' | 'change' | 'suspend' | 'resume' | 'terminate';
const actions: [Action, status: string][] = [
  ['open', 'OPEN'],
  ['change', 'OPEN'],
  ['suspend', 'SUSPENDED'],
  ['resume', 'OPEN'],
  ['terminate', 'TERMINATED'],
];

/** Sends the request, with the matter as it has to be for it. */
async function sent(desk: MatterDesk, action: Action, sunkDown: boolean): Promise<string> {
  const first = await desk.apply('open', testDocument({ sunkDown }));
  if (action === 'open') return first;
  await desk.passThrough(first);
  if (action === 'change') return desk.apply('change', testDocument({ sunkDown, version: '2026.2' }));
  if (action === 'resume') await desk.passThrough(await desk.send('suspend'));
  return desk.send(action);
}

async function tasksOf({ officers, handleItem }: MatterDesk, role: 'reform'): Promise<Task[]> {
  const { tasks } = (await officers[role].ask('GET', '/v1/tasks')).json<{ tasks: Task[] }>();
  return tasks.filter((each) => each.handleItem === handleItem);
}

const yes = { approve: true, words: 'TEST' };
const no = { approve: false, words: 'TEST' };

eachDatabase('a request on a matter of the community centres', (engine) => {
  const newDesk = matterDesks(engine);
  describe.each(actions)('%s', (action, status) => {
    it('passes the bureau, the reform department and the data centre, in this order', async () => {
      const desk = await newDesk();
      const at = `/v1/matter-requests/${await sent(desk, action, true)}`;
      const early = await desk.post('reform', `${at}/sg-review`, yes);
      expect([early.statusCode, early.json().code]).toEqual([409, 'MZ_APPROVAL_REQUIRED']);
      const unnumbered = await desk.post('bureau', `${at}/mz-review`, yes);
      expect([unnumbered.statusCode, unnumbered.json().code]).toEqual([409, 'MZ_APPROVAL_REQUIRED']);
      expect(
        (await desk.post('data-centre', `${at}/dbc-result`, { passed: true, words: 'TEST' })).json(),
      ).toMatchObject({
        code: 'WRONG_STEP',
        step: 'MZ_REVIEW',
      });
      await desk.does('bureau', `${at}/mz-review`, { ...yes, approvalId: 'TEST-1' });
      await desk.does('reform', `${at}/sg-review`, yes);
      await desk.does('data-centre', `${at}/dbc-result`, { passed: true, words: 'TEST' });
      expect(await desk.status()).toMatchObject({ status });
      const twice = await desk.post('data-centre', `${at}/dbc-result`, { passed: true, words: 'TEST' });
      expect(twice.json()).toMatchObject({ code: 'WRONG_STEP', step: 'DONE' });
    });

    it('never reaches the reform department when the bureau rejects it', async () => {
      const desk = await newDesk();
      const at = `/v1/matter-requests/${await sent(desk, action, true)}`;
      const before = (await desk.status())['status'];
      await desk.does('bureau', `${at}/mz-review`, no);
      expect(await tasksOf(desk, 'reform')).toEqual([]);
      expect((await desk.post('reform', `${at}/sg-review`, yes)).json()).toMatchObject({ step: 'REJECTED' });
      expect((await desk.status())['status']).toBe(before);
    });
  });
});

eachDatabase('a request on another matter', (engine) => {
  const newDesk = matterDesks(engine);
  it.each(actions)('%s goes to the reform department at once', async (action, status) => {
    const desk = await newDesk();
    const at = `/v1/matter-requests/${await sent(desk, action, false)}`;
    expect(await tasksOf(desk, 'reform')).toMatchObject([{ action }]);
    expect(
      (await desk.post('bureau', `${at}/mz-review`, { ...yes, approvalId: 'TEST' })).json(),
    ).toMatchObject({
      code: 'WRONG_STEP',
    });
    await desk.passThrough(at.slice('/v1/matter-requests/'.length));
    expect(await desk.status()).toMatchObject({ status });
  });
});
