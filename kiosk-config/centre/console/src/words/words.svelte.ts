import { en } from './en.ts';
import { zh, type Words } from './zh.ts';

export type { Words };

export type ConsoleLanguage = 'zh-CN' | 'en';

const STORED = 'tongban-console-language';
const languages: Readonly<Record<ConsoleLanguage, Words>> = { 'zh-CN': zh, en };

class Speech {
  language: ConsoleLanguage = $state(localStorage.getItem(STORED) === 'en' ? 'en' : 'zh-CN');
  readonly t: Words = $derived(languages[this.language]);

  use(language: ConsoleLanguage): void {
    this.language = language;
    localStorage.setItem(STORED, language);
    document.documentElement.lang = language;
  }

  /** A text that the publisher gave in both languages, or in Chinese alone. */
  say(text: { readonly zh: string; readonly en?: string | null | undefined }): string {
    return this.language === 'en' ? (text.en ?? text.zh) : text.zh;
  }

  /** 12,345 */
  number(value: number): string {
    return grouped.format(value);
  }

  /** A share of 1 with one place: 61.5 %. */
  share(value: number | null): string {
    return value === null ? this.t.none : `${(value * 100).toFixed(1)} %`;
  }

  /** An instant as a desk reads it, in Shanghai. */
  time(instant: string): string {
    return shanghai.format(new Date(instant)).replace(',', '');
  }
}

const grouped = new Intl.NumberFormat('en-US');
const shanghai = new Intl.DateTimeFormat('sv-SE', {
  ...({ timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' } as const),
});

export const speech = new Speech();
document.documentElement.lang = speech.language;
