import type {
  KioskView,
  Language,
  LocalText,
  MethodName,
  MethodParams,
  MethodResult,
  TextSize,
  TongbanApi,
} from '@tongban/contract';
import { reachOf } from './reach.ts';
import { catalogue } from './texts.ts';

const TOUCH_INTERVAL_MS = 1000;
/** Of the text of each size: App hands them on to app.css as `--k` and `--care-k`. */
export const TEXT_FACTOR: Readonly<Record<TextSize, number>> = { normal: 1, large: 1.35, largest: 2 };

/**
 * The only state that the screens share: the last view and whether a call is under way. Everything else belongs to
 * core; a renderer that crashed asks for the view and draws it again.
 */
class Kiosk {
  view: KioskView | null = $state.raw(null);
  /** True while core cannot be reached; the screens are covered meanwhile and ask for patience. */
  away = $state(false);
  /** True while an action is under way, so that a second tap does not act twice. */
  busy = $state(false);
  readonly t = $derived(catalogue[this.view?.language ?? 'zh-CN']);
  /** Of the window, which fills the panel; App keeps it. */
  size = $state.raw({ width: 0, height: 0 });
  readonly wide = $derived(this.size.width > this.size.height);
  /** What of the panel is within reach of who sits; null where reach mode is of no use and not offered. */
  readonly reach = $derived(this.view ? reachOf(this.view.site, this.size) : null);
  /** Reach mode is on: nothing that is touched stands above the line. */
  readonly low = $derived(this.reach !== null && this.view?.display.reach === true);
  /** As large as there is room for: what is within reach has none for the largest letters. */
  readonly text: TextSize = $derived.by(() => {
    const chosen = this.view?.display.text ?? 'normal';
    return this.low && chosen === 'largest' ? 'large' : chosen;
  });
  readonly largest = $derived(this.text === 'largest');
  readonly textFactor = $derived(TEXT_FACTOR[this.text]);
  /** A wide panel whose help bar and keys take the whole width: there is more beside than above each other. */
  readonly spread = $derived(this.wide && (this.low || this.largest));
  /** Between two sentences. */
  readonly space = $derived(this.view?.language === 'en' ? ' ' : '');
  /** What the button for the language leads to. */
  readonly otherLanguage = $derived<Language>(this.view?.language === 'en' ? 'zh-CN' : 'en');
  /** The keyboard offers handwriting; who is spoken to does not see where to write. */
  readonly handwriting = $derived(this.view?.handwriting === true && !this.view.speech.on);
  #api: TongbanApi | null = null;
  readonly #firstView = Promise.withResolvers<void>();
  #touchedAt = -TOUCH_INTERVAL_MS;
  /** Times that core came back: each time it may count its revisions anew. */
  #returns = 0;
  /** Revision of the view that is shown, as core counts since it came back. */
  #newest = 0;
  /** Counts actions: only the last one says when it is over. */
  #acts = 0;

  /** Subscribes to views and asks for the current one; resolves when one is there, which at the machine's start takes until core is. */
  connect(api: TongbanApi): Promise<void> {
    this.#api = api;
    api.onView((view) => this.#take(view));
    api.onCoreAway((away) => {
      this.away = away;
      if (away) return;
      this.#returns += 1;
      this.#newest = 0;
      void this.#ask();
    });
    void this.#ask();
    return this.#firstView.promise;
  }

  /** Calls core; answers null when there is no answer: the screen then stays as it is and may be touched again. */
  async call<M extends MethodName>(method: M, params: MethodParams<M>): Promise<MethodResult<M> | null> {
    if (!this.#api) return null;
    try {
      return await this.#api.call(method, params);
    } catch {
      // Core is away (onCoreAway covers the screens) or refused; the reason is in the shell's log, not on a screen.
      return null;
    }
  }

  /** A call that changes the screen: ignored while another one is under way. */
  async act<M extends MethodName>(method: M, params: MethodParams<M>): Promise<MethodResult<M> | null> {
    if (this.busy) return null;
    this.busy = true;
    this.#acts += 1;
    const own = this.#acts;
    try {
      return await this.call(method, params);
    } finally {
      if (own === this.#acts) this.busy = false;
    }
  }

  /**
   * Tells core that somebody is there, at most once a second. Not under the idle warning: it would go away under
   * the finger before its button "leave" was let go; there the answer counts.
   */
  touch(): void {
    const now = performance.now();
    if (!this.view || this.view.session.screen === 'attract' || this.view.idleSecondsLeft !== null) return;
    if (now - this.#touchedAt < TOUCH_INTERVAL_MS) return;
    this.#touchedAt = now;
    void this.call('session.touch', {});
  }

  /** The text in the citizen's language, Chinese where the publisher gave no English. */
  say(text: LocalText): string {
    if (this.view?.language !== 'en' || text.en === undefined) return text.zh;
    // A Chinese font has curly ones as wide as a character.
    return text.en.replace(/[‘’]/g, "'").replace(/[“”]/g, '"');
  }

  /** An answer and a view that core tells by itself may overtake each other: the newer one stays. */
  async #ask(): Promise<void> {
    const asked = this.#returns;
    const view = await this.call('view.get', {});
    if (view && asked === this.#returns) this.#take(view);
  }

  #take(view: KioskView): void {
    if (view.revision < this.#newest) return;
    this.#newest = view.revision;
    // Another screen: what was touched has had its effect, and its answer may come later than the next finger.
    if (view.session.screen !== this.view?.session.screen) this.busy = false;
    this.view = view;
    this.#firstView.resolve();
  }
}

export const kiosk = new Kiosk();
