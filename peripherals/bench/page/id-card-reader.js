/** The ID card reader: its pad, the card on it, and the people whose cards can be put there. */
import { callButton, draw, make, pick, pressCable, query, rebuild, say } from './parts.js';
import { words } from './words.js';

function portrait() {
  return draw('photo', '0 0 40 50', [
    ['rect', 'back', { width: '40', height: '50', rx: '3' }],
    ['circle', 'person', { cx: '20', cy: '19', r: '9' }],
    ['path', 'person', { d: 'M4 50c0-12 7-18 16-18s16 6 16 18z' }],
  ]);
}

function cardButton({ id, name, birth, note }) {
  const button = callButton('id-card-reader', 'place-card', { args: { citizen: id } });
  button.dataset.citizen = id;
  const facts = make('span', 'facts', birth);
  facts.append(make('span', 'stamp', words().test));
  button.append(make('span', 'name', name), facts, make('span', 'notes', pick(note)));
  const item = make('li');
  item.append(button);
  return item;
}

function drawCards(list, cards, onPad) {
  rebuild(list, cards.map(({ id }) => id).join(' '), () => cards.map(cardButton));
  for (const button of list.querySelectorAll('button')) {
    button.setAttribute('aria-pressed', String(button.dataset.citizen === onPad));
  }
}

export function drawIdCardReader({ plugged, card, citizens }) {
  const citizen = citizens.find(({ id }) => id === card);
  const says = query('#reader-says');
  if (!plugged) say(says, words().readerAway, 'attention');
  else say(says, citizen ? words().cardOf(citizen.name) : words().noCard, 'good');
  const stage = query('#reader-stage');
  stage.classList.toggle('unplugged', !plugged);
  stage.classList.toggle('powered', plugged);
  pressCable('id-card-reader', plugged);
  query('#reader [data-verb="remove-card"]').disabled = card === null;
  const onPad = query('#card-on-pad');
  onPad.hidden = !citizen;
  rebuild(onPad, String(card), () =>
    citizen
      ? [
          make('strong', '', citizen.name),
          make('span', '', `${pick(citizen.sex)}  ${citizen.birth}`),
          make('span', 'number', citizen.idNumber),
          portrait(),
          make('span', 'stamp', words().test),
        ]
      : [],
  );
  drawCards(
    query('#citizens'),
    citizens.filter(({ isCitizen }) => isCitizen),
    card,
  );
  drawCards(
    query('#other-cards'),
    citizens.filter(({ isCitizen }) => !isCitizen),
    card,
  );
}
