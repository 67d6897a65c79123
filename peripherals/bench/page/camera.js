/** The document camera: the sheet below it, seen as it sees it. */
import {
  cableChoice,
  callButton,
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

const DEVICE = 'camera';

export function buildCamera() {
  const card = section(DEVICE, 'cameraTitle');
  const stage = make('div', 'row');
  const desk = make('button', 'desk');
  desk.type = 'button';
  desk.dataset.paper = 'desk';
  desk.append(make('img'));
  const below = make('div', 'controls');
  const sheets = make('div', 'choice sheets');
  sheets.role = 'group';
  sheets.setAttribute('aria-labelledby', 'camera-below');
  const label = makeWord('h3', 'cameraBelow');
  label.id = 'camera-below';
  below.append(label, sheets);
  stage.append(desk, cableChoice(DEVICE));
  card.append(stage, below);
  return card;
}

export function drawCamera({ plugged, paper, papers }) {
  const box = query(`#${DEVICE}`);
  const lying = papers.find((one) => one.paper === paper);
  const says = query(`#${DEVICE}-says`);
  if (!plugged) say(says, words().cameraAway, 'attention');
  else say(says, lying ? words().cameraSees(pick(lying.name)) : words().cameraSeesNothing, 'good');
  box.classList.toggle('unplugged', !plugged);
  pressCable(DEVICE, plugged);
  rebuild(box.querySelector('.sheets'), papers.map((one) => one.paper).join(' '), () => [
    callButton(DEVICE, 'take-paper', { word: 'flatbedNothing' }),
    ...papers.map((one) => {
      const button = callButton(DEVICE, 'put-paper', { args: { paper: one.paper } });
      button.textContent = pick(one.name);
      button.dataset.sheet = one.paper;
      return button;
    }),
  ]);
  for (const button of box.querySelectorAll('.sheets button')) {
    button.setAttribute('aria-pressed', String((button.dataset.sheet ?? null) === paper));
  }
  const picture = box.querySelector('img');
  picture.alt = words().cameraPicture;
  const address = `/api/camera/desk.jpg?paper=${paper ?? ''}`;
  if (picture.getAttribute('src') !== address) picture.src = address;
}
