/** The code scanner: codes of every kind that somebody can hold before it. */
import {
  cableChoice,
  callButton,
  chooser,
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

const DEVICE = 'code-scanner';

export function buildCodeScanner() {
  const card = section(DEVICE, 'scannerTitle');
  const stage = make('div', 'row');
  stage.append(
    draw('scan-window', '0 0 150 74', [
      ['rect', 'shade', { x: '12', y: '8', width: '126', height: '62', rx: '10' }],
      ['rect', 'body', { x: '12', y: '4', width: '126', height: '62', rx: '10' }],
      ['rect', 'glass', { x: '30', y: '14', width: '90', height: '40', rx: '5' }],
      ['path', 'beam', { d: 'M38 34h74' }],
      ['circle', 'lamp', { cx: '128', cy: '58', r: '4' }],
    ]),
    cableChoice(DEVICE),
    callButton(DEVICE, 'factory-settings', { word: 'scannerFactory' }),
  );
  const samples = make('span', 'samples');
  const slip = callButton(DEVICE, 'show-slip', { word: 'scannerSlip' });
  const typed = make('div', 'ask');
  const text = make('input');
  text.name = 'text';
  text.maxLength = 1000;
  text.autocomplete = 'off';
  text.spellcheck = false;
  typed.append(text, callButton(DEVICE, 'show-text', { word: 'scannerShow', asks: 'text' }));
  const codes = make('div', 'controls');
  codes.append(samples, slip);
  card.append(
    stage,
    makeWord('h3', 'scannerCodes'),
    codes,
    typed,
    makeWord('h3', 'scannerHostile'),
    chooser(DEVICE, 'show-hostile-code', 'code', 'scannerHostile', 'scannerShow'),
    faultBox(DEVICE),
  );
  return card;
}

function scannerSays({ plugged, looking, isKeyboard }) {
  if (isKeyboard) return { text: words().scannerIsKeyboard, mood: 'attention' };
  if (!plugged) return { text: words().scannerAway, mood: 'attention' };
  return { text: looking ? words().scannerLooks : words().scannerDark, mood: 'good' };
}

export function drawCodeScanner(state) {
  const { plugged, looking, isKeyboard, canShowSlip, codes, hostileCodes } = state;
  const box = query(`#${DEVICE}`);
  const { text, mood } = scannerSays(state);
  say(query(`#${DEVICE}-says`), text, mood);
  box.classList.toggle('powered', plugged);
  box.classList.toggle('looking', looking);
  pressCable(DEVICE, plugged);
  box.querySelector('[data-verb="factory-settings"]').hidden = !isKeyboard;
  rebuild(box.querySelector('.samples'), codes.map(({ code }) => code).join(' '), () =>
    codes.map(({ code, name, text: content }) => {
      const button = callButton(DEVICE, 'show-code', { args: { code } });
      button.textContent = pick(name);
      button.title = content;
      return button;
    }),
  );
  box.querySelector('[data-verb="show-slip"]').disabled = !canShowSlip;
  const input = box.querySelector('input');
  input.placeholder = words().scannerTyped;
  input.ariaLabel = words().scannerTyped;
  fillChooser(
    box.querySelector('select[name="code"]'),
    hostileCodes.map(({ code, shown }) => ({ value: code, text: pick({ zh: shown, en: code }) })),
  );
}
