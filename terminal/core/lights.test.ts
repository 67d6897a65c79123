import type { LightName, Lights, LightsStatus } from '@tongban/peripherals/lights';
import { afterEach, expect, it } from 'vitest';
import { lightTheWay } from './lights.ts';
import { allowanceAnswers, sessionAtWork, woman70, type SessionAtWork } from './testing/session-at-work.ts';
import { StandInDevice } from './testing/stand-in-devices.ts';

class StandInLights extends StandInDevice<LightsStatus> implements Lights {
  readonly shown: string[] = [];
  constructor() {
    super({ kind: 'ready', availability: 'ready' });
  }
  show(lit: readonly LightName[]): void {
    this.shown.push(lit.join('+'));
  }
}

let work: SessionAtWork;
afterEach(() => work.stop());

it('lights the way of a citizen, each light once, and leaves none on', async () => {
  work = sessionAtWork();
  const lights = new StandInLights();
  work.session.onView(lightTheWay(lights));
  work.session.start();
  const { matters } = await work.until('choose');
  work.session.chooseMatter(matters.find(({ name }) => name.zh === '老年综合津贴（示例）')!.id);
  work.session.confirmGuide();
  await work.until('card');
  expect(lights.shown).toEqual(['id-card-pad+card-slot+code-scanner']);
  work.session.stop();
  lights.shown.length = 0;
  work.stop();

  work = sessionAtWork();
  work.session.onView(lightTheWay(lights));
  await work.identify('老年综合津贴（示例）', woman70);
  expect(lights.shown.at(-1)).toBe('');
  await work.fillIn(allowanceAnswers);
  work.session.submit();
  await expect.poll(() => work.screen()).toMatchObject({ screen: 'done', slip: 'printed' });
  expect(lights.shown.at(-1)).toBe('slip-slot');
  work.session.finish();
  await work.until('take-card');
  expect(lights.shown.at(-1)).toBe('id-card-pad+slip-slot');
  work.reader.show('no-card');
  await work.until('attract');
  expect(lights.shown.at(-1)).toBe('');
  for (const [at, lit] of lights.shown.entries()) expect(lit).not.toBe(lights.shown[at - 1]);
});
