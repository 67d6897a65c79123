import { expect, it } from 'vitest';
import { tongban } from './test-support.ts';

/** Of no vendor. */
const ABSENT = ['--device', 'camera=ffff:fffe'];

it('a camera is listed with what it can do, beside the cameras of this machine', async () => {
  const run = await tongban('device', 'list', ...ABSENT, '--json');
  expect([run.code, run.json()]).toMatchObject([
    0,
    {
      ok: true,
      devices: [{ family: 'camera', capabilities: { photographsPapers: true, toldFromOtherCameras: true } }],
      cameras: expect.any(Array) as unknown[],
    },
  ]);
});

it('a camera that is not plugged in makes the terminal not ready, and says what to look at', async () => {
  const run = await tongban('device', 'test', ...ABSENT, '--json', '--lang', 'en');
  expect([run.code, run.json()]).toMatchObject([1, { ok: false, reason: 'disconnected' }]);
  expect(run.json()['next']).toContain('tongban device list');
});

it('a number that is none of USB is refused with the form that is wanted', async () => {
  const run = await tongban('device', 'status', '--device', 'camera=video0', '--json', '--lang', 'en');
  expect([run.code, run.json()['reason']]).toEqual([2, 'usage']);
  expect(run.stderr + run.stdout).toContain('any | VVVV:PPPP');
});
