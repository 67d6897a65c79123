/** The social-security card reader: whose card is in it, and what kind of card. */
import {
  cableChoice,
  callButton,
  draw,
  faultBox,
  fillChooser,
  make,
  makeWord,
  pick,
  pressCable,
  query,
  rebuild,
  say,
  section,
} from './parts.js';
import { words } from './words.js';

const DEVICE = 'smart-card-reader';

export function buildSmartCardReader() {
  const card = section(DEVICE, 'smartTitle');
  const missing = make('div', 'missing');
  missing.append(makeWord('p', 'smartMissingWhy'), make('code'), make('p', 'sentence'));
  const works = make('div', 'works');
  const stage = make('div', 'row');
  stage.append(
    draw('reader-slot', '0 0 150 74', [
      ['rect', 'card', { x: '44', y: '2', width: '62', height: '40', rx: '5' }],
      ['rect', 'chip', { x: '54', y: '14', width: '14', height: '12', rx: '2' }],
      ['rect', 'shade', { x: '12', y: '34', width: '126', height: '38', rx: '9' }],
      ['rect', 'body', { x: '12', y: '30', width: '126', height: '38', rx: '9' }],
      ['rect', 'slot', { x: '38', y: '34', width: '74', height: '5', rx: '2.5' }],
      ['circle', 'lamp', { cx: '126', cy: '54', r: '4' }],
    ]),
    callButton(DEVICE, 'remove-card', { word: 'smartTake' }),
    cableChoice(DEVICE),
  );
  const insert = make('div', 'ask');
  const kinds = make('select');
  kinds.name = 'card';
  kinds.dataset.label = 'smartKind';
  insert.append(kinds, make('ul', 'names'));
  works.append(stage, makeWord('h3', 'smartInsert'), insert);
  card.append(missing, works, faultBox(DEVICE));
  return card;
}

export function drawSmartCardReader(state) {
  const { missing, plugged, card, cardKind, citizens, cardKinds } = state;
  const box = query(`#${DEVICE}`);
  box.querySelector('.missing').hidden = missing === null;
  box.querySelector('.works').hidden = missing !== null;
  box.querySelector('.faults').hidden = missing !== null;
  if (missing) {
    box.querySelector('code').textContent =
      `sudo apt-get install --no-install-recommends ${missing.packages.join(' ')}`;
    box.querySelector('.sentence').textContent = missing.sentence;
  }
  const citizen = citizens.find(({ id }) => id === card);
  const says = query(`#${DEVICE}-says`);
  const kind = pick(cardKinds.find((one) => one.kind === cardKind).name);
  if (missing) say(says, words().smartMissing, 'attention');
  else if (!plugged) say(says, words().smartAway, 'attention');
  else say(says, citizen ? words().smartCardOf(citizen.name, kind) : words().smartNoCard, 'good');
  box.classList.toggle('powered', plugged);
  box.classList.toggle('filled', card !== null);
  pressCable(DEVICE, plugged);
  box.querySelector('[data-verb="remove-card"]').disabled = card === null;
  fillChooser(
    box.querySelector('select[name="card"]'),
    cardKinds.map((one) => ({ value: one.kind, text: pick(one.name) })),
  );
  rebuild(box.querySelector('.names'), citizens.map(({ id }) => id).join(' '), () =>
    citizens.map(({ id, name }) => {
      const button = callButton(DEVICE, 'insert-card', { args: { citizen: id }, asks: 'card' });
      button.dataset.citizen = id;
      button.textContent = name;
      const item = make('li');
      item.append(button);
      return item;
    }),
  );
  for (const button of box.querySelectorAll('.names button')) {
    button.setAttribute('aria-pressed', String(button.dataset.citizen === card));
  }
}
