/** The document scanner: sheets in the feeder and on the glass. */
import {
  cableChoice,
  callButton,
  choice,
  draw,
  faultBox,
  make,
  press,
  pressCable,
  query,
  say,
  section,
} from './parts.js';
import { words } from './words.js';

const DEVICE = 'document-scanner';

export function buildDocumentScanner() {
  const card = section(DEVICE, 'flatbedTitle');
  const stage = make('div', 'row');
  const sheets = make('div', 'controls');
  sheets.append(
    callButton(DEVICE, 'load-feeder', { word: 'flatbedOneSheet', args: { sheets: 1 }, className: 'main' }),
    callButton(DEVICE, 'load-feeder', { word: 'flatbedFiveSheets', args: { sheets: 5 } }),
    callButton(DEVICE, 'empty-feeder', { word: 'flatbedEmpty' }),
  );
  stage.append(
    draw('flatbed', '0 0 150 92', [
      ['path', 'sheet in', { d: 'M58 4h50l-10 34h-50z' }],
      ['path', 'lid', { d: 'M16 40h118v10h-118z' }],
      ['rect', 'shade', { x: '12', y: '50', width: '126', height: '38', rx: '8' }],
      ['rect', 'body', { x: '12', y: '46', width: '126', height: '38', rx: '8' }],
      ['path', 'sheet glass', { d: 'M28 46h70' }],
      ['circle', 'lamp', { cx: '124', cy: '66', r: '4' }],
    ]),
    sheets,
  );
  const controls = make('div', 'controls rows');
  controls.append(
    choice(DEVICE, 'flatbedGlass', [
      ['take-from-glass', 'flatbedNothing'],
      ['put-on-glass', 'flatbedSheet'],
    ]),
    choice(DEVICE, 'officePath', [
      ['clear-jam', 'officePathFree'],
      ['jam', 'officeJam'],
      ['jam-after-page', 'flatbedJamAfterPage'],
    ]),
    choice(DEVICE, 'officeCover', [
      ['close-cover', 'coverClosed'],
      ['open-cover', 'coverOpen'],
    ]),
    choice(DEVICE, 'flatbedOthers', [
      ['others-leave', 'flatbedNobody'],
      ['others-use-it', 'flatbedSomebody'],
    ]),
    cableChoice(DEVICE),
  );
  card.append(stage, controls, faultBox(DEVICE));
  return card;
}

function flatbedSays({
  plugged,
  isJammed,
  isCoverOpen,
  isBusy,
  isScanning,
  sheetsInFeeder,
  hasSheetOnGlass,
}) {
  if (!plugged) return { text: words().flatbedAway, mood: 'attention' };
  if (isJammed) return { text: words().officeJammed, mood: 'attention' };
  if (isCoverOpen) return { text: words().flatbedCoverOpen, mood: 'attention' };
  if (isBusy) return { text: words().flatbedIsBusy, mood: 'attention' };
  if (isScanning) return { text: words().flatbedScanning(sheetsInFeeder), mood: 'good' };
  return { text: words().flatbedSheets(sheetsInFeeder, hasSheetOnGlass), mood: 'good' };
}

export function drawDocumentScanner(state) {
  const { plugged, sheetsInFeeder, hasSheetOnGlass, isJammed, isCoverOpen, isBusy } = state;
  const box = query(`#${DEVICE}`);
  const { text, mood } = flatbedSays(state);
  say(query(`#${DEVICE}-says`), text, mood);
  box.classList.toggle('powered', plugged);
  box.classList.toggle('attention', plugged && mood === 'attention');
  box.classList.toggle('cover-open', isCoverOpen);
  box.classList.toggle('sheet-in', sheetsInFeeder > 0);
  box.classList.toggle('sheet-on-glass', hasSheetOnGlass);
  box.querySelector('[data-verb="empty-feeder"]').disabled = sheetsInFeeder === 0;
  press(DEVICE, 'take-from-glass', !hasSheetOnGlass);
  press(DEVICE, 'put-on-glass', hasSheetOnGlass);
  press(DEVICE, 'clear-jam', !isJammed);
  press(DEVICE, 'jam', isJammed, true);
  press(DEVICE, 'jam-after-page', false);
  press(DEVICE, 'close-cover', !isCoverOpen);
  press(DEVICE, 'open-cover', isCoverOpen, true);
  press(DEVICE, 'others-leave', !isBusy);
  press(DEVICE, 'others-use-it', isBusy, true);
  pressCable(DEVICE, plugged);
}
