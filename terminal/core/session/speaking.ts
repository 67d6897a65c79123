import { USUAL_VOLUME, type SpeechView, type SpeechVolume } from '@tongban/contract';
import type { SessionParts } from './session-parts.ts';
import type { Stage } from './stage.ts';

/** Voice guidance 语音引导: the citizen's wish for it lives in the visit and ends with it, as does the volume. */
export class Speaking {
  readonly #parts: Pick<SessionParts, 'speech' | 'config'>;
  readonly #stage: Stage;
  readonly #changed: () => void;
  #leftAlone: NodeJS.Timeout | undefined;

  constructor(parts: Pick<SessionParts, 'speech' | 'config'>, stage: Stage, changed: () => void) {
    this.#parts = parts;
    this.#stage = stage;
    this.#changed = changed;
  }

  view(): SpeechView {
    const { speech, config } = this.#parts;
    const { speaking, volume } = this.#stage.visit();
    return {
      available: speech.available,
      on: speaking && speech.available,
      volume,
      onlyHeadset: config.speech?.headset === 'always',
    };
  }

  set(on: boolean): void {
    const visit = this.#stage.visit();
    clearTimeout(this.#leftAlone);
    visit.speaking = on && this.#parts.speech.available;
    visit.volume = USUAL_VOLUME;
    // On the attract screen no visit ends: who walks away leaves a silent terminal to the next one.
    if (visit.speaking && this.#stage.step().at === 'attract') {
      const { idleMs, countdownMs, careFactor } = this.#parts.config.session;
      this.#leftAlone = setTimeout(
        () => {
          if (this.#stage.visit() === visit && this.#stage.step().at === 'attract') this.set(false);
        },
        (idleMs + countdownMs) * careFactor,
      );
    }
    this.#changed();
  }

  setVolume(volume: SpeechVolume): void {
    this.#stage.visit().volume = volume;
    this.#changed();
  }

  /** Null unless the citizen has asked for speech. */
  async say(text: string): Promise<{ wav: string } | null> {
    const { speaking, language } = this.#stage.visit();
    const wav = speaking ? await this.#parts.speech.say(text, language) : null;
    return wav === null ? null : { wav };
  }

  stop(): void {
    clearTimeout(this.#leftAlone);
  }
}
