/** The page of the device bench: shows the state that the bench tells, and sends each move of a hand as one call. */
import { drawDevices } from './devices.js';
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

function enlarge(picture) {
  document.querySelector('#close-up-picture').src = picture.src;
  document.querySelector('#close-up-picture').alt = words().closeUp;
  closeUp.showModal();
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  const { device, verb, citizen, paper } = button.dataset;
  if (device) {
    const kind = verb.startsWith('fail-') ? button.parentElement.querySelector('select').value : undefined;
    void call(device, { verb, citizen, kind });
  } else if (paper) enlarge(button.querySelector('img'));
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
  if (screenStarted) return;
  screenStarted = true;
  startScreen(state.screen !== null, (point) => void call('screen/tap', point));
});
events.addEventListener('open', () => tell('', false));
events.addEventListener('error', () => tell(words().benchAway, true));

draw();
