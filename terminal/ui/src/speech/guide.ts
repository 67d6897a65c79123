import type { KioskView } from '@tongban/contract';
import { kiosk } from '../kiosk.svelte.ts';
import { Player } from './player.ts';
import { pronounce, spelled, spokenIn } from './pronounce.ts';
import { leadOf, scopeOf, sentence, textOf, wordsOfControl, wordsOfScreen, type Listener } from './words.ts';

/** The idle warning says once more how long there is, when there is time to do something about it. */
const SECONDS_SAID = 10;
const LIVE = '[aria-live="polite"], [role="status"]';

/** What is typed, as the screen shows it. */
interface Typed {
  readonly text: string;
  readonly letters: string;
  readonly firstCandidate: string;
}

/**
 * Watches what is drawn and says it: a new screen, the control that has the focus and what becomes of it, what is typed,
 * and what the screen tells by itself. It knows no screen by name.
 */
export class Guide {
  readonly #player = new Player(async (text) => (await kiosk.call('speech.say', { text }))?.wav ?? null);
  readonly #observer = new MutationObserver(() => this.#look());
  #on = false;
  #place = '';
  #lives = new Map<Element, string>();
  #control: { element: Element; words: string } | null = null;
  #typed: Typed | null = null;
  #revealed = '';
  #secondsSaid = false;

  /** With every view: whether to speak, and how loud. */
  follow({ speech, idleSecondsLeft }: KioskView): void {
    this.#player.volume = speech.volume;
    if (speech.on !== this.#on) {
      this.#on = speech.on;
      if (speech.on) this.#begin();
      else this.#end();
    }
    const soon = idleSecondsLeft !== null && idleSecondsLeft <= SECONDS_SAID;
    if (soon && !this.#secondsSaid) this.#append(kiosk.t.idleSeconds(idleSecondsLeft));
    this.#secondsSaid = soon;
  }

  /** A finger or a key: whoever does something has heard enough. */
  interrupt(): void {
    this.#player.stop();
  }

  /** The whole screen once more, and where one is on it. */
  repeat(): void {
    const scope = scopeOf(document);
    if (!this.#on || scope === null) return;
    const control = document.activeElement?.matches('button') ? document.activeElement : null;
    const where = control ? wordsOfControl(control, this.#listener) : '';
    this.#say(wordsOfScreen(scope, this.#listener) + where);
  }

  /** The focus is on this control, or a key has passed it. */
  control(element: Element): void {
    if (!this.#on) return;
    const words = wordsOfControl(element, this.#listener);
    this.#control = { element, words };
    this.#say(words);
  }

  /** Somebody wanted to go on and cannot yet: what is missing, and where. */
  missing(): void {
    const main = document.querySelector('.actions .main:disabled');
    if (!this.#on || main === null) return;
    this.#say(this.#ofField(textOf(main, this.#listener.t)));
  }

  say(words: string): void {
    if (this.#on) this.#say(words);
  }

  stop(): void {
    this.#observer.disconnect();
    this.#end();
  }

  get #listener(): Listener {
    return {
      t: spokenIn[kiosk.view?.language ?? 'zh-CN'],
      toHeadset: kiosk.view?.speech.onlyHeadset ?? false,
    };
  }

  #begin(): void {
    this.#observer.observe(document.body, {
      ...{ subtree: true, childList: true, characterData: true, attributes: true },
      attributeFilter: ['aria-checked', 'aria-pressed', 'aria-label', 'open'],
    });
    this.#place = '';
    this.#say(this.#listener.t.begun);
    this.#look();
  }

  #end(): void {
    this.#observer.disconnect();
    this.#player.stop();
    this.#on = false;
    this.#lives.clear();
    this.#control = null;
    this.#typed = null;
  }

  #look(): void {
    const scope = scopeOf(document);
    if (!this.#on || scope === null) return;
    const name = scope.getAttribute('data-screen') ?? scope.getAttribute('data-overlay') ?? '';
    const place = `${name} ${leadOf(scope, this.#listener.t)}`;
    const isNew = place !== this.#place;
    const news = this.#news();
    const typed = typedNow();
    const revealed = scope.querySelector('.open[data-shown]')?.textContent ?? '';
    if (isNew) {
      const first = this.#place === '';
      this.#place = place;
      this.#control = null;
      const words = wordsOfScreen(scope, this.#listener);
      if (first) this.#append(words);
      else this.#say(words);
    } else {
      this.#sayTyped(typed);
      if (revealed !== this.#revealed && revealed !== '') this.#say(this.#privately(revealed));
      this.#controlChanged();
      for (const each of news) this.#append(each);
    }
    this.#typed = typed;
    this.#revealed = revealed;
  }

  /** What regions that tell something by themselves say now and did not before. */
  #news(): string[] {
    const now = new Map<Element, string>();
    const news: string[] = [];
    for (const element of document.querySelectorAll(LIVE)) {
      // How much is missing while one types is said when it is asked for.
      if (element.matches('.feedback.plain')) continue;
      const text = textOf(element, this.#listener.t);
      now.set(element, text);
      if (text === '' || this.#lives.get(element) === text) continue;
      const words = element.matches('.feedback') ? this.#ofField(text) : text;
      news.push(sentence(words, this.#listener.t));
    }
    this.#lives = now;
    return news;
  }

  #controlChanged(): void {
    const { element, words } = this.#control ?? {};
    if (!element?.isConnected) return;
    const now = wordsOfControl(element, this.#listener);
    if (now === words) return;
    this.#control = { element, words: now };
    this.#say(now);
  }

  #sayTyped(now: Typed | null): void {
    const before = this.#typed;
    if (now === null || before === null) return;
    const { t, toHeadset } = this.#listener;
    if (now.text !== before.text) {
      const count = [...now.text].length;
      const numeric = document.querySelector('.keypad') !== null;
      const length = numeric ? t.typedDigits(count) : t.typedCharacters(count);
      if (!now.text.startsWith(before.text)) this.#say(t.erased(length));
      else this.#say(toHeadset ? spelled(now.text.slice(before.text.length)) : length);
    } else if (toHeadset && now.letters !== before.letters) {
      const isMore = now.letters.startsWith(before.letters);
      this.#say(isMore ? spelled(now.letters.slice(before.letters.length)) : t.erased(spelled(now.letters)));
    }
    if (toHeadset && now.firstCandidate !== before.firstCandidate && now.firstCandidate !== '') {
      this.#append(t.candidate(1, now.firstCandidate));
    }
  }

  #privately(value: string): string {
    const { t, toHeadset } = this.#listener;
    const characters = value.replace(/\s/g, '');
    return toHeadset ? spelled(characters) : t.hidden([...characters].length);
  }

  /** An error is said with its field. */
  #ofField(words: string): string {
    const { t } = this.#listener;
    const field = document.querySelector('[data-typed]')?.getAttribute('aria-label');
    return field ? field + t.colon + words : words;
  }

  #say(words: string): void {
    this.#player.say(this.#pronounced(words));
  }

  #append(words: string): void {
    if (this.#on) this.#player.append(this.#pronounced(words));
  }

  #pronounced(words: string): string {
    return pronounce(words, this.#listener.t, this.#listener.toHeadset);
  }
}

function typedNow(): Typed | null {
  const line = document.querySelector('[data-typed]');
  if (line === null) return null;
  const letters = line.querySelector('[data-letters]')?.textContent ?? '';
  const text = (line.textContent ?? '').slice(0, -letters.length || undefined);
  return {
    text: document.querySelector('.keypad') ? text.replace(/\s/g, '') : text,
    letters,
    firstCandidate: document.querySelector('[data-candidate]')?.getAttribute('data-candidate') ?? '',
  };
}
