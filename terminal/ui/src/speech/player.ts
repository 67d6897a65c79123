import type { SpeechVolume } from '@tongban/contract';
import { inPieces } from './pronounce.ts';

/** As loud as an ear takes it for steps of the same size. */
const GAIN: Readonly<Record<SpeechVolume, number>> = { 1: 0.12, 2: 0.22, 3: 0.4, 4: 0.65, 5: 1 };

/** Asks core for the sound of a few words: a WAV in base64. */
export type Voice = (text: string) => Promise<string | null>;

/**
 * Says texts one behind the other through Web Audio, and is silent at once when it is told so. Chromium's own
 * speechSynthesis would choose voice and output by itself.
 */
export class Player {
  readonly #voice: Voice;
  #context: AudioContext | null = null;
  #gain: GainNode | null = null;
  #volume: SpeechVolume = 3;
  readonly #playing = new Set<AudioBufferSourceNode>();
  /** Where on the clock of the context the last piece ends. */
  #end = 0;
  #queue: string[] = [];
  /** Changes with every silence: an answer to a former text is thrown away. */
  #turn = 0;
  #asking = false;

  constructor(voice: Voice) {
    this.#voice = voice;
  }

  set volume(volume: SpeechVolume) {
    this.#volume = volume;
    if (this.#gain) this.#gain.gain.value = GAIN[volume];
  }

  /** Says this behind what is being said. */
  append(text: string): void {
    this.#queue.push(...inPieces(text));
    if (!this.#asking) void this.#ask();
  }

  /** Says this in the place of what is being said. */
  say(text: string): void {
    this.stop();
    this.append(text);
  }

  stop(): void {
    this.#turn += 1;
    this.#queue = [];
    this.#asking = false;
    this.#end = 0;
    for (const source of this.#playing) source.stop();
    this.#playing.clear();
  }

  async #ask(): Promise<void> {
    const turn = this.#turn;
    this.#asking = true;
    for (let piece = this.#queue.shift(); piece !== undefined; piece = this.#queue.shift()) {
      const wav = await this.#voice(piece);
      if (turn !== this.#turn) return;
      if (wav !== null) await this.#play(wav, turn);
      if (turn !== this.#turn) return;
    }
    this.#asking = false;
  }

  async #play(wav: string, turn: number): Promise<void> {
    this.#context ??= new AudioContext();
    const context = this.#context;
    if (this.#gain === null) {
      this.#gain = context.createGain();
      this.#gain.gain.value = GAIN[this.#volume];
      this.#gain.connect(context.destination);
    }
    const bytes = Uint8Array.from(atob(wav), (character) => character.charCodeAt(0));
    // What cannot be decoded is not heard; the rest of the text is.
    const buffer = await context.decodeAudioData(bytes.buffer).catch(() => null);
    if (buffer === null || turn !== this.#turn) return;
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.#gain);
    source.onended = () => this.#playing.delete(source);
    this.#playing.add(source);
    const from = Math.max(context.currentTime, this.#end);
    source.start(from);
    this.#end = from + buffer.duration;
  }
}
