import type { DeviceFamily } from '@tongban/contract';
import type { DeviceStatus } from '@tongban/peripherals/device';
import { afterEach, describe, expect, it } from 'vitest';
import { comeToPaper, drawing, paper, photograph } from '../testing/papers.ts';
import type { StandInDevice } from '../testing/stand-in-devices.ts';
import { sessionAtWork, type SessionAtWork } from '../testing/session-at-work.ts';

let work: SessionAtWork;
afterEach(() => work.stop());

const families: DeviceFamily[] = [
  'id-card-reader',
  'smart-card-reader',
  'code-scanner',
  'receipt-printer',
  'document-printer',
  'document-scanner',
  'camera',
];
function device(family: DeviceFamily): StandInDevice<DeviceStatus> {
  return work.devices.all.find((each) => each.family === family)!.device as StandInDevice<DeviceStatus>;
}
const shown = (family: DeviceFamily) =>
  work.views.at(-1)?.devices.find((each) => each.family === family)?.availability;

const places = ['question', 'material', 'camera', 'scanning', 'signature', 'review'] as const;
async function comeTo(place: (typeof places)[number]): Promise<void> {
  await comeToPaper(work);
  if (place === 'question') return work.session.back();
  photograph(work);
  if (place === 'camera') work.session.materials.openCamera();
  if (place === 'scanning') work.session.materials.scan();
  if (place === 'signature' || place === 'review') work.session.materials.confirm();
  if (place === 'review') work.session.materials.sign(drawing);
}

describe.each(families)('%s', (family) => {
  it('shows each edge of its availability', () => {
    work = sessionAtWork();
    expect(
      work.session
        .view()
        .devices.map((each) => each.family)
        .toSorted(),
    ).toEqual(families.toSorted());
    for (const availability of ['offline', 'needs-attention', 'ready'] as const) {
      device(family).become({ kind: 'TEST', availability });
      expect(shown(family)).toBe(availability);
    }
  });

  it.each(places)('is pulled out at %s: the citizen stays there, or is told', async (place) => {
    work = sessionAtWork();
    await comeTo(place);
    const before = work.screen().screen;
    if (place === 'camera' || place === 'scanning') expect(paper(work).phase).toBe(place);
    else expect(before).toBe(place);
    device(family).become({ kind: 'disconnected', availability: 'offline' });
    expect(shown(family)).toBe('offline');
    expect(work.screen().screen).toBe(before);
    expect(work.visits).toEqual([true]);
    if (family === 'camera' && place === 'camera') expect(paper(work).problem).toBe('camera-gone');
  });
});
