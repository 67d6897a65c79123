import { readFileSync } from 'node:fs';
import { timetableSchema } from '@tongban/kiosk-config/opening-hours';
import { overlay, updateWindow, type RemoteSettings } from '@tongban/kiosk-config/provisioning';
import { releaseVersion } from '@tongban/kiosk-config/releases';
import { FAMILIES, type FoundDevice } from '@tongban/peripherals/manager';
import { requestKeySchema } from '@tongban/sync/contract';
import { moduleNames } from '@tongban/sync/modules';
import { z } from 'zod';
import { ZINNIA } from '../handwriting/index.ts';
import { ESPEAK } from '../speech/index.ts';
import { FoundDevices } from './found-devices.ts';

/** What a terminal is: read once at start from the JSON file named on the command line. */

const localText = z.strictObject({ zh: z.string().min(1), en: z.string().min(1).optional() });
/** One file goes to all terminals of a city: a private key in it by mistake would be everybody's. */
const publicKey = z
  .looseObject({ kty: z.string() })
  .refine((key) => !('d' in key || 'k' in key), 'is a private key; its public part belongs here');

const LOOPBACK: readonly string[] = ['127.0.0.1', '[::1]', 'localhost'];
/** Over plain HTTP whoever listens learns which terminal asks what, and may answer in the place of a module. */
const serviceUrl = z.url().refine((address) => {
  const url = URL.parse(address);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.includes(url.hostname));
}, 'has to begin with https:// (http:// is for what runs on this machine itself)');

/** Times of the session, in milliseconds. Law gives none: these are our settings (reference: idle 60 s, then 30 s). */
const sessionDelays = z.strictObject({
  /** Without a touch for so long, the warning begins. */
  idleMs: z.int().positive().default(60_000),
  /** The warning counts down for so long, then the session is wiped (WCAG 2.2.1 wants at least 20 s). */
  countdownMs: z.int().positive().default(30_000),
  /** Care mode gives twice as long for both. */
  careFactor: z.number().min(1).default(2),
  /** While the citizen is busy with a phone (a fee, pictures) nobody touches the screen: so many times as long before the warning. */
  payFactor: z.number().min(1).default(3),
  /** How often is asked whether a fee has been paid. */
  payCheckMs: z.int().positive().default(2_000),
  /** How long a citizen waits for the platform's answer before a holding slip is given instead. */
  outcomeMs: z.int().positive().default(8_000),
  /** The same while the network is known to be down. */
  outcomeOfflineMs: z.int().positive().default(1_500),
  /** How long a citizen waits for an electronic licence to be found before the paper is asked for. */
  licenceMs: z.int().positive().default(4_000),
  /** How long the goodbye stays. */
  endMs: z.int().positive().default(4_000),
});
export type SessionDelays = z.infer<typeof sessionDelays>;

/** How high the panel hangs, in millimetres above the floor: reach mode keeps what is touched below a line. */
const panel = z.strictObject({
  /** The middle of the panel, upright or not. */
  centreMm: z.number().min(500).max(2500).default(1300),
  /** As far up as everybody reaches from a wheelchair (EN 301 549, 8.3: 1,220 mm with nothing in the way). */
  reachMm: z.number().min(800).max(1500).default(1220),
});

/** Where phones reach this terminal. It listens there only while a citizen has the code on the screen. */
const phoneHandOver = z.strictObject({
  /** Address or name of this terminal in the network that phones are in; no other interface listens. */
  address: z.string().regex(/^[0-9A-Za-z.:-]{1,253}$/),
  /** 0 takes any free one, which no firewall can know. */
  port: z.int().min(0).max(65_535),
  /** What the network is called on a phone. */
  wifiName: z.string().min(1).max(32).exactOptional(),
  /** A certificate that phones trust, in PEM; without it an attacker within the network could alter the page. */
  tls: z.strictObject({ certFile: z.string().min(1), keyFile: z.string().min(1) }).exactOptional(),
});

/** Without `acceptance`, which is the platform itself. */
const otherModules = z.enum(moduleNames).exclude(['acceptance']);

const updates = z.strictObject({
  version: releaseVersion.exactOptional(),
  window: updateWindow.exactOptional(),
});
export type UpdateSettings = z.infer<typeof updates>;

/** The centre whose publication a terminal follows. */
const centre = z.strictObject({
  url: serviceUrl,
  /** The root file that says whose signatures count. */
  root: z.strictObject({ signed: z.looseObject({}), signatures: z.array(z.looseObject({})) }),
  /** For so long what the centre last confirmed is good for new applications. */
  maxAgeHours: z
    .int()
    .min(1)
    .max(24 * 366)
    .default(24 * 7),
});

const platform = z.strictObject({
  url: serviceUrl,
  encryptionKey: publicKey,
  receiptKey: publicKey,
  /** The terminal's own key, which signs its requests; a platform that knows its terminals refuses those without. */
  requestKey: requestKeySchema.exactOptional(),
});

/** What all terminals of a city share; what else the city says is beside it. */
const cityPart = z.looseObject({ centre, platform: platform.omit({ requestKey: true }) });

const configSchema = z
  .strictObject({
    terminalId: z.string().regex(/^[0-9A-Za-z-]{1,32}$/),
    siteCode: z.string().min(1).max(32),
    site: z
      .strictObject({
        name: localText,
        staff: localText,
        /** In words, where there is no `timetable`. */
        hours: localText.exactOptional(),
        /** Counts before `hours`: the screens say from it whether the site is open now. */
        timetable: timetableSchema.exactOptional(),
        announcements: z.array(localText).default([]),
      })
      .refine(
        ({ hours, timetable }) => hours !== undefined || timetable !== undefined,
        'says neither hours nor timetable',
      ),
    /** Diagonal of the panel in inches; lengths on the screen are millimetres. */
    diagonalInches: z.number().min(10).max(100),
    panel: panel.default(panel.parse({})),
    dataFolder: z.string().min(1),
    /** Matter documents of a terminal that follows no centre. */
    catalogueFolder: z.string().min(1).exactOptional(),
    centre: centre.exactOptional(),
    /**
     * Days that a sealed envelope stays after the day of its receipt, once that day is reconciled: from it a platform that
     * was restored from a backup is made whole.
     */
    keepEnvelopesDays: z.int().min(1).max(366).default(7),
    /** Local socket that the shell connects to; a path of at most 100 characters. */
    socketPath: z.string().min(1).max(100),
    platform,
    /** The other modules of art. 5; each lives at the platform's address and is used, unless this says otherwise. */
    modules: z
      .strictObject({
        /** Addresses of those that live elsewhere. */
        endpoints: z.partialRecord(otherModules, serviceUrl).exactOptional(),
        /** What this site does not have: its steps are closed with that reason, and nobody asks for it. */
        switchedOff: z.array(otherModules).exactOptional(),
      })
      .exactOptional(),
    /** Each device in the settings of its family; without a reader and a slip there is no visit. */
    devices: z.strictObject({
      idCardReader: FAMILIES['id-card-reader'].settings,
      receiptPrinter: FAMILIES['receipt-printer'].settings,
      smartCardReader: FAMILIES['smart-card-reader'].settings.exactOptional(),
      codeScanner: FAMILIES['code-scanner'].settings.exactOptional(),
      documentPrinter: FAMILIES['document-printer'].settings.exactOptional(),
      documentScanner: FAMILIES['document-scanner'].settings.exactOptional(),
      camera: FAMILIES.camera.settings.exactOptional(),
      lights: FAMILIES.lights.settings.exactOptional(),
    }),
    /** What speaks for the voice guidance (terminal/speech); left out, the terminal says nothing and offers nothing. */
    speech: z
      .strictObject({
        program: z.string().min(1).default(ESPEAK.program),
        /** `{voice}` and `{rate}` are replaced; the text comes on standard input, a WAV is expected on standard output. */
        arguments: z.array(z.string()).default([...ESPEAK.arguments]),
        voices: z
          .strictObject({ 'zh-CN': z.string().min(1), en: z.string().min(1) })
          .default({ ...ESPEAK.voices }),
        rate: z.int().min(60).max(450).default(ESPEAK.rate),
        timeLimitMs: z.int().min(500).max(60_000).default(ESPEAK.timeLimitMs),
        /** `always`: the sound goes to a headset and nowhere else. With a loudspeaker nothing private is said. */
        headset: z.enum(['always', 'never']).default('never'),
      })
      .exactOptional(),
    /** Pictures of papers from the citizen's phone; left out, nothing listens and nothing is offered. */
    phoneHandOver: phoneHandOver.exactOptional(),
    /** What reads handwriting on the on-screen keyboard (terminal/handwriting); left out, it is not offered. */
    handwriting: z
      .strictObject({
        program: z.string().min(1).default(ZINNIA.program),
        /** Strokes come on standard input, characters are expected on standard output; `{best}` is how many. */
        arguments: z.array(z.string()).default([...ZINNIA.arguments]),
        timeLimitMs: z.int().min(500).max(60_000).default(ZINNIA.timeLimitMs),
      })
      .exactOptional(),
    /** When this terminal may change to another release of its software, and which one it shall run. */
    updates: updates.exactOptional(),
    session: sessionDelays.default(sessionDelays.parse({})),
  })
  .refine(({ catalogueFolder, centre }) => (catalogueFolder === undefined) !== (centre === undefined), {
    path: ['centre'],
    message: 'name either a centre or a catalogueFolder',
  });

export type TerminalConfig = z.infer<typeof configSchema>;
/** The configuration as it is written: what has a default may be left out. */
export type TerminalConfigInput = z.input<typeof configSchema>;

/**
 * Reads and checks the configuration.
 * @param settings of the centre, laid on what the file says
 * @throws Error with the file, the place in it and what to write there
 */
export function loadConfig(file: string, settings: RemoteSettings = {}): TerminalConfig {
  const parsed = configSchema.safeParse(withFoundDevices(readWritten(file, settings)));
  if (parsed.success) return parsed.data;
  throw new Error(`Configuration ${file} cannot be used: ${inOneLine(wrongPlaces(parsed.error))}`);
}

interface WrongPlace {
  /** Names with dots between them. */
  readonly place: string;
  /** What has to stand there. */
  readonly message: string;
}

/** All of them in one line, for whoever has to put them right. */
export function inOneLine(wrong: readonly WrongPlace[]): string {
  return wrong.map(({ place, message }) => `${place}: ${message}`).join('; ');
}

/** What is wrong with a configuration as it is written; empty when it can be used. */
export function wrongIn(written: unknown): WrongPlace[] {
  const { error } = configSchema.safeParse(written);
  return error ? wrongPlaces(error) : [];
}

/** What is wrong with what all terminals of a city are given (`configure --city`); empty when it can be used. */
export function wrongInCity(written: unknown): WrongPlace[] {
  const { error } = cityPart.safeParse(written);
  return error ? wrongPlaces(error) : [];
}

function wrongPlaces(error: z.ZodError): WrongPlace[] {
  return error.issues.map(({ path, message }) => ({ place: path.join('.') || '(file)', message }));
}

/**
 * Keeps devices that were found at the terminal, for every later `loadConfig`.
 * @throws Error when the configuration cannot be read any more
 */
export function keepFoundDevices(
  file: string,
  settings: RemoteSettings,
  found: readonly FoundDevice[],
): void {
  const { dataFolder, devices } = withDevices.parse(readWritten(file, settings));
  new FoundDevices(dataFolder).keep(found, devices);
}

const withDevices = z.looseObject({ dataFolder: z.string(), devices: z.record(z.string(), z.json()) });

function withFoundDevices(written: unknown): unknown {
  const { success, data } = withDevices.safeParse(written);
  // What is missing is told of the whole.
  return success ? { ...data, devices: new FoundDevices(data.dataFolder).over(data.devices) } : written;
}

function readWritten(file: string, settings: RemoteSettings): unknown {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`Configuration ${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  const isObject = typeof json === 'object' && json !== null;
  return isObject ? overlay(json as RemoteSettings, settings) : json;
}
