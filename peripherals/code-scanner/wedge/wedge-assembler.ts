import { parseCode } from '../grammar.ts';
import type { ScannedCode } from '../grammar.ts';

/** One key event as a window gets it before its page does. */
export interface WedgeKeyEvent {
  readonly type: 'keyDown' | 'keyUp';
  /** As in the web's KeyboardEvent: one character, or a name such as `Enter`. */
  readonly key: string;
  /** The physical key, e.g. `KeyA`. */
  readonly code: string;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  /** A key that is held down. */
  readonly isAutoRepeat: boolean;
  /** On a clock that never goes back. */
  readonly timeMs: number;
}

export type WedgeOutput =
  /** A person typed: give these events to the page, in this order. */
  | { readonly kind: 'typed'; readonly events: readonly WedgeKeyEvent[] }
  /** A scanner typed: its keys are gone, this is what they meant. */
  | { readonly kind: 'scanned'; readonly code: ScannedCode };

/** Scanners type a character every 1 to 20 ms; a person's next key comes after 60 ms or more, auto-repeat after 33. */
const MACHINE_GAP_MS = 30;
/**
 * A burst is over after so long a silence, not at an Enter: what a hostile code puts behind its Enter belongs to it. Also
 * covers a busy machine that tells late of a key.
 */
const BURST_END_MS = 100;
/** Two letters that roll off a person's fingers may come as close as a machine's; three do not. */
const MIN_BURST_KEYS = 3;
/** Nobody presses so many keys, Shift and its like among them, without a pause. */
const MAX_HELD_EVENTS = 12;
/** Longer than any code of ours; the rest of a longer burst is swallowed and not kept. */
const MAX_BURST_CHARACTERS = 300;
/** Stands in the text for a key that is no character: nothing with it in is a valid code. */
const NOT_A_CHARACTER = '\0';
const ENTER = '\r';
const MODIFIERS: readonly string[] = ['Shift', 'CapsLock', 'NumLock', 'Control', 'Alt', 'AltGraph', 'Meta'];

/**
 * Tells a keyboard-wedge scanner from a person by the time between keys. Pure: whoever feeds it keeps every key event
 * from the page, passes on what comes out as `typed`, and calls `tick` at `deadlineMs`. So no key of a burst ever
 * reaches the page, and a person's key does 30 ms late. A chord at machine speed (BadBarcode: Ctrl+O out of a Code 128)
 * is never passed on.
 */
export class WedgeAssembler {
  #held: WedgeKeyEvent[] = [];
  #lastKeyAtMs = -Infinity;
  #isBurst = false;
  #text = '';
  /** Keys whose going down was passed on: their coming up is too. */
  readonly #typedDown = new Set<string>();

  /** When `tick` is due; null when nothing is held. */
  get deadlineMs(): number | null {
    if (this.#isBurst) return this.#lastKeyAtMs + BURST_END_MS;
    return this.#held.length > 0 ? this.#lastKeyAtMs + MACHINE_GAP_MS : null;
  }

  push(event: WedgeKeyEvent): WedgeOutput[] {
    const outputs = this.tick(event.timeMs);
    if (event.type === 'keyUp') return [...outputs, ...this.#release(event)];
    const isFast = !event.isAutoRepeat && event.timeMs - this.#lastKeyAtMs <= MACHINE_GAP_MS;
    if (!isFast && !this.#isBurst) outputs.push(...this.#passOn());
    this.#lastKeyAtMs = event.timeMs;
    this.#append(event);
    if (this.#isBurst) return outputs;
    this.#held.push(event);
    if (isFast && this.#cannotBeTyped()) {
      this.#isBurst = true;
      this.#held = [];
    }
    return outputs;
  }

  /** What the passing of time has decided. */
  tick(nowMs: number): WedgeOutput[] {
    const deadlineMs = this.deadlineMs;
    // At the very moment a key may still belong to what is held.
    if (deadlineMs === null || nowMs <= deadlineMs) return [];
    return this.#isBurst ? [this.#endBurst()] : this.#passOn();
  }

  #release(event: WedgeKeyEvent): WedgeOutput[] {
    if (this.#held.some((held) => held.code === event.code)) {
      this.#held.push(event);
      return [];
    }
    return this.#typedDown.delete(event.code) ? [{ kind: 'typed', events: [event] }] : [];
  }

  /** Asked after a key at machine speed. */
  #cannotBeTyped(): boolean {
    const keys = [...this.#text];
    // A person lets go of the last letter before Enter, Escape or a chord.
    const hasSpecialKey = keys.includes(NOT_A_CHARACTER) || keys.includes(ENTER);
    return (
      keys.length >= MIN_BURST_KEYS ||
      (hasSpecialKey && this.#held.filter(({ type }) => type === 'keyDown').length > 1) ||
      this.#held.length > MAX_HELD_EVENTS
    );
  }

  #append(event: WedgeKeyEvent): void {
    if (MODIFIERS.includes(event.key) || this.#text.length > MAX_BURST_CHARACTERS) return;
    const isChord = event.control || event.alt || event.meta;
    if (isChord) this.#text += NOT_A_CHARACTER;
    else if (event.key === 'Enter') this.#text += ENTER;
    else this.#text += [...event.key].length === 1 ? event.key : NOT_A_CHARACTER;
  }

  #passOn(): WedgeOutput[] {
    const events = this.#held;
    this.#forget();
    if (events.length === 0) return [];
    for (const { type, code } of events) {
      if (type === 'keyDown') this.#typedDown.add(code);
      else this.#typedDown.delete(code);
    }
    return [{ kind: 'typed', events }];
  }

  #endBurst(): WedgeOutput {
    const code = parseCode(this.#text.replace(/\r{1,2}$/, ''), null);
    this.#forget();
    return { kind: 'scanned', code };
  }

  #forget(): void {
    this.#held = [];
    this.#isBurst = false;
    this.#text = '';
    // The next key begins something new, however soon it comes.
    this.#lastKeyAtMs = -Infinity;
  }
}
