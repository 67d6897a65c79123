import { z } from 'zod';
import { timetableSchema } from '../opening-hours/timetable.ts';
import { releaseVersion } from '../releases/release.ts';

/**
 * What of a terminal's configuration the centre may set. Folders, sockets, the platform's address and keys are not in it:
 * what is written here can make a terminal look wrong or lose a device, but no submission can go elsewhere by it.
 */

const localText = z.strictObject({ zh: z.string().min(1), en: z.string().min(1).exactOptional() });
/** Ten minutes: a longer wait at a screen is a mistake in writing. */
const delayMs = z.int().min(500).max(600_000);

const memberName = z.string().regex(/^[a-z][A-Za-z0-9]{0,63}$/);

/** From and until, in Shanghai; it may pass midnight. */
export const updateWindow = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/);

export const remoteSettings = z.strictObject({
  site: z
    .strictObject({
      name: localText.exactOptional(),
      staff: localText.exactOptional(),
      hours: localText.exactOptional(),
      /** In the place of `hours`. */
      timetable: timetableSchema.exactOptional(),
      announcements: z.array(localText).max(20).exactOptional(),
    })
    .exactOptional(),
  diagonalInches: z.number().min(10).max(100).exactOptional(),
  /** How high the panel hangs, and how high its citizens reach. */
  panel: z
    .strictObject({
      centreMm: z.number().min(500).max(2500).exactOptional(),
      reachMm: z.number().min(800).max(1500).exactOptional(),
    })
    .exactOptional(),
  session: z
    .strictObject({
      idleMs: delayMs.exactOptional(),
      countdownMs: delayMs.exactOptional(),
      careFactor: z.number().min(1).max(5).exactOptional(),
      outcomeMs: delayMs.exactOptional(),
      outcomeOfflineMs: delayMs.exactOptional(),
      endMs: delayMs.exactOptional(),
    })
    .exactOptional(),
  /** Those of art. 5 that a site does not have. The terminal knows the names. */
  modules: z
    .strictObject({
      switchedOff: z
        .array(z.string().regex(/^[a-z-]{1,40}$/))
        .max(10)
        .exactOptional(),
    })
    .exactOptional(),
  /**
   * The release of the software that the terminal shall run: rolled out and stopped as all settings are. A terminal never
   * goes back to an older one by them. It changes within the window alone, while nobody is there.
   */
  updates: z
    .strictObject({ version: releaseVersion.exactOptional(), window: updateWindow.exactOptional() })
    .exactOptional(),
  /**
   * Devices by their name in the terminal's configuration, each with all its settings: an address and its kind belong
   * together. What fits a family the terminal knows.
   */
  devices: z.record(memberName, z.record(memberName, z.unknown())).exactOptional(),
});
export type RemoteSettings = z.infer<typeof remoteSettings>;

export const configurationName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

/** A configuration as it is written: for all terminals that bear its name, for one site, for one terminal. */
export const configurationDocument = z.strictObject({
  name: configurationName,
  /** Grows with every change. */
  version: z.int().min(1),
  everywhere: remoteSettings,
  sites: z.record(z.string().min(1).max(32), remoteSettings).default({}),
  terminals: z.record(z.string().regex(/^[0-9A-Za-z-]{1,32}$/), remoteSettings).default({}),
});
export type ConfigurationDocument = z.infer<typeof configurationDocument>;

/** What a document says for one terminal: the nearer word wins. */
export function settingsFor(
  { everywhere, sites, terminals }: ConfigurationDocument,
  { siteCode, terminalId }: { readonly siteCode: string; readonly terminalId: string },
): RemoteSettings {
  const layers = [everywhere, own(sites, siteCode), own(terminals, terminalId)];
  return layers.reduce<RemoteSettings>((all, layer) => (layer ? overlay(all, layer) : all), {});
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Lays settings on others or on a whole configuration; the former is not changed. Lists and devices are taken whole. */
export function overlay<T extends RemoteSettings>(under: T, { diagonalInches, ...over }: RemoteSettings): T {
  const merged: T = { ...under };
  if (diagonalInches !== undefined) merged.diagonalInches = diagonalInches;
  for (const part of ['site', 'panel', 'session', 'modules', 'updates', 'devices'] as const) {
    if (over[part] !== undefined) Object.assign(merged, { [part]: { ...under[part], ...over[part] } });
  }
  return merged;
}
