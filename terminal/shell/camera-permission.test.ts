import { expect, test } from 'vitest';
import { isCameraStep, mayUseCamera, type CameraQuestion } from './camera-permission.ts';
import { materialView, viewOf } from './testing/fake-core.ts';

const OURS: CameraQuestion = {
  permission: 'media',
  media: ['video'],
  isMainFrame: true,
  requestingUrl: 'tongban://terminal/index.html',
};

test('pictures for our own page are given', () => {
  expect(mayUseCamera(OURS)).toBe(true);
});

test.each<{ name: string; change: Partial<CameraQuestion> }>([
  { name: 'sound', change: { media: ['audio'] } },
  { name: 'sound with the picture', change: { media: ['video', 'audio'] } },
  { name: 'a medium that is not named', change: { media: ['unknown'] } },
  { name: 'nothing at all', change: { media: [] } },
  { name: 'the screen', change: { permission: 'display-capture' } },
  { name: 'a frame inside the page', change: { isMainFrame: false } },
  { name: 'another origin', change: { requestingUrl: 'https://evil.example/' } },
  { name: 'a look-alike origin', change: { requestingUrl: 'tongban://terminal.evil/' } },
  { name: 'no address', change: { requestingUrl: '' } },
])('$name is not', ({ change }) => {
  expect(mayUseCamera({ ...OURS, ...change })).toBe(false);
});

test('the step is that of the camera, and no other', () => {
  const step = (...view: Parameters<typeof viewOf>) => isCameraStep(viewOf(...view));
  expect(step(materialView('camera'), 1)).toBe(true);
  expect(step(materialView('pages'), 1)).toBe(false);
  expect(step(materialView('scanning'), 1)).toBe(false);
  expect(step({ screen: 'choose', matters: [], finding: null }, 1)).toBe(false);
  expect(isCameraStep(null)).toBe(false);
});
