import type { DeviceCheck, DeviceFamily } from '@tongban/contract';
import { familyOf, type Attendant, type HealthReport } from '@tongban/peripherals/manager';
import type { Devices } from '../devices.ts';

/**
 * The devices, one after the other, each doing its work once with who stands in front of it: the check that the command
 * `tongban device test --level interactive` makes, on the devices that core holds. What was read is dropped unseen.
 */
export class DeviceChecks {
  readonly #devices: Devices['all'];
  readonly #onChange: () => void;
  #check: DeviceCheck | null = null;
  readonly #outcomes = new Map<DeviceFamily, 'passed' | 'failed'>();
  #answer: ((yes: boolean) => void) | null = null;

  constructor(devices: Devices['all'], onChange: () => void) {
    this.#devices = devices;
    this.#onChange = onChange;
  }

  /** The one that is under way, or how the last one ended. */
  get current(): DeviceCheck | null {
    return this.#check;
  }

  get isUnderWay(): boolean {
    return this.#check?.state === 'runs' || this.#check?.state === 'asks';
  }

  /** How it ended last, since core was started. */
  outcomeOf(family: DeviceFamily): 'passed' | 'failed' | 'not-made' {
    return this.#outcomes.get(family) ?? 'not-made';
  }

  /** Ignored while another one is under way: a person can do only one thing at a time. */
  begin(family: DeviceFamily): void {
    const found = this.#devices.find((each) => each.family === family);
    if (!found || this.isUnderWay) return;
    const { name, checkHealth } = familyOf(family);
    const show = (what: Pick<DeviceCheck, 'state' | 'words' | 'next'>): void => {
      this.#check = { family, name, ...what };
      this.#onChange();
    };
    const attendant: Attendant = {
      tell: (words) => show({ state: 'runs', words, next: null }),
      ask: (words) =>
        new Promise((resolve) => {
          this.#answer = (yes) => {
            this.#answer = null;
            show({ state: 'runs', words: null, next: null });
            resolve(yes);
          };
          show({ state: 'asks', words, next: null });
        }),
    };
    show({ state: 'runs', words: null, next: null });
    const ended = ({ healthy, words, next }: HealthReport): void => {
      const state = healthy ? 'passed' : 'failed';
      this.#outcomes.set(family, state);
      show({ state, words, next });
    };
    void checkHealth(found.device, 'interactive', attendant).then(ended);
  }

  answer(yes: boolean): void {
    this.#answer?.(yes);
  }

  /** How the last one ended is of no interest any more; a question is answered with no, so that its check ends. */
  forget(): void {
    this.#answer?.(false);
    if (!this.isUnderWay) this.#check = null;
  }
}
