import { forkHost } from '../fork-host.ts';
import type { FromHost, ToHost } from '../messages.ts';
import type { FoundDevice } from './found-device.ts';
import { SERIAL_PLACES, type SerialPlace } from './serial-ports.ts';

/** A port that is silent at every speed takes seven seconds, and all are asked at once: what takes longer hangs. */
const LIMIT_MS = 40_000;

/**
 * Looks which devices are plugged in, whatever is configured; in a process of its own, because a port can hang. Every
 * driver has to be closed meanwhile.
 * @returns null when the look came to no end
 */
export function lookForDevices(
  places: readonly SerialPlace[] = SERIAL_PLACES,
  limitMs = LIMIT_MS,
): Promise<readonly FoundDevice[] | null> {
  return new Promise((resolve) => {
    const child = forkHost();
    const end = (found: readonly FoundDevice[] | null): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      resolve(found);
    };
    const timer = setTimeout(() => end(null), limitMs);
    child.on('message', (message) => {
      const told = message as FromHost;
      if (told.type === 'found') end(told.devices);
    });
    child.on('error', () => end(null));
    child.on('exit', () => end(null));
    child.send({ type: 'find', places } satisfies ToHost, () => undefined);
  });
}
