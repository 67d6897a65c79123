import { expect, test } from 'vitest';
import { findCameras } from './index.ts';
import { CameraSimulator, DOCUMENT_CAMERA, FACE_CAMERA } from './simulator/index.ts';
import type { SimulatedCamera } from './simulator/index.ts';
import { openCamera } from './test-support.ts';

test('the configured camera is found behind another one; its node of metadata is no camera', async () => {
  await using setup = openCamera({ usbId: '1bcf:2c99' });
  const { simulator, camera, observed } = setup;
  simulator.plugIn(FACE_CAMERA);
  simulator.plugIn(DOCUMENT_CAMERA);
  await observed.status('ready');
  expect(camera.describe()).toMatchObject({
    name: 'TEST Document Camera',
    node: expect.stringMatching(/video2$/),
  });
  expect(await findCameras(simulator)).toMatchObject([
    { usbId: '0c45:6366', node: expect.stringMatching(/video0$/) },
    { usbId: '1bcf:2c99', node: expect.stringMatching(/video2$/) },
  ]);
});

test('another camera than the configured one is none', async () => {
  await using setup = openCamera({ usbId: '1bcf:2c99' });
  const { simulator, camera, observed } = setup;
  simulator.plugIn(FACE_CAMERA);
  simulator.plugIn(DOCUMENT_CAMERA);
  await observed.status('ready');
  simulator.unplug(DOCUMENT_CAMERA);
  await observed.status('disconnected');
  expect(camera.describe()).toBeNull();
  expect(await findCameras(simulator)).toMatchObject([{ usbId: '0c45:6366' }]);
});

test('a camera that is not on USB is taken when none is configured', async () => {
  using simulator = new CameraSimulator();
  const builtIn: SimulatedCamera = { name: 'TEST built-in', usbId: null };
  simulator.plugIn(builtIn);
  expect(await findCameras(simulator)).toEqual([
    { name: 'TEST built-in', usbId: null, node: `${simulator.devFolder}/video0` },
  ]);
});

const noise = Buffer.from([0, 0x1b, 0x5b, 0x32, 0x4a, 0xff, 0xfe, 0x0a, 0xd8]);

test.each([
  ['an index that is no number', 'index', noise, null],
  ['an empty index', 'index', Buffer.alloc(0), null],
  [
    'a name that steers a terminal',
    'name',
    Buffer.from('\u001b[2JCam\u202e\u0000 1\n'),
    { name: '[2JCam 1' },
  ],
  ['a name of nothing', 'name', Buffer.from('\n\n'), { name: 'video0' }],
  ['a name without end', 'name', Buffer.from('名'.repeat(5000)), { name: '名'.repeat(64) }],
  ['a USB number of other characters', 'usb-id', Buffer.from('1BCG\n'), { usbId: null }],
  ['a USB number too long', 'usb-id', Buffer.from('1bcf0\n'), { usbId: null }],
  ['a device that is no folder', 'device', noise, { usbId: null }],
] as const)('garbage in sysfs: %s', async (_, entry, content, expected) => {
  using simulator = new CameraSimulator();
  simulator.plugIn();
  simulator.spoil(entry, content);
  const found = await findCameras(simulator);
  if (expected === null) expect(found).toEqual([]);
  else expect(found).toMatchObject([expected]);
});
