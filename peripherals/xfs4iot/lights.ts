import type { LightName, Lights, LightsStatus } from '../lights/index.ts';
import type { XfsDeviceOptions } from './card-reader.ts';
import { DEFAULT_DELAYS } from './delays.ts';
import type { XfsDelays } from './delays.ts';
import type { CommandPayload } from './protocol/commands.ts';
import { LIGHT_NAMES } from './protocol/lights.ts';
import type { XfsLightName } from './protocol/lights.ts';
import { pause, XfsService } from './service.ts';
import type { Served } from './service.ts';

/** Makes the lights of a service of the class Lights; `disconnected` until `open` has found it. */
export function createXfsLights(options: XfsDeviceOptions): Lights {
  return new XfsLights(options);
}

const OURS: Readonly<Record<XfsLightName, LightName>> = {
  cardReader: 'card-slot',
  contactless: 'id-card-pad',
  receiptPrinter: 'slip-slot',
  scanner: 'code-scanner',
};
const SET_TIMEOUT_MS = 2000;

const STATUSES = {
  ready: { kind: 'ready', availability: 'ready' },
  'not-shown': { kind: 'not-shown', availability: 'needs-attention' },
  disconnected: { kind: 'disconnected', availability: 'offline' },
} as const satisfies Record<string, LightsStatus>;

class XfsLights implements Lights {
  readonly #service: XfsService;
  readonly #delays: XfsDelays;
  readonly #listeners = new Set<(status: LightsStatus) => void>();
  #status: LightsStatus = STATUSES.disconnected;
  #wanted: readonly LightName[] = [];
  #idle = new AbortController();

  constructor({ place, delays }: XfsDeviceOptions) {
    this.#delays = { ...DEFAULT_DELAYS, ...delays };
    this.#service = new XfsService({
      place,
      kind: 'lights',
      delays: this.#delays,
      serve: (served) => this.#serve(served),
      onStatus: () => undefined,
      onAway: () => this.#tell('disconnected'),
    });
  }

  get status(): LightsStatus {
    return this.#status;
  }

  open(): void {
    this.#service.open();
  }

  close(): Promise<void> {
    return this.#service.close();
  }

  onStatus(listener: (status: LightsStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  show(lit: readonly LightName[]): void {
    this.#wanted = lit;
    this.#idle.abort();
  }

  async #serve(served: Served): Promise<void> {
    const { connection } = served;
    void connection.closed.then(() => this.#idle.abort());
    // What they show now is an earlier process' wish.
    let shown: readonly LightName[] | null = null;
    while (!connection.isClosed) {
      this.#idle = new AbortController();
      const { signal } = this.#idle;
      const wanted = this.#wanted;
      if (wanted === shown) {
        await pause(this.#delays.heartbeatMs, signal);
        continue;
      }
      const outcome = await connection.send('Lights.SetLight', setLight(served, wanted), {
        timeoutMs: SET_TIMEOUT_MS,
      });
      if (connection.isClosed) return;
      if (outcome.kind === 'completed') shown = wanted;
      this.#tell(outcome.kind === 'completed' ? 'ready' : 'not-shown');
      if (outcome.kind !== 'completed') await pause(this.#delays.retryMs, signal);
    }
  }

  #tell(kind: LightsStatus['kind']): void {
    if (kind === this.#status.kind) return;
    this.#status = STATUSES[kind];
    for (const listener of [...this.#listeners]) listener(this.#status);
  }
}

/** Each light that there is, at all of its positions: steady, because what flashes at everybody helps nobody. */
function setLight({ capabilities }: Served, wanted: readonly LightName[]): CommandPayload<'Lights.SetLight'> {
  const lights = LIGHT_NAMES.flatMap((name) => {
    const positions = Object.keys(capabilities.lights?.[name] ?? {});
    if (positions.length === 0) return [];
    const flashRate = wanted.includes(OURS[name]) ? ('continuous' as const) : ('off' as const);
    return [[name, Object.fromEntries(positions.map((position) => [position, { flashRate }]))] as const];
  });
  return Object.fromEntries(lights);
}
