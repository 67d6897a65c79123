import type { LocalText } from '@tongban/kiosk-config/catalogue';
import type { PublishedCatalogue } from '../contract/index.ts';
import type { Unsent } from '../submissions/case-rows.ts';
import type { PlatformApi } from './api.ts';
import type { CutOffUnit, SyncDelays, SyncLog } from './facade.ts';

interface GatesOptions {
  readonly api: Pick<PlatformApi, 'call' | 'callIfChanged'>;
  readonly delays: SyncDelays;
  readonly log: SyncLog;
  /** Reads a signed catalogue; null when the platform did not sign it. */
  readonly readCatalogue: (text: string) => Promise<PublishedCatalogue | null>;
  readonly isOnline: () => boolean;
  readonly onChange: () => void;
  /** Something may be sent again. */
  readonly onOpened: () => void;
}

/**
 * Units that are cut off and matters that are suspended. Nothing is sent for them, not even to see whether it would be
 * taken: their own state is asked for at the platform, at most twice a minute, and what waits drains when they are back.
 */
export class Gates {
  readonly #options: GatesOptions;
  readonly #units = new Map<string, CutOffUnit>();
  /** Those that the centre has cut off for this terminal. */
  #here: ReadonlyMap<string, CutOffUnit> = new Map();
  readonly #matters = new Set<string>();
  #etag: string | null = null;
  #timer: NodeJS.Timeout | undefined;
  #asking: Promise<void> | undefined;
  #stopped = false;

  constructor(options: GatesOptions) {
    this.#options = options;
  }

  get cutOffUnits(): CutOffUnit[] {
    return [...new Map([...this.#units, ...this.#here]).values()];
  }

  get suspendedMatters(): string[] {
    return [...this.#matters];
  }

  /** @returns the code of what keeps a submission back; null when nothing does */
  closedFor({ unitCode, handleItem }: Pick<Unsent, 'unitCode' | 'handleItem'>): string | null {
    if (this.#units.has(unitCode) || this.#here.has(unitCode)) return 'UNIT_DISCONNECTED';
    return this.#matters.has(handleItem) ? 'ITEM_SUSPENDED' : null;
  }

  /** A submission was refused with this code, or waits with it since the last start. */
  close(code: string | null, { unitCode, handleItem }: Pick<Unsent, 'unitCode' | 'handleItem'>): void {
    if (code === 'UNIT_DISCONNECTED' && !this.#units.has(unitCode)) {
      this.#units.set(unitCode, { unitCode, notice: null });
      this.#options.log('unit-cut-off', { unitCode });
      // At once, for the words.
      this.#askIn(0);
    } else if (code === 'ITEM_SUSPENDED' && !this.#matters.has(handleItem)) {
      this.#matters.add(handleItem);
      this.#etag = null;
      this.#options.log('matter-suspended', { handleItem });
      this.#askIn(this.#pause());
    }
  }

  /** @returns whether they are others than before */
  cutOffHere(units: readonly CutOffUnit[]): boolean {
    const before = JSON.stringify([...this.#here.values()]);
    this.#here = new Map(units.map((each) => [each.unitCode, each]));
    return JSON.stringify([...this.#here.values()]) !== before;
  }

  /** Asks without waiting for the pause. */
  askNow(): void {
    if (this.#units.size + this.#matters.size > 0) this.#askIn(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#asking;
  }

  #pause(): number {
    return this.#options.delays.heldRetryMs * (0.5 + Math.random() / 2);
  }

  #askIn(ms: number): void {
    if (this.#stopped || this.#asking) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#asking = this.#ask().then(() => {
        this.#asking = undefined;
        if (this.#units.size + this.#matters.size > 0) this.#askIn(this.#pause());
      });
    }, ms);
  }

  async #ask(): Promise<void> {
    if (!this.#options.isOnline()) return;
    const before = this.#units.size + this.#matters.size;
    for (const unitCode of [...this.#units.keys()]) await this.#askUnit(unitCode);
    if (this.#matters.size > 0) await this.#askMatters();
    if (this.#units.size + this.#matters.size < before && !this.#stopped) this.#options.onOpened();
  }

  async #askUnit(unitCode: string): Promise<void> {
    const { api, delays, log, onChange } = this.#options;
    const timeoutMs = delays.requestTimeoutMs;
    const reply = await api.call('getUnitConnection', { timeoutMs, path: { unitCode } });
    if (reply.kind === 'answer' && !reply.value.connected) {
      const { notice } = reply.value;
      this.#units.set(unitCode, { unitCode, notice: notice && textOf(notice) });
      onChange();
      return;
    }
    // A platform that does not know the unit says so of the submission itself.
    const isOver = reply.kind === 'answer' || (reply.kind === 'refused' && reply.code === 'UNIT_UNKNOWN');
    if (!isOver) return;
    this.#units.delete(unitCode);
    log('unit-connected', { unitCode });
  }

  async #askMatters(): Promise<void> {
    const { api, delays, log, readCatalogue } = this.#options;
    const call = { timeoutMs: delays.requestTimeoutMs };
    const reply = await api.callIfChanged('getCatalogue', call, this.#etag);
    if (reply.kind !== 'answer') return;
    const catalogue = await readCatalogue(reply.value.catalogue);
    if (!catalogue) {
      log('catalogue-not-signed', {});
      return;
    }
    this.#etag = reply.etag;
    for (const handleItem of [...this.#matters]) {
      const item = catalogue.items.find((each) => each.handleItem === handleItem);
      // One that is not there any more was ended: the submission is told so, with the words for its citizen.
      if (item?.status === 2) continue;
      this.#matters.delete(handleItem);
      log('matter-open', { handleItem });
    }
  }
}

function textOf({ zh, en }: { zh: string; en?: string | undefined }): LocalText {
  return en === undefined ? { zh } : { zh, en };
}
