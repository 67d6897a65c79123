import type { MaterialProblem, MaterialView, PhoneHandOverView } from '@tongban/contract';
import type { PhoneHandOver, PhoneListener } from '../phone/hand-over.ts';
import type { GivenMaterials } from './given-materials.ts';
import type { SessionParts } from './session-parts.ts';
import type { Stage } from './stage.ts';
import type { MaterialStep, Step } from './step.ts';
import type { Visit } from './visit.ts';

interface Open {
  readonly handOver: PhoneHandOver;
  state: Exclude<PhoneHandOverView['state'], 'expired'>;
}

/**
 * Pages that come from the citizen's own phone: the phase `phone` of a paper. Something listens exactly as long as the code
 * or what became of it is on the screen: whatever takes the screen away ends it.
 */
export class PhoneGiving {
  readonly #parts: Pick<SessionParts, 'phones' | 'log'>;
  readonly #stage: Stage;
  #open: Open | null = null;
  #isOpening = false;
  /** In this visit it could not be listened: the other ways are what is left. */
  #failedIn: Visit | null = null;

  constructor(parts: Pick<SessionParts, 'phones' | 'log'>, stage: Stage) {
    this.#parts = parts;
    this.#stage = stage;
  }

  view(): Pick<MaterialView, 'phone' | 'handOver'> {
    const { phones } = this.#parts;
    const isReady = phones !== null && this.#failedIn !== this.#stage.visit();
    const isShown = phones !== null && this.#here('phone') !== null;
    return {
      phone: isReady ? 'ready' : 'absent',
      handOver: isShown
        ? {
            state: this.#open?.state ?? 'expired',
            qr: this.#open?.state === 'waiting' ? this.#open.handOver.address : null,
            wifiName: phones.wifiName,
          }
        : null,
    };
  }

  /** From the pages, and from a code that has expired. */
  async open(): Promise<void> {
    const { phones } = this.#parts;
    const here = this.#here('pages') ?? this.#here('phone');
    if (!phones || !here || this.#open || this.#isOpening) return;
    const { step, given } = here;
    if (given.isFull(step.code)) return this.#goTo(step, 'pages', 'too-many-pages');
    const visit = this.#stage.visit();
    this.#isOpening = true;
    const handOver = await phones.open(this.#listener());
    this.#isOpening = false;
    const now = this.#here('pages') ?? this.#here('phone');
    if (this.#stage.visit() !== visit || now?.step.code !== step.code) return handOver?.close();
    if (!handOver) {
      this.#failedIn = visit;
      return this.#goTo(now.step, 'pages', 'phone-failed');
    }
    this.#open = { handOver, state: 'waiting' };
    this.#goTo(now.step, 'phone');
  }

  close(): void {
    const here = this.#here('phone');
    if (here) this.#goTo(here.step, 'pages');
  }

  /** The step has changed, whoever changed it. */
  stepChanged(step: Step): void {
    if (step.at !== 'material' || step.phase !== 'phone') this.stop();
  }

  stop(): void {
    this.#open?.handOver.close();
    this.#open = null;
  }

  /** A hand-over that was closed tells nothing any more. */
  #listener(): PhoneListener {
    return {
      connected: () => this.#become('connected', null),
      receiving: () => this.#become('receiving', null),
      spoilt: () => {
        this.#parts.log('photo.refused', { reason: 'spoilt' });
        this.#become('connected', 'phone-broke-off');
      },
      picture: (jpeg) => this.#take(jpeg),
      expired: () => {
        this.#open = null;
        const here = this.#here('phone');
        if (here) this.#goTo(here.step, 'phone');
      },
    };
  }

  #become(state: Open['state'], problem: MaterialProblem | null): void {
    const here = this.#here('phone');
    if (!here || !this.#open) return;
    this.#open.state = state;
    this.#goTo(here.step, 'phone', problem);
  }

  #take(jpeg: Buffer): ReturnType<PhoneListener['picture']> {
    const here = this.#here('phone');
    const refused = here ? here.given.addPhoto(here.step.code, jpeg) : 'unreadable';
    if (here && refused === 'full') {
      this.#goTo(here.step, 'pages', 'too-many-pages');
      return 'full';
    }
    if (here && refused === null && here.given.isFull(here.step.code)) {
      this.#goTo(here.step, 'pages');
      return 'taken-last';
    }
    if (refused !== null) this.#parts.log('photo.refused', { reason: refused });
    this.#become('connected', refused === null ? null : 'phone-unreadable');
    return refused === null ? 'taken' : 'unreadable';
  }

  #here(phase: MaterialStep['phase']): { step: MaterialStep; given: GivenMaterials } | null {
    const step = this.#stage.step();
    const { given } = this.#stage.visit();
    return step.at === 'material' && step.phase === phase && given ? { step, given } : null;
  }

  #goTo(step: MaterialStep, phase: MaterialStep['phase'], problem: MaterialProblem | null = null): void {
    this.#stage.goTo({ ...step, phase, problem });
  }
}
