/** Scanners that type like a keyboard: caught before the page sees a key. What a person typed is given to the page. */
import type { Input, KeyboardInputEvent, WebContents } from 'electron';
import {
  WedgeAssembler,
  type WedgeKeyEvent,
  type WedgeOutput,
} from '@tongban/peripherals/code-scanner/wedge';
import type { MethodParams } from '@tongban/contract';

export type ScannedCode = MethodParams<'session.codeScanned'>['code'];

/** The part of Electron's web contents that is used here. */
export type KeyedContents = Pick<WebContents, 'on' | 'once' | 'sendInputEvent' | 'isDestroyed'>;

/** Names of the web that Electron's accelerators call otherwise. */
const ACCELERATOR_NAMES: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
};
/** What Electron can send again as it came; other characters need an input method, which a terminal has none of. */
const SENDABLE = /^[\x20-\x7e]$|^[A-Z]\w+$/;
/**
 * Chromium keeps the release of a key to itself while its press is held back. A release that was not seen for so long is
 * made up: no key may seem to be held for ever. Keyboards begin to repeat after 250 to 700 ms and then do so every 25
 * to 100 ms.
 */
const LOST_RELEASE_MS = 1000;
const LOST_RELEASE_OF_REPEATING_MS = 250;
/** Keys that put a character into a page besides being pressed: Enter operates a button by it. */
const isCharacter = (key: string) => [...key].length === 1 || key === 'Enter';

/**
 * Keeps every key of a window back until the assembler knows whose it is: a burst becomes one `onCode`, a person's
 * keys go on to the page at most some 30 ms late and in their order.
 * @param reachesPage of a person's keys, which of them the page may have at all
 */
export function catchScannerKeys(
  contents: KeyedContents,
  reachesPage: (press: WedgeKeyEvent) => boolean,
  onCode: (code: ScannedCode) => void,
): void {
  const assembler = new WedgeAssembler();
  /** Electron's own description of the keys that are held. */
  const inputs = new WeakMap<WedgeKeyEvent, Input>();
  let replaying = false;
  let timer: NodeJS.Timeout | undefined;
  /** By physical key: makes up the release of a key that is down in the page. */
  const releases = new Map<string, NodeJS.Timeout>();

  const send = (input: Input) => {
    if (contents.isDestroyed()) return;
    // sendInputEvent comes by the same door as the keyboard, before it returns.
    replaying = true;
    for (const each of asInputEvents(input)) contents.sendInputEvent(each);
    replaying = false;
  };
  const replay = (event: WedgeKeyEvent) => {
    const input = inputs.get(event);
    if (input === undefined || !reachesPage(event) || !SENDABLE.test(event.key)) return;
    send(input);
    clearTimeout(releases.get(input.code));
    releases.delete(input.code);
    if (input.type === 'keyUp') return;
    const release = () => {
      releases.delete(input.code);
      send({ ...input, type: 'keyUp', isAutoRepeat: false });
    };
    releases.set(
      input.code,
      setTimeout(release, input.isAutoRepeat ? LOST_RELEASE_OF_REPEATING_MS : LOST_RELEASE_MS),
    );
  };
  const take = (outputs: readonly WedgeOutput[]) => {
    for (const output of outputs) {
      if (output.kind === 'scanned') onCode(output.code);
      else output.events.forEach(replay);
    }
    clearTimeout(timer);
    const { deadlineMs } = assembler;
    if (deadlineMs === null) return;
    // At the deadline itself nothing is decided yet.
    timer = setTimeout(
      () => take(assembler.tick(performance.now())),
      Math.max(1, Math.floor(deadlineMs - performance.now()) + 1),
    );
  };

  contents.on('before-input-event', (event, input) => {
    if (replaying) return;
    event.preventDefault();
    const press: WedgeKeyEvent = {
      type: input.type === 'keyUp' ? 'keyUp' : 'keyDown',
      key: input.key,
      code: input.code,
      control: input.control,
      alt: input.alt,
      meta: input.meta,
      isAutoRepeat: input.isAutoRepeat,
      timeMs: performance.now(),
    };
    inputs.set(press, input);
    take(assembler.push(press));
  });
  contents.once('destroyed', () => {
    clearTimeout(timer);
    for (const release of releases.values()) clearTimeout(release);
  });
}

function asInputEvents(input: Input): KeyboardInputEvent[] {
  const base = {
    keyCode: ACCELERATOR_NAMES[input.key] ?? input.key,
    modifiers: input.modifiers as NonNullable<KeyboardInputEvent['modifiers']>,
  };
  if (input.type === 'keyUp') return [{ ...base, type: 'keyUp' }];
  const down: KeyboardInputEvent = { ...base, type: 'keyDown' };
  return isCharacter(input.key) ? [down, { ...base, type: 'char' }] : [down];
}
