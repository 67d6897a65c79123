import type { Page, Response } from 'playwright';

const LETTERS = { 'zh-CN': /\p{Script=Han}/u, en: /[A-Za-z]{3,}/u } as const;
/** Names that are the same in both languages. */
const NAMES_OF_THINGS = /\b(?:CSV|JSON|SHA-256|USB|English)\b/g;
/** Pages show some texts in these parts. */
const SHOWN_APART = /\n|\/|(?<=\.) (?=[A-Z])/;
type Language = keyof typeof LETTERS;

/** Which words of a page are the console's own, and which came to it as data. */
export class WordsOnAPage {
  readonly #page: Page;
  readonly #answers: Promise<void>[] = [];
  readonly #data = new Set<string>();
  readonly language: Language;

  /** @param language that the console speaks: data in both languages counts as data in this one alone */
  constructor(page: Page, language: Language) {
    this.#page = page;
    this.language = language;
    page.on('response', (response) => {
      const kept = this.#keep(response);
      this.#answers.push(kept);
      // Said to whoever asks for words. Nobody does when the page is closed before its answers have come.
      kept.catch(() => undefined);
    });
  }

  async #keep(response: Response): Promise<void> {
    const isJson = response.headers()['content-type']?.includes('json') === true;
    if (isJson) for (const text of textsIn(await response.json(), this.language)) this.#data.add(text);
  }

  /** What stands on the page in `language` without being data. */
  async ownIn(language: Language): Promise<string[]> {
    await Promise.all(this.#answers);
    const longestFirst = [...this.#data].toSorted((a, b) => b.length - a.length);
    const own = (await this.#page.evaluate(textsOfDocument)).map((text) => {
      if (!LETTERS[language].test(text)) return '';
      return longestFirst
        .reduce((rest, data) => rest.replaceAll(data, ' '), text)
        .replace(NAMES_OF_THINGS, ' ');
    });
    return [...new Set(own.filter((text) => LETTERS[language].test(text)))];
  }
}

function textsIn(value: unknown, language: Language): string[] {
  if (typeof value === 'string') return [value, ...value.split(SHOWN_APART)].filter(Boolean);
  if (typeof value !== 'object' || value === null) return [];
  const { zh, en } = value as { zh?: unknown; en?: unknown };
  if (typeof zh === 'string' && typeof en === 'string') return textsIn(language === 'en' ? en : zh, language);
  return Object.values(value).flatMap((each) => textsIn(each, language));
}

/** Runs in the page: all that is read or read aloud, but for what says itself that it is in another language, and code. */
function textsOfDocument(): string[] {
  const isForeign = (element: Element): boolean => element.closest('body [lang], iframe, pre') !== null;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts: string[] = [];
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode;
    if (parentElement && textContent && !isForeign(parentElement)) texts.push(textContent.trim());
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
    if (isForeign(element)) continue;
    for (const name of ['aria-label', 'title', 'placeholder']) texts.push(element.getAttribute(name) ?? '');
  }
  return texts;
}
