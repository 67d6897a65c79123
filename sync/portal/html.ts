import type { LocalText } from '@tongban/kiosk-config/catalogue';
import type { SealedForm } from '../contract/index.ts';

/** Text that is HTML already. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = Html | string | number | null | readonly Html[];

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
};

/** A template whose values are escaped unless they are HTML themselves; null is nothing. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(strings.map((part, index) => part + textOf(values[index] ?? null)).join(''));
}

function textOf(value: Value): string {
  if (value === null) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map((each) => each.text).join('');
  return String(value).replaceAll(/[&<>"']/g, (each) => ESCAPES[each] ?? '');
}

export type Language = SealedForm['language'];

/** A text in the language of the page; one that has none is said in Chinese, and marked for screen readers. */
export function say(text: LocalText, language: Language): Html {
  if (language === 'zh-CN') return html`${text.zh}`;
  return text.en === undefined ? html`<span lang="zh-CN">${text.zh}</span>` : html`${text.en}`;
}

/** For places that take no elements. */
export function plain(text: LocalText, language: Language): string {
  return language === 'en' ? (text.en ?? text.zh) : text.zh;
}
