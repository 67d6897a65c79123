import type { LocalText, Matter } from '@tongban/kiosk-config/catalogue';
import { html, plain, say, type Html, type Language } from './html.ts';
import type { OnlineReceipt } from './online.ts';
import { words } from './words.ts';

/** A matter as it may be done at the moment. */
export interface OfferedMatter {
  readonly matter: Matter;
  /** Why it is closed for now; null when it is open. */
  readonly suspension: { readonly reason: LocalText; readonly until: string | null } | null;
}

export interface PageFacts {
  readonly language: Language;
  readonly title: LocalText;
  /** The same page, for the link to the other language; without the query. */
  readonly path: string;
  /** Something has to be mended: said in the title too, which a screen reader reads first. */
  readonly hasTroubles?: boolean;
}

/** A whole page around its content. */
export function page({ language, title, path, hasTroubles = false }: PageFacts, content: Html): string {
  const other: Language = language === 'en' ? 'zh-CN' : 'en';
  const heading = `${hasTroubles ? plain(words.error, language) : ''}${plain(title, language)}`;
  const { text } = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${heading} · ${plain(words.title, language)}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/portal/portal.css" />
        <script type="module" src="/portal/portal.js"></script>
      </head>
      <body>
        <a class="skip" href="#content">${say(words.skip, language)}</a>
        <header>
          <div class="bar">
            <a class="home" href="${link('/portal/', language)}">
              <span class="mark" aria-hidden="true">通</span>${say(words.title, language)}
            </a>
            <a class="language" href="${link(path, other)}" lang="${other}" hreflang="${other}"
              >${other === 'en' ? 'English' : '中文'}</a
            >
          </div>
          <p class="invented">${say(words.invented, language)}</p>
        </header>
        <main id="content" tabindex="-1">${content}</main>
      </body>
    </html>`;
  return text;
}

export function link(path: string, language: Language): string {
  return language === 'en' ? `${path}?lang=en` : path;
}

export function matterPath(matter: Pick<Matter, 'handleItem'>): string {
  return `/portal/matters/${matter.handleItem}`;
}

export function listContent(offered: readonly OfferedMatter[], language: Language): Html {
  const items = offered.map(
    ({ matter, suspension }) =>
      html`<li class="card">
        <h2><a href="${link(matterPath(matter), language)}">${say(matter.name, language)}</a></h2>
        <p>${say(matter.guide.summary, language)}</p>
        <p class="facts">
          <span>${say(matter.unit.name, language)}</span>
          <span>${say(matter.limit.words, language)}</span>
          <span>${say(words.minutes(matter.minutes), language)}</span>
          ${suspension ? html`<span class="closed">${say(words.suspended, language)}</span>` : null}
        </p>
      </li>`,
  );
  return html`<h1>${say(words.matters, language)}</h1>
    <ul class="cards">
      ${items}
    </ul>`;
}

export function receiptContent(
  receipt: OnlineReceipt,
  matter: Matter,
  nextStep: LocalText,
  language: Language,
): Html {
  const received = new Intl.DateTimeFormat(language, {
    ...{ timeZone: 'Asia/Shanghai', dateStyle: 'long', timeStyle: 'short' },
  }).format(new Date(receipt.receivedAt));
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  return html`<div class="panel done">
      <h1>${say(words.accepted, language)}</h1>
      <p>${say(matter.name, language)}</p>
      <p class="number-label" id="number-label">${say(words.applyNo, language)}</p>
      <p class="number" id="apply-no" aria-describedby="number-label">${receipt.applyNo}</p>
      <p>${say(words.keepNumber, language)}</p>
    </div>
    <dl class="facts-list">
      <dt>${say(words.receivedAt, language)}</dt>
      <dd>${received}</dd>
      <dt>${say(words.limitDate, language)}</dt>
      <dd>
        ${day.format(new Date(receipt.limitDate))}${receipt.limitProvisional ? say(words.provisional, language) : null}
      </dd>
      <dt>${say(words.whatNext, language)}</dt>
      <dd>${say(nextStep, language)}</dd>
      <dt>${say(words.unit, language)}</dt>
      <dd>${say(matter.unit.name, language)}</dd>
    </dl>
    <p><a href="${link('/portal/', language)}">${say(words.back, language)}</a></p>`;
}

/** What went wrong, and the way on. */
export function messageContent(title: LocalText, text: LocalText, language: Language): Html {
  return html`<h1>${say(title, language)}</h1>
    <p>${say(text, language)}</p>
    <p><a href="${link('/portal/', language)}">${say(words.begin, language)}</a></p>`;
}
