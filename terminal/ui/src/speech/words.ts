import type { Spoken } from './pronounce.ts';

/** What the screens show, as words: read off what is drawn, so that no screen can forget to say something. */
export interface Listener {
  readonly t: Spoken;
  /** Only one person hears it. */
  readonly toHeadset: boolean;
}

/** Is said otherwise (controls, what is typed), or is no text. */
const SILENT =
  'button, [aria-hidden="true"], svg, .progress, .keyboard, .keypad, .steppers, .visually-hidden, [data-typed], .feedback';
const UNSAID = `${SILENT}, dialog`;
/** What makes a sentence of its own. */
const TELLING = 'h2, h3, p, li, dt, dd, blockquote, figcaption';
/** More are counted and heard one by one. */
const MOST_NAMED = 6;

/** The texts under an element, with a pause where it begins a new part. */
export function textOf(root: Element, t: Spoken): string {
  const parts: string[] = [];
  const walk = (node: Node): void => {
    let open = false;
    for (const child of node.childNodes) {
      const text = textWithin(child);
      if (text !== null) {
        if (text.trim() === '') continue;
        // A sentence with a value in it is several texts.
        if (open) parts[parts.length - 1] += text;
        else parts.push(text);
        open = true;
      } else if (child instanceof Element && !child.matches(UNSAID)) {
        open = false;
        walk(child);
      }
    }
  };
  walk(root);
  return joined(parts, t);
}

/** What belongs to the text that it stands in: where a line may end, and a word that no line ends in (Title.svelte). */
function textWithin(node: Node): string | null {
  const isWithin = node instanceof Text || (node instanceof Element && node.matches('wbr, .whole'));
  return isWithin ? (node.textContent ?? '').replace(/\s+/g, ' ') : null;
}

/** @param parts of one thing; a pause stands between two of them */
function joined(parts: readonly string[], { pause }: Spoken): string {
  let all = '';
  for (const part of parts.map((each) => each.trim()).filter((each) => each !== '')) {
    if (all !== '') all += /[，。！？：；、,.!?:;]$/.test(all) ? ' ' : pause;
    all += part;
  }
  return all;
}

/** The text, ended as a sentence. */
export function sentence(text: string, { stop }: Spoken): string {
  return text === '' || /[。！？!?.]\s*$/.test(text) ? text : text + stop;
}

/** The dialog in front, otherwise the screen. */
export function scopeOf(document: Document): Element | null {
  return document.querySelector('dialog[open]') ?? document.querySelector('main[data-screen]');
}

/** Heading and hint: when they change, it is another screen to who hears it. In practice it is said first that it is. */
export function leadOf(scope: Element, t: Spoken): string {
  const heading = scope.querySelector('h1, h2');
  const hint = scope.querySelector('.hint');
  const practice = scope.ownerDocument.querySelector('[data-practice]');
  const parts = [practice, heading, hint].map((each) => (each ? sentence(textOf(each, t), t) : ''));
  return parts.filter((each) => each !== '').join('');
}

/** Everything of a screen: heading, hint, what else stands there, and how to go on. */
export function wordsOfScreen(scope: Element, listener: Listener): string {
  const { t } = listener;
  const lead = leadOf(scope, t);
  const heading = scope.querySelector('h1, h2');
  const rest = [...scope.querySelectorAll(TELLING)]
    .filter((each) => each !== heading && each.closest(`${SILENT}, .hint`) === null)
    // An entry of a list is said by its paragraphs, when it has some.
    .filter((each) => each.querySelector(TELLING) === null)
    .map((each) => ({ text: textOf(each, t), isLabel: each.matches('h2, h3, dt, .label') }))
    .filter(({ text }) => text !== '')
    .map(({ text, isLabel }) => (isLabel ? `${text}${t.pause}` : sentence(text, t)))
    .join('');
  // What stands beside the work and is worth hearing: when the site is open.
  const beside = scope.matches('main') ? [...scope.ownerDocument.querySelectorAll('[data-said]')] : [];
  const said = beside.map((each) => sentence(textOf(each, t), t)).join('');
  return `${lead}${rest}${said}${howToGoOn(scope, listener)}`;
}

function howToGoOn(scope: Element, listener: Listener): string {
  const { t } = listener;
  if (scope.matches('[data-screen="attract"]')) {
    return scope.ownerDocument.querySelector('[data-action="start"]') ? t.start : '';
  }
  const aloud = listener.toHeadset ? t.private : t.loud;
  if (scope.ownerDocument.querySelector('dialog[open]') === null) {
    if (scope.ownerDocument.querySelector('.keypad.codes')) return t.typeCode + aloud;
    if (scope.ownerDocument.querySelector('.keypad')) return t.typeDigits + aloud;
    if (scope.ownerDocument.querySelector('.keyboard')) return t.typeText + aloud;
  }
  const controls = controlsOf(scope.ownerDocument).filter(
    (each) => !each.closest('footer.help, .speech-bar, .pager') && !each.matches(':disabled'),
  );
  if (controls.length === 0) return '';
  if (controls.length > MOST_NAMED) return t.count(controls.length);
  return t.options(controls.map((each) => nameOf(each, t)).join(t.pause));
}

/** What a key can stop at, in order; the disabled among it, so that who cannot see hears that they are there. */
export function controlsOf(document: Document): HTMLButtonElement[] {
  const dialog = document.querySelector('dialog[open]');
  return [...(dialog ?? document).querySelectorAll<HTMLButtonElement>('button')].filter((each) =>
    each.checkVisibility(),
  );
}

function nameOf(control: Element, t: Spoken): string {
  const name = control.getAttribute('aria-label') ?? textOf(control, t);
  // "Change" alone does not say what.
  const row = control.closest('li[data-row]');
  const label = row && row !== control ? row.querySelector('.label') : null;
  return label ? textOf(label, t) + t.colon + name : name;
}

/** A control that has the focus: name, state, and whether it can be used. */
export function wordsOfControl(control: Element, { t, toHeadset }: Listener): string {
  const candidate = control.getAttribute('data-candidate');
  if (candidate !== null) {
    const order =
      [...(control.parentElement?.querySelectorAll('[data-candidate]') ?? [])].indexOf(control) + 1;
    return t.candidate(order, toHeadset ? candidate : t.characters([...candidate].length));
  }
  const checked = control.getAttribute('aria-checked') ?? control.getAttribute('aria-pressed');
  const state = checked === null ? '' : checked === 'true' ? t.chosen : t.notChosen;
  return joined([nameOf(control, t), state, control.matches(':disabled') ? t.cannot : ''], t);
}
