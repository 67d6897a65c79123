import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawing, photo, subsistenceAnswers } from '../terminal/core/testing/papers.ts';
import { StandInPhone } from '../terminal/core/testing/phone.ts';
import { CitizenAtCore } from './support/citizen-at-core.ts';
import { temporaryStack } from './support/temporary-stack.ts';

const SUBSISTENCE = '310000999000MZ0000531051100100001';

let stack: Awaited<ReturnType<typeof temporaryStack>>;
let citizen: CitizenAtCore;
beforeAll(async () => {
  stack = await temporaryStack({ devices: 'all', phonePort: 0 });
  citizen = await CitizenAtCore.arrive(stack);
});
afterAll(async () => {
  citizen.leave();
  await stack[Symbol.asyncDispose]();
});

/** Every file of the terminal's own folder, logs included, that holds one of these. */
function filesHolding(needles: readonly (string | Buffer)[]): string[] {
  return readdirSync(stack.terminalFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const bytes = readFileSync(file);
      return needles.some((needle) => bytes.includes(needle));
    });
}

it('a picture from a phone is accepted by the platform, and leaves nothing on the terminal’s disk', async () => {
  // The camera of the bench takes a moment to be there.
  await citizen.until('the camera', ({ devices }) =>
    devices.some(({ family, availability }) => family === 'camera' && availability === 'ready'),
  );
  await citizen.choose(SUBSISTENCE);
  await stack.bench('id-card-reader', { verb: 'place-card', citizen: 'zhang' });
  for (;;) {
    const { session } = await citizen.until('the form', ({ session }) =>
      ['question', 'material'].includes(session.screen),
    );
    if (session.screen !== 'question') break;
    const value = subsistenceAnswers[session.field.name as keyof typeof subsistenceAnswers];
    await citizen.call('session.answer', { field: session.field.name, value });
  }
  await citizen.call('session.openPhone', {});
  const { session } = await citizen.until(
    'the code',
    (view) => view.session.screen === 'material' && view.session.handOver?.state === 'waiting',
  );
  const code = session.screen === 'material' ? session.handOver?.qr : null;
  const phone = new StandInPhone(code!);
  expect(await phone.get()).toMatchObject({ status: 200 });
  expect(await phone.connect()).toMatchObject({ text: 'welcome' });
  expect(await phone.send(photo)).toMatchObject({ text: 'taken' });
  await citizen.call('session.closePhone', {});
  await citizen.call('session.confirmMaterial', {});
  await citizen.screen('signature');
  await citizen.call('session.sign', drawing);
  await citizen.screen('review');
  await citizen.submit();
  expect(await citizen.screen('done')).toMatchObject({ outcome: 'accepted' });
  await citizen.goHome(stack);
  await expect(new StandInPhone(code!).get()).rejects.toMatchObject({ code: 'ECONNREFUSED' });

  const [token, key] = [phone.address.pathname.slice(1, -1), phone.address.hash.slice(1)];
  const middle = photo.subarray(photo.length / 2, photo.length / 2 + 64);
  expect(filesHolding([token, key, phone.key, phone.id, middle])).toEqual([]);
  // The search is able to find: what happened stands in the log.
  expect(filesHolding(['phone.opened'])).not.toEqual([]);
});
