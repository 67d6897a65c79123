/** What every device card is made of. All texts go in as text, never as HTML. */
import { isChinese, words } from './words.js';

const SVG = 'http://www.w3.org/2000/svg';

export function query(selector) {
  return document.querySelector(selector);
}

export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

/** An element that `writeWords` fills, now and in the other language. */
export function makeWord(tag, word, className) {
  const element = make(tag, className, words()[word]);
  element.dataset.word = word;
  return element;
}

/** A drawing of [tag, class, attributes]; it says nothing that the words do not say. */
export function draw(className, viewBox, shapes) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', viewBox);
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  for (const [tag, name, attributes] of shapes) {
    const shape = document.createElementNS(SVG, tag);
    shape.setAttribute('class', name);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
    svg.append(shape);
  }
  return svg;
}

/** A button that sends one call; `args` go with the verb, `asks` names a field in the same `.ask` that goes with it. */
export function callButton(device, verb, { word, args, asks, className } = {}) {
  const button = word ? makeWord('button', word, className) : make('button', className);
  button.type = 'button';
  button.dataset.device = device;
  button.dataset.verb = verb;
  if (args) button.dataset.args = JSON.stringify(args);
  if (asks) button.dataset.asks = asks;
  return button;
}

/** Positions of one thing: [verb, word, trouble?] each. */
export function choice(device, label, positions) {
  const box = make('div', 'choice');
  const name = makeWord('span', label);
  name.id = `${device}-${label}`;
  box.role = 'group';
  box.setAttribute('aria-labelledby', name.id);
  box.append(name, ...positions.map(([verb, word]) => callButton(device, verb, { word })));
  return box;
}

/** The two ends of a cable. */
export function cableChoice(device, label = 'dataCable') {
  return choice(device, label, [
    ['plug-in', 'cableIn'],
    ['unplug', 'cableOut'],
  ]);
}

/** A list to choose from and a button that sends what is chosen under this name. */
export function chooser(device, verb, name, label, word) {
  const box = make('div', 'ask');
  const select = make('select');
  select.name = name;
  select.dataset.label = label;
  box.append(select, callButton(device, verb, { word, asks: name }));
  return box;
}

/** Fills the list of `chooser`; what was chosen stays chosen. */
export function fillChooser(select, options) {
  select.ariaLabel = words()[select.dataset.label];
  rebuild(select, options.map(({ value }) => value).join(' '), () => {
    const chosen = select.value;
    queueMicrotask(() => {
      if (chosen) select.value = chosen;
    });
    return options.map(({ value, text }) => new Option(text, value));
  });
}

export function say(element, text, mood) {
  element.textContent = text;
  element.classList.toggle('good', mood === 'good');
  element.classList.toggle('attention', mood === 'attention');
}

export function press(device, verb, pressed, trouble = false) {
  const button = query(`[data-device="${device}"][data-verb="${verb}"]`);
  button.setAttribute('aria-pressed', String(pressed));
  button.classList.toggle('trouble', trouble);
}

export function pressCable(device, plugged) {
  press(device, 'plug-in', plugged);
  press(device, 'unplug', !plugged, true);
}

/** Once a content and language, so that the keyboard's place is kept while states go by. */
export function rebuild(element, content, makeChildren) {
  const made = `${isChinese()} ${content}`;
  if (element.dataset.made === made) return;
  element.dataset.made = made;
  element.replaceChildren(...makeChildren());
}

export function pick(text) {
  return isChinese() ? text.zh : text.en;
}

/** Puts title, state and fold in place of the heading; answers the section, empty below them. */
export function section(id, title) {
  const card = make('section', 'folded');
  card.id = id;
  const heading = make('h2');
  const fold = makeWord('button', title, 'fold');
  fold.type = 'button';
  fold.dataset.fold = id;
  fold.setAttribute('aria-expanded', 'false');
  heading.append(fold);
  const says = make('p', 'says');
  says.id = `${id}-says`;
  const head = make('div', 'head');
  head.append(heading, says);
  card.append(head);
  return card;
}

/** A folded list of everything that can go wrong with a device; what waits to happen is always told. */
export function faultBox(device) {
  const box = make('div', 'faults');
  box.dataset.faults = device;
  return box;
}

function buildFaults(box) {
  const list = make('details');
  list.append(makeWord('summary', 'faults'), make('div', 'ask'));
  box.append(list, make('p', 'armed'));
}

export function drawFaults(device, { kinds, armed }) {
  const box = query(`[data-faults="${device}"]`);
  if (!box.firstElementChild) buildFaults(box);
  const names = armed.map((kind) => pick(kinds.find((known) => known.kind === kind).name));
  const waiting = box.querySelector('.armed');
  waiting.hidden = armed.length === 0;
  waiting.textContent = words().faultsArmed(names.join(isChinese() ? '、' : ', '));
  const body = box.querySelector('.ask');
  rebuild(body, device, () => {
    const select = make('select');
    select.name = 'kind';
    select.append(...kinds.map((kind) => new Option(pick(kind.name), kind.kind)));
    select.ariaLabel = words().faultKind;
    return [
      select,
      callButton(device, 'fail-next', { word: 'failNext', asks: 'kind' }),
      callButton(device, 'fail-repeatedly', { word: 'failRepeatedly', asks: 'kind' }),
      callButton(device, 'clear-faults', { word: 'clearFaults' }),
    ];
  });
  body.querySelector('[data-verb="clear-faults"]').setAttribute('aria-disabled', String(armed.length === 0));
}
