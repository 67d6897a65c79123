/** The page of the device bench: shows the state that the bench tells, and sends each move of a hand as one call. */
import { drawDevices } from './devices.js';
import { restoreFolds, toggleFold } from './folds.js';
import { startScreen, writeScreen } from './screen.js';
import { toggleLanguage, words, writeWords } from './words.js';

const told = document.querySelector('#told');
const closeUp = document.querySelector('#close-up');

let state;
let screenStarted = false;

function tell(text, trouble) {
  told.textContent = text;
  told.classList.toggle('trouble', trouble);
}

function draw() {
  writeWords();
  writeScreen();
  if (state) drawDevices(state);
}

async function call(path, body) {
  try {
    const answer = await fetch(`/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (answer.ok) tell('', false);
    else tell(words().failed((await answer.json()).error), true);
  } catch {
    tell(words().benchAway, true);
  }
}

function enlarge(picture, word) {
  document.querySelector('#close-up-picture').src = picture.src;
  document.querySelector('#close-up-picture').alt = words()[word];
  document.querySelector('#close-up-title').dataset.word = word;
  document.querySelector('#close-up-title').textContent = words()[word];
  closeUp.classList.toggle('wide', word === 'cameraTitle');
  closeUp.showModal();
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  const { device, verb, args, asks, paper, fold } = button.dataset;
  if (device) {
    const asked = asks ? { [asks]: button.closest('.ask').querySelector(`[name="${asks}"]`).value } : {};
    void call(device, { verb, ...JSON.parse(args ?? '{}'), ...asked });
  } else if (paper) enlarge(button.querySelector('img'), paper === 'desk' ? 'cameraTitle' : 'closeUp');
  else if (fold) toggleFold(fold);
});

document.querySelector('#close-up-close').addEventListener('click', () => closeUp.close());

document.querySelector('#language').addEventListener('click', () => {
  toggleLanguage();
  draw();
});

const events = new EventSource('/api/events');
events.addEventListener('message', ({ data }) => {
  state = JSON.parse(data);
  drawDevices(state);
  restoreFolds();
  if (screenStarted) return;
  screenStarted = true;
  startScreen(state.screen !== null, (point) => void call('screen/tap', point));
});
events.addEventListener('open', () => tell('', false));
events.addEventListener('error', () => tell(words().benchAway, true));

draw();
