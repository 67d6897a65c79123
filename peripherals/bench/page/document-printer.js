/** The document printer: paper, toner, jobs at work, and the documents that came out. */
import {
  cableChoice,
  callButton,
  choice,
  draw,
  faultBox,
  make,
  makeWord,
  press,
  pressCable,
  query,
  rebuild,
  say,
  section,
} from './parts.js';
import { words } from './words.js';

const DEVICE = 'document-printer';

export function buildDocumentPrinter() {
  const card = section(DEVICE, 'officeTitle');
  const stage = make('div', 'row');
  const printed = make('div', 'printed');
  printed.append(makeWord('p', 'officeNothing', 'nothing-out'), make('ul', 'documents'));
  stage.append(
    draw('office', '0 0 150 104', [
      ['path', 'sheet out', { d: 'M52 6h46v34h-46z' }],
      ['rect', 'shade', { x: '12', y: '36', width: '126', height: '64', rx: '9' }],
      ['rect', 'body', { x: '12', y: '32', width: '126', height: '64', rx: '9' }],
      ['rect', 'slot', { x: '40', y: '36', width: '70', height: '5', rx: '2.5' }],
      ['path', 'cover', { d: 'M20 50h82' }],
      ['rect', 'drawer', { x: '26', y: '70', width: '98', height: '20', rx: '3' }],
      ['rect', 'sheet tray', { x: '30', y: '74', width: '90', height: '12' }],
      ['circle', 'lamp', { cx: '126', cy: '50', r: '4' }],
    ]),
    printed,
  );
  const jobs = make('div', 'controls jobs');
  jobs.append(
    make('p', 'at-work'),
    callButton(DEVICE, 'cancel-job', { word: 'officeCancel' }),
    callButton(DEVICE, 'abort-job', { word: 'officeAbort' }),
  );
  const controls = make('div', 'controls rows');
  controls.append(
    choice(DEVICE, 'officePaper', [
      ['load-paper', 'paperOk'],
      ['low-paper', 'paperLow'],
      ['run-out-of-paper', 'paperOut'],
      ['run-out-after-page', 'officeOutAfterPage'],
    ]),
    choice(DEVICE, 'officeToner', [
      ['change-toner', 'officeTonerFull'],
      ['low-toner', 'officeTonerLow'],
      ['run-out-of-toner', 'paperOut'],
    ]),
    choice(DEVICE, 'officePath', [
      ['clear-jam', 'officePathFree'],
      ['jam', 'officeJam'],
    ]),
    choice(DEVICE, 'officeCover', [
      ['close-cover', 'coverClosed'],
      ['open-cover', 'coverOpen'],
    ]),
    choice(DEVICE, 'officeOutput', [
      ['empty-output', 'officeOutputFree'],
      ['fill-output', 'officeOutputFull'],
    ]),
    choice(DEVICE, 'officePanel', [
      ['resume', 'officeRuns'],
      ['stop', 'officeStopped'],
    ]),
    choice(DEVICE, 'officeSpeed', [
      ['speed-up', 'officeQuick'],
      ['slow-down', 'officeSlow'],
    ]),
    cableChoice(DEVICE, 'officePower'),
  );
  card.append(stage, jobs, controls, faultBox(DEVICE));
  return card;
}

/** The first thing that a person has to do, as the product would say it. */
function officeSays(state) {
  const troubles = [
    [!state.plugged, 'officeAway'],
    [state.coverOpen, 'printerCoverOpen'],
    [state.jammed, 'officeJammed'],
    [state.paper === 'out', 'printerPaperOut'],
    [state.toner === 'out', 'officeTonerOut'],
    [state.outputFull, 'officeOutputIsFull'],
    [state.paused, 'officePaused'],
    [state.paper === 'low', 'printerPaperLow'],
    [state.toner === 'low', 'officeTonerIsLow'],
  ];
  const word = troubles.find(([is]) => is)?.[1];
  if (word) return { text: words()[word], mood: 'attention' };
  return { text: state.jobs.length > 0 ? words().officePrinting : words().printerReady, mood: 'good' };
}

function documentLink({ id, name, pages, copies }) {
  const link = make('a', '', words().officeDocument(id, pages, copies));
  link.href = `/api/document-printer/printed/${id}.pdf`;
  link.target = '_blank';
  link.rel = 'noopener';
  link.title = name;
  const item = make('li');
  item.append(link);
  return item;
}

export function drawDocumentPrinter(state) {
  const { plugged, paper, toner, coverOpen, jammed, outputFull, paused, slow, jobs, printed } = state;
  const box = query(`#${DEVICE}`);
  const { text, mood } = officeSays(state);
  say(query(`#${DEVICE}-says`), text, mood);
  box.classList.toggle('powered', plugged);
  box.classList.toggle('attention', plugged && mood === 'attention');
  box.classList.toggle('paper-low', paper === 'low');
  box.classList.toggle('paper-out', paper === 'out');
  box.classList.toggle('cover-open', coverOpen);
  box.classList.toggle('sheet-out', printed.length > 0);
  press(DEVICE, 'load-paper', paper === 'full');
  press(DEVICE, 'low-paper', paper === 'low', true);
  press(DEVICE, 'run-out-of-paper', paper === 'out', true);
  press(DEVICE, 'run-out-after-page', false);
  press(DEVICE, 'change-toner', toner === 'full');
  press(DEVICE, 'low-toner', toner === 'low', true);
  press(DEVICE, 'run-out-of-toner', toner === 'out', true);
  press(DEVICE, 'clear-jam', !jammed);
  press(DEVICE, 'jam', jammed, true);
  press(DEVICE, 'close-cover', !coverOpen);
  press(DEVICE, 'open-cover', coverOpen, true);
  press(DEVICE, 'empty-output', !outputFull);
  press(DEVICE, 'fill-output', outputFull, true);
  press(DEVICE, 'resume', !paused);
  press(DEVICE, 'stop', paused, true);
  press(DEVICE, 'speed-up', !slow);
  press(DEVICE, 'slow-down', slow, true);
  pressCable(DEVICE, plugged);
  const [job] = jobs;
  box.querySelector('.jobs').hidden = !job;
  if (job) box.querySelector('.at-work').textContent = words().officeJob(job.id, job.pagesOut, jobs.length);
  box.querySelector('.nothing-out').hidden = printed.length > 0;
  rebuild(box.querySelector('.documents'), printed.map(({ id }) => id).join(' '), () =>
    printed.map(documentLink).reverse(),
  );
}
