import type { Language } from '@tongban/contract';
import { expect, onTestFinished } from 'vitest';
import type { TerminalConfig } from '../../core/config.ts';
import type { woman70 } from '../../core/testing/session-at-work.ts';
import { PATIENCE_MS } from './gallery-in-tests.ts';
import { openSession, type SessionInAPage } from './session-in-a-page.ts';

/** Somebody who has keys and ears only. */
export class Citizen {
  readonly #at: SessionInAPage;
  /** Between what is said in one breath and in the next. */
  readonly #gap: string;

  constructor(at: SessionInAPage, gap: string) {
    this.#at = at;
    this.#gap = gap;
  }

  #heard(): string {
    return this.#at.said.join(this.#gap);
  }

  async press(key: string): Promise<void> {
    this.#at.said.length = 0;
    await this.#at.page.keyboard.press(key);
  }
  async hears(words: string): Promise<void> {
    await expect.poll(() => this.#heard(), { timeout: PATIENCE_MS }).toBe(words);
  }
  /** Presses a key and hears exactly this. */
  async by(key: string, words: string): Promise<void> {
    await this.press(key);
    await this.hears(words);
  }
  /** What comes first depends on how fast a device is. */
  async hearsAtLast(words: string): Promise<void> {
    const last = (): string => this.#heard().slice(-words.length);
    await expect.poll(last, { timeout: PATIENCE_MS }).toBe(words);
  }
  async holds(key: string, words: string): Promise<void> {
    this.#at.said.length = 0;
    await this.#at.page.keyboard.down(key);
    await this.hears(words);
    await this.#at.page.keyboard.up(key);
  }
  /** Moves on until this is heard. */
  async goTo(words: string, key = 'ArrowDown'): Promise<void> {
    // A long name is said in several breaths.
    const begins = (): boolean => this.#at.said.length > 0 && words.startsWith(this.#heard());
    for (let step = 0; step < 60 && !begins(); step += 1) {
      await this.press(key);
      await expect.poll(() => this.#at.said.length, { timeout: PATIENCE_MS }).toBeGreaterThan(0);
    }
    await this.hears(words);
  }
  async types(digits: string, lastWords: string): Promise<void> {
    this.#at.said.length = 0;
    await this.#at.page.keyboard.type(digits);
    await expect.poll(() => this.#at.said.slice(-2).join(' '), { timeout: PATIENCE_MS }).toBe(lastWords);
  }
  puts(card: typeof woman70): void {
    this.#at.said.length = 0;
    this.#at.work.reader.place(card);
  }
}

/**
 * The screens before a session, and the citizen at its keys.
 * @param headset whether one is plugged in
 */
export async function arrive(
  headset: 'always' | 'never',
  language: Language = 'zh-CN',
  site: Partial<TerminalConfig['site']> = {},
): Promise<SessionInAPage & { readonly citizen: Citizen }> {
  const at = await openSession(headset, site);
  at.work.session.setLanguage(language);
  onTestFinished(() => at[Symbol.asyncDispose]());
  // Offered once the program has proven that it speaks.
  await at.page.locator('[data-action="setSpeech"]').waitFor();
  return { ...at, citizen: new Citizen(at, language === 'en' ? ' ' : '') };
}
