import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { FAMILIES, type FoundDevice } from '@tongban/peripherals/manager';
import { z } from 'zod';
import { deviceNames, FAMILY_OF } from './device-names.ts';
import { KeptFile } from './kept-file.ts';

const kept = z.partialRecord(
  z.enum(deviceNames),
  z.strictObject({
    /** What was configured in its place when it was found; null: no such device. */
    instead: z.json(),
    settings: z.json(),
  }),
);
type Kept = z.infer<typeof kept>;

/** `devices` of a configuration as it is written, by name. */
type WrittenDevices = Readonly<Record<string, unknown>>;

/**
 * Devices that somebody had looked for at the terminal. They count before what is written in the configuration, which only
 * knows where they were to be plugged in, until it is written anew for that device.
 */
export class FoundDevices {
  readonly #file: KeptFile<Kept>;

  constructor(dataFolder: string) {
    this.#file = new KeptFile(join(dataFolder, 'devices.json'), kept, {});
  }

  /** @returns what is written, with what was found in its place */
  over(written: WrittenDevices): WrittenDevices {
    const devices = { ...written };
    for (const name of deviceNames) {
      const found = this.#file.value[name];
      if (!found || !isDeepStrictEqual(found.instead, written[name] ?? null)) continue;
      // Another version of the program may want other settings: then what is written is the better guess.
      if (FAMILIES[FAMILY_OF[name]].settings.safeParse(found.settings).success)
        devices[name] = found.settings;
    }
    return devices;
  }

  keep(found: readonly FoundDevice[], written: WrittenDevices): void {
    const added = found.flatMap(({ family, settings }) =>
      deviceNames
        .filter((name) => FAMILY_OF[name] === family)
        .map((name) => [name, { instead: written[name] ?? null, settings }]),
    );
    this.#file.keep(kept.parse({ ...this.#file.value, ...Object.fromEntries(added) }));
  }
}
