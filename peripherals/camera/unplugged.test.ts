import { expect, test } from 'vitest';
import { DOCUMENT_CAMERA, FACE_CAMERA } from './simulator/index.ts';
import { openCamera } from './test-support.ts';

test('a machine without any camera: disconnected, and nothing is told', async () => {
  await using setup = openCamera();
  await setup.camera.close();
  expect(setup.camera.status).toEqual({ kind: 'disconnected', availability: 'offline' });
  expect(setup.observed.statuses).toEqual([]);
});

test('plugged in, pulled and put back: each edge once, described while it is there', async () => {
  await using setup = openCamera();
  const { simulator, camera, observed } = setup;
  simulator.plugIn();
  await observed.status('ready');
  expect(camera.describe()).toEqual({
    name: DOCUMENT_CAMERA.name,
    usbId: '1bcf:2c99',
    node: `${simulator.devFolder}/video0`,
  });
  simulator.unplug();
  await observed.status('disconnected');
  expect(camera.describe()).toBeNull();
  simulator.plugIn();
  await observed.status('ready');
  expect(observed.statuses).toEqual(['ready', 'disconnected', 'ready']);
});

test('another camera in its place between two looks: told as pulled and put back', async () => {
  await using setup = openCamera();
  const { simulator, camera, observed } = setup;
  simulator.plugIn();
  await observed.status('ready');
  simulator.unplug();
  simulator.plugIn(FACE_CAMERA);
  await observed.until(() => camera.describe()?.usbId === FACE_CAMERA.usbId);
  expect(observed.statuses).toEqual(['ready', 'disconnected', 'ready']);
});

test('closed: disconnected, and opened again it finds the camera again', async () => {
  await using setup = openCamera();
  const { simulator, camera, observed } = setup;
  simulator.plugIn();
  await observed.status('ready');
  await camera.close();
  expect(camera.status.kind).toBe('disconnected');
  camera.open();
  await observed.status('ready');
  expect(observed.statuses).toEqual(['ready', 'disconnected', 'ready']);
});
