import type { KioskView } from '@tongban/contract';
import { practiceParts } from './practice/practice-parts.ts';
import { LeftCards } from './left-card.ts';
import type { SessionParts } from './session-parts.ts';
import { Session } from './session.ts';

/** Training that was forgotten shall not keep citizens away: without a visit for so long it ends by itself. */
const PRACTICE_IDLE_MS = 600_000;

export interface PracticeState {
  /** Visits are practice from the next one on, or already. */
  readonly on: boolean;
  /** Of the visit that is under way. */
  readonly visit: 'none' | 'practice' | 'real';
}

/**
 * The session that serves whoever stands at the terminal: the real one, or, while staff train, one of practice 练习
 * (art. 26), which is made of parts that store and send nothing. One takes the place of the other between two visits
 * alone, so that a visit is one of the two from its beginning to its end.
 */
export class SessionInUse {
  readonly #real: SessionParts;
  readonly #practiceIdleMs: number;
  readonly #listeners = new Set<(view: KioskView) => void>();
  #current: Session;
  #stopViews: () => void;
  #isWanted = false;
  #forgotten: NodeJS.Timeout | undefined;

  constructor(real: Omit<SessionParts, 'leftCards'>, practiceIdleMs = PRACTICE_IDLE_MS) {
    this.#real = { ...real, leftCards: new LeftCards() };
    this.#practiceIdleMs = practiceIdleMs;
    this.#current = new Session(this.#real);
    this.#stopViews = this.#current.onView((view) => this.#viewChanged(view));
  }

  get current(): Session {
    return this.#current;
  }

  onView(listener: (view: KioskView) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get practice(): PracticeState {
    const { practice, session } = this.#current.view();
    const isUnderWay = !['attract', 'take-card', 'end'].includes(session.screen);
    return { on: this.#isWanted, visit: isUnderWay ? (practice ? 'practice' : 'real') : 'none' };
  }

  /** Turns practice on or off: a real visit goes on undisturbed, one of practice ends at once. */
  practise(on: boolean): PracticeState {
    this.#isWanted = on;
    const view = this.#current.view();
    if (view.practice && !on) this.#current.finish();
    this.#viewChanged(this.#current.view());
    return this.practice;
  }

  /** Between two visits: whoever comes is not for the session, which hears nothing before it is resumed. */
  pause(): void {
    this.#forget();
    this.#current.stop();
    this.tell();
  }

  /** A new one, which knows nothing of the time between. */
  resume(): void {
    this.#change(this.#current.view().revision);
  }

  /** Tells the view once more: what lies over it has changed. */
  tell(): void {
    this.#current.tell();
  }

  stop(): void {
    clearTimeout(this.#forgotten);
    this.#stopViews();
    this.#current.stop();
  }

  #viewChanged(view: KioskView): void {
    const isBetweenVisits = view.session.screen === 'attract';
    if (isBetweenVisits && view.practice !== this.#isWanted) return this.#change(view.revision);
    if (!isBetweenVisits) this.#forget();
    else if (view.practice) this.#forgotten ??= setTimeout(() => this.practise(false), this.#practiceIdleMs);
    for (const listener of this.#listeners) listener(view);
  }

  #change(revision: number): void {
    this.stop();
    this.#forget();
    const parts = this.#isWanted ? practiceParts(this.#real, () => this.practise(false)) : this.#real;
    this.#current = new Session({ ...parts, interruptedVisit: false }, revision + 1);
    this.#stopViews = this.#current.onView((view) => this.#viewChanged(view));
    this.#viewChanged(this.#current.view());
  }

  #forget(): void {
    clearTimeout(this.#forgotten);
    this.#forgotten = undefined;
  }
}
