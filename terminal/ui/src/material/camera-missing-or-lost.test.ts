import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openCamera, watchCamera } from './camera.ts';

const stream = {} as MediaStream;
const getUserMedia = vi.fn<(constraints: MediaStreamConstraints) => Promise<MediaStream>>();
const devices = [
  { kind: 'audioinput', label: 'Microphone (1bcf:2c99)', deviceId: 'sound' },
  { kind: 'videoinput', label: 'Built-in (04f2:b6dd)', deviceId: 'face' },
  { kind: 'videoinput', label: 'Document camera (1bcf:2c99)', deviceId: 'desk' },
];

beforeEach(() => {
  getUserMedia.mockReset().mockResolvedValue(stream);
  vi.stubGlobal('navigator', {
    mediaDevices: { getUserMedia, enumerateDevices: () => Promise.resolve(devices) },
  });
  vi.useFakeTimers();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('which camera', () => {
  test('is the one with the numbers that core names, at its own largest size and without sound', async () => {
    expect(await openCamera('1bcf:2c99')).toEqual({ stream });
    expect(getUserMedia).toHaveBeenCalledExactlyOnceWith({
      audio: false,
      video: {
        deviceId: { exact: 'desk' },
        width: { ideal: 3840 },
        height: { ideal: 2160 },
        resizeMode: 'none',
      },
    });
  });
  test('is the first one when core names none', async () => {
    await openCamera(null);
    expect(getUserMedia.mock.calls[0]?.[0].video).not.toHaveProperty('deviceId');
  });
  test('is never another one: the face is not photographed for a paper', async () => {
    expect(await openCamera('0000:0000')).toEqual({ failure: 'not-found' });
    expect(getUserMedia).not.toHaveBeenCalled();
  });
});

test.each([
  ['NotFoundError', 'not-found'],
  ['OverconstrainedError', 'not-found'],
  ['NotReadableError', 'in-use'],
  ['AbortError', 'in-use'],
  ['NotAllowedError', 'failed'],
  ['TypeError', 'failed'],
])('%s is told as %s', async (name, failure) => {
  getUserMedia.mockRejectedValue(Object.assign(new Error(), { name }));
  expect(await openCamera(null)).toEqual({ failure });
});

describe('a camera that runs', () => {
  function running() {
    const track = Object.assign(new EventTarget(), { stop: vi.fn() });
    const video = Object.assign(new EventTarget(), { srcObject: {} });
    const lost = vi.fn();
    const stop = watchCamera(
      { getVideoTracks: () => [track], getTracks: () => [track] } as unknown as MediaStream,
      video as unknown as HTMLVideoElement,
      lost,
    );
    return { track, video, lost, stop };
  }

  test('and shows nothing for ten seconds is given up', () => {
    const { lost } = running();
    vi.advanceTimersByTime(9_900);
    expect(lost).not.toHaveBeenCalled();
    vi.advanceTimersByTime(200);
    expect(lost.mock.calls).toEqual([['failed']]);
  });
  test('and goes dark may recover, but not for ever', () => {
    const { track, video, lost } = running();
    video.dispatchEvent(new Event('playing'));
    track.dispatchEvent(new Event('mute'));
    vi.advanceTimersByTime(9_000);
    track.dispatchEvent(new Event('unmute'));
    vi.advanceTimersByTime(60_000);
    expect(lost).not.toHaveBeenCalled();
    track.dispatchEvent(new Event('mute'));
    vi.advanceTimersByTime(10_100);
    expect(lost.mock.calls).toEqual([['failed']]);
  });
  test('and loses its cable is told at once', () => {
    const { track, lost } = running();
    track.dispatchEvent(new Event('ended'));
    expect(lost.mock.calls).toEqual([['ended']]);
  });
  test('is stopped whole, and nothing is heard of it afterwards', () => {
    const { track, video, lost, stop } = running();
    stop();
    expect(track.stop).toHaveBeenCalledOnce();
    expect(video.srcObject).toBeNull();
    track.dispatchEvent(new Event('ended'));
    vi.advanceTimersByTime(60_000);
    expect(lost).not.toHaveBeenCalled();
  });
});
