/** What the bench and its processes tell each other. */

export interface SimulatedTerminal {
  readonly id: string;
  /** PKCS #8, DER, base64. */
  readonly key: string;
  readonly thumbprint: string;
}

export type CentreOrder = 'found' | 'announce' | 'use';

export interface Use {
  readonly rssBytes: number;
  readonly cpuMs: number;
}

export function useOfThisProcess(): Use {
  const { user, system } = process.cpuUsage();
  return { rssBytes: process.memoryUsage.rss(), cpuMs: (user + system) / 1000 };
}

export interface FleetStart {
  readonly terminals: readonly SimulatedTerminal[];
  /** Of the centre's processes; terminals take them in turn. */
  readonly ports: readonly number[];
  /** First root of the publication, as JSON. */
  readonly root: string;
}

export interface FleetState extends Use {
  /** Push channels that are open. */
  readonly channels: number;
  /** Terminals whose heartbeat was answered since this was asked last. */
  readonly beaten: number;
  /** Milliseconds of the heartbeats since then, connection and proof included. */
  readonly latenciesMs: readonly number[];
  /** What went wrong since then, and how often. */
  readonly failures: Readonly<Record<string, number>>;
  /** When terminals had verified the version that was pushed last, ms since 1970. */
  readonly verifiedAt: readonly number[];
}
