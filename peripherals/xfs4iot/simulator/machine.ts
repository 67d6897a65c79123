import type { CompletionCode, Payload } from '../protocol/envelope.ts';

/** How a command ended on the device. */
export interface Ending {
  readonly code: CompletionCode;
  readonly payload?: Payload;
}

/** One command that a device is at. */
export interface Job {
  /** Cancelled by its client, or its time is over. */
  readonly given: AbortSignal;
  /** An event of this command. */
  tell(name: string, payload?: Payload): void;
}

export const DONE: Ending = { code: 'success' };
export const failed = (errorCode: string): Ending => ({ code: 'commandErrorCode', payload: { errorCode } });

/** A device as its service sees it. */
export abstract class Machine {
  readonly #changes = new Set<() => void>();
  readonly #looks = new Set<() => void>();
  readonly #tellers = new Set<(name: string, payload: Payload) => void>();
  #device: 'online' | 'noDevice' | 'hardwareError' | 'userError' = 'online';

  /** How the class names itself in a status: `cardReader`, `printer` … */
  abstract readonly key: string;
  abstract get state(): Payload;
  abstract get capabilities(): Payload;
  /** Does one command; a name that is not of its class is none. */
  protected abstract run(name: string, payload: Payload, job: Job): Promise<Ending>;

  get status(): Payload {
    return { common: { device: this.#device, devicePosition: 'inPosition' }, [this.key]: this.state };
  }

  /** Its cable is pulled: the service stays and says so. */
  unplug(): void {
    this.setDevice('noDevice');
  }
  plugIn(): void {
    this.setDevice('online');
  }
  setDevice(device: 'online' | 'noDevice' | 'hardwareError' | 'userError'): void {
    this.#device = device;
    this.changed();
  }

  /** Used by the service. */
  async do(name: string, payload: Payload, job: Job): Promise<Ending> {
    if (this.#device !== 'online') return refused(this.#device);
    const unplugged = new Promise<Ending>((resolve) => {
      const stop = this.onChange(() => {
        if (this.#device === 'online') return;
        stop();
        resolve(refused(this.#device));
      });
    });
    return Promise.race([unplugged, this.run(name, payload, job)]);
  }

  /** Used by the service: somebody has asked for the status. */
  wasLookedAt(): void {
    for (const listener of [...this.#looks]) listener();
  }

  /** Resolves when somebody has asked for the status so many more times. */
  looks(count: number): Promise<void> {
    return new Promise((resolve) => {
      let left = count;
      const listener = (): void => {
        if (--left > 0) return;
        this.#looks.delete(listener);
        resolve();
      };
      this.#looks.add(listener);
    });
  }

  /** After each change; answers a function that stops it. */
  onChange(listener: () => void): () => void {
    this.#changes.add(listener);
    return () => this.#changes.delete(listener);
  }

  /** What it tells unasked besides its status. */
  onTold(listener: (name: string, payload: Payload) => void): void {
    this.#tellers.add(listener);
  }

  protected changed(): void {
    for (const listener of [...this.#changes]) listener();
  }

  protected tellAll(name: string, payload: Payload = {}): void {
    for (const listener of [...this.#tellers]) listener(name, payload);
  }

  /** Resolves when there is something, or with `canceled` when the command is given up. */
  protected until<T>(job: Job, find: () => T | undefined): Promise<T | Ending> {
    return new Promise((resolve) => {
      const end = (result: T | Ending): void => {
        stop();
        job.given.removeEventListener('abort', giveUp);
        resolve(result);
      };
      const giveUp = (): void => end({ code: 'canceled' });
      const look = (): void => {
        const found = find();
        if (found !== undefined) end(found);
      };
      const stop = this.onChange(look);
      job.given.addEventListener('abort', giveUp);
      if (job.given.aborted) giveUp();
      else look();
    });
  }
}

function refused(device: string): Ending {
  return {
    code: device === 'noDevice' ? 'deviceNotReady' : device === 'userError' ? 'userError' : 'hardwareError',
  };
}
