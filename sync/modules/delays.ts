/** Every wait of the modules, in milliseconds; tests inject short ones. */
export interface ModuleDelays {
  /** One request, from connecting to the last byte of the answer. */
  readonly requestTimeoutMs: number;
  readonly probeTimeoutMs: number;
  /** A module that nobody has called for so long is probed. */
  readonly probeIntervalMs: number;
  /** After the network is back the first probes are spread over this. */
  readonly probeSpreadMs: number;
  /** How often is looked whether a submission is finished that is to be archived then. */
  readonly finishCheckMs: number;
  /** Between two questions for what the customer service has published. */
  readonly faqIntervalMs: number;
  /** An answer that took longer is that of a degraded module. */
  readonly slowMs: number;
  /** First retry of a probe or of a queued item waits at random between 0 and this; each further one up to twice … */
  readonly retryBaseMs: number;
  /** … and never longer than this. */
  readonly retryCapMs: number;
}

export const defaultModuleDelays: ModuleDelays = {
  ...{ requestTimeoutMs: 5000, probeTimeoutMs: 3000, probeIntervalMs: 60_000, probeSpreadMs: 5000 },
  ...{ finishCheckMs: 60_000, faqIntervalMs: 6 * 3_600_000 },
  ...{ slowMs: 2000, retryBaseMs: 500, retryCapMs: 15_000 },
};
