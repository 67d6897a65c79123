import type { DeviceFamily } from './device.ts';
import type { LocalText } from './words.ts';

/** 维护: how a technician is let in at the screen, and what is there for them. Nothing personal is in any of it. */

/** Digits of the number that the terminal shows, and of the code with which the centre answers it. */
export const TECHNICIAN_DIGITS = 8;

/** The number is told to the centre, whose code lets somebody in. */
export interface TechnicianEntranceView {
  readonly screen: 'technician-entrance';
  readonly asked:
    | {
        readonly kind: 'code';
        readonly number: string;
        /** The code before was wrong. */
        readonly wasWrong: boolean;
        readonly triesLeft: number;
      }
    /** Wrong codes again and again: none is taken for so long. */
    | { readonly kind: 'blocked'; readonly minutesLeft: number }
    | NotEnrolled;
}

/** No centre knows this terminal, so nobody can give a maintenance code: it is enrolled here first. */
export interface NotEnrolled {
  readonly kind: 'not-enrolled';
  /** `no-centre`: its configuration names none · `asks` for the code · `asking` the centre · `enrolled`: starts anew. */
  readonly state: 'no-centre' | 'asks' | 'asking' | 'enrolled';
  /** The code may be shown to the terminal's scanner as well. */
  readonly canScan: boolean;
  /** What became of the code before. */
  readonly problem: EnrolmentProblem | null;
}
/** `no-code`: it is none · the centre says that it is unknown, used, expired, another terminal's, or something else. */
export type EnrolmentProblem =
  'no-code' | 'unknown' | 'used' | 'expired' | 'of-another' | 'refused' | 'no-answer' | 'not-the-centre';

/** Crockford's base 32, and how many characters of it stand behind `TBE1-` in an enrolment code. */
export const ENROLMENT_CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const ENROLMENT_CODE_LENGTH = 25;

export const technicianPages = [
  'overview',
  'readiness',
  'devices',
  'panel',
  'paper',
  'network',
  'queue',
  'log',
  'versions',
] as const;
export type TechnicianPage = (typeof technicianPages)[number];

export type TechnicianView = { readonly screen: 'technician' } & (
  | OverviewPage
  | ReadinessPage
  | PanelPage
  | DevicesPage<'devices'>
  | DevicesPage<'paper'>
  | NetworkPage
  | QueuePage
  | LogPage
  | VersionsPage
);
/** The technician's view with this page open. */
export type TechnicianOn<P extends TechnicianPage> = Extract<TechnicianView, { page: P }>;

/** What was looked at; `next` is what to do about it, null where all is well. */
export interface FindingView {
  readonly words: LocalText;
  readonly next: LocalText | null;
}
interface OverviewPage {
  readonly page: 'overview';
  /** What has to be done comes first. */
  readonly findings: readonly FindingView[];
}

/** 就绪报告: what a terminal needs before citizens come, step by step. */
interface ReadinessPage {
  readonly page: 'readiness';
  readonly steps: readonly ReadinessStep[];
  /** What became of the report that was made last in this stay. */
  readonly report: {
    readonly slip: 'printing' | 'printed' | 'not-printed';
    /** `told`: the centre has it · `waits` for the network · `no-centre`: nobody to tell. */
    readonly sent: 'told' | 'waits' | 'no-centre';
  } | null;
}
export interface ReadinessStep extends FindingView {
  /** Where it is done; null where nothing is left, or it is not done at the screen. */
  readonly page: TechnicianPage | null;
}

/** How large the panel is and how high it hangs, as somebody measures who stands there. */
interface PanelPage {
  readonly page: 'panel';
  readonly diagonalInches: number;
  readonly centreMm: number;
  /** ISO 8601, UTC; null: what the configuration says, which nobody has compared. */
  readonly measuredAt: string | null;
}
/** What can be measured; more is a mistake in reading the rule. */
export const PANEL_LIMITS = {
  diagonalInches: { least: 10, most: 100 },
  centreMm: { least: 500, most: 2500 },
} as const;

/** `paper`: the printers alone, while paper is changed. */
interface DevicesPage<P> {
  readonly page: P;
  readonly devices: readonly TechnicianDevice[];
  readonly check: DeviceCheck | null;
  /** Only on the page of all devices. */
  readonly search: DeviceSearchView | null;
}
/** Where devices are plugged in, whatever the configuration says. */
export interface DeviceSearchView {
  /** `looks`: for half a minute at most · `ended` · `failed`: it came to no end · `used`: the terminal starts anew with them. */
  readonly state: 'looks' | 'ended' | 'failed' | 'used';
  readonly found: readonly {
    readonly family: DeviceFamily;
    readonly name: LocalText;
    /** The name of a port, or a number of USB. */
    readonly where: string;
    /** Would take the place of what is configured and does not work. */
    readonly isNew: boolean;
  }[];
}
export interface TechnicianDevice extends FindingView {
  readonly family: DeviceFamily;
  readonly name: LocalText;
  readonly availability: 'ready' | 'needs-attention' | 'offline';
}
/** A device does its work once, with who stands in front of it. */
export interface DeviceCheck {
  readonly family: DeviceFamily;
  readonly name: LocalText;
  /** `runs`: `words` say what to do now, if anything · `asks`: they ask for yes or no · the other two are how it ended. */
  readonly state: 'runs' | 'asks' | 'passed' | 'failed';
  readonly words: LocalText | null;
  readonly next: LocalText | null;
}

interface NetworkPage {
  readonly page: 'network';
  /** Of this machine, each as `eth0 192.0.2.7`. */
  readonly addresses: readonly string[];
  readonly platform: 'online' | 'offline';
  /** Null where the terminal belongs to no centre. */
  readonly centre: {
    readonly standing: 'admitted' | 'locked' | 'revoked' | 'expired';
    /** ISO 8601, UTC: when it answered last; null when it has not since core was started. */
    readonly heardAt: string | null;
  } | null;
  /** Modules of art. 5 that do not work as they should. */
  readonly modulesDown: readonly string[];
  /** How far the platform's clock is ahead of ours, whole seconds. */
  readonly clockAheadSeconds: number;
}

export const queueStates = ['sealed', 'sending', 'held', 'needs-citizen', 'rejected', 'quarantined'] as const;
interface QueuePage {
  readonly page: 'queue';
  /** How many submissions are in each state that is not settled; null where the store cannot be read. */
  readonly counts: Readonly<Record<(typeof queueStates)[number], number>> | null;
  /** ISO 8601, UTC: since when the oldest waits to be accepted. */
  readonly oldestAt: string | null;
  /** Items that wait for a module: tickets, addresses, archive packages, identities. */
  readonly waitingForModules: number;
  /** Steps that the platform has still to hear of. */
  readonly unreported: number;
  /** Part of the disk that is free, 0 to 1. */
  readonly storageFree: number;
  /** Sending was just asked for: so many were begun. */
  readonly begun: number | null;
}

interface LogPage {
  readonly page: 'log';
  /** The newest first; the facts of a line as `name=value`. */
  readonly lines: readonly { readonly at: string; readonly event: string; readonly facts: string }[];
}

interface VersionsPage {
  readonly page: 'versions';
  readonly software: string;
  readonly node: string;
  readonly terminalId: string;
  readonly siteCode: string;
  /** Of the published matters; null before the first. */
  readonly published: number | null;
  readonly configuration: {
    readonly name: string;
    readonly version: number;
    readonly state: 'applied' | 'failed';
  } | null;
  /** ISO 8601, UTC: the end of the terminal's certificate; null where it has none. */
  readonly certificateUntil: string | null;
  /** ISO 8601, UTC: the start of core. */
  readonly startedAt: string;
}
