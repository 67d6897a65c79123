/** The receipt printer: the paper in its slot, and the slips that were torn off. */
import { make, press, pressCable, query, rebuild, say } from './parts.js';
import { words } from './words.js';

/** The state of the printer in words: like the product, it names the first thing that a person has to do. */
function printerSays({ plugged, coverOpen, paper, cutterJammed }) {
  if (!plugged) return { text: words().printerAway, mood: 'attention' };
  if (coverOpen) return { text: words().printerCoverOpen, mood: 'attention' };
  if (paper === 'out') return { text: words().printerPaperOut, mood: 'attention' };
  if (cutterJammed) return { text: words().printerCutterJammed, mood: 'attention' };
  if (paper === 'low') return { text: words().printerPaperLow, mood: 'attention' };
  return { text: words().printerReady, mood: 'good' };
}

function paperAddress(id) {
  return `/api/receipt-printer/papers/${encodeURIComponent(id)}.png`;
}

/** What sticks out of the slot: a piece that is not cut yet, before a slip that nobody took. */
function slotPaper({ inSlot, hangingLines }) {
  if (hangingLines > 0)
    return { paper: 'hanging', address: `${paperAddress('hanging')}?lines=${hangingLines}` };
  return inSlot === null ? null : { paper: inSlot, address: paperAddress(inSlot) };
}

function drawPaper({ papers, inSlot, hangingLines }) {
  const slot = query('#hanging');
  const picture = query('#hanging-picture');
  const wanted = slotPaper({ inSlot, hangingLines });
  picture.alt = words().hangingPicture;
  query('#nothing-printed').hidden = wanted !== null;
  if (wanted === null) {
    slot.hidden = true;
    slot.dataset.address = '';
  } else if (slot.dataset.address !== wanted.address) {
    slot.dataset.address = wanted.address;
    slot.dataset.paper = wanted.paper;
    picture.src = wanted.address;
    // It begins to slide out when the whole picture is there, so that its length is known.
    picture
      .decode()
      .then(() => {
        if (slot.dataset.address !== wanted.address) return;
        slot.hidden = false;
        slot.classList.remove('fresh');
        void slot.offsetHeight;
        slot.classList.add('fresh');
      })
      .catch(() => {
        // The paper was taken before its picture came; the next state shows what is there.
        if (slot.dataset.address === wanted.address) slot.hidden = true;
      });
  }
  const torn = papers.filter(({ id }) => id !== inSlot || hangingLines > 0);
  query('#torn-shelf').hidden = torn.length === 0;
  rebuild(query('#torn'), torn.map(({ id }) => id).join(' '), () =>
    torn
      .map(({ id }, index) => {
        const button = make('button');
        button.type = 'button';
        button.dataset.paper = id;
        const picture = make('img');
        picture.src = paperAddress(id);
        picture.alt = words().tornPicture(index + 1);
        button.append(picture);
        const item = make('li');
        item.append(button);
        return item;
      })
      .reverse(),
  );
}

export function drawReceiptPrinter(printer) {
  const section = query('#printer');
  const { plugged, coverOpen, paper, cutterJammed } = printer;
  const { text, mood } = printerSays(printer);
  const slipWaits = slotPaper(printer) !== null;
  say(query('#printer-says'), text + (slipWaits ? words().paperHanging : ''), mood);
  section.classList.toggle('powered', plugged);
  section.classList.toggle('attention', plugged && mood === 'attention');
  section.classList.toggle('cover-open', coverOpen);
  section.classList.toggle('paper-low', paper === 'low');
  section.classList.toggle('paper-out', paper === 'out');
  const device = 'receipt-printer';
  press(device, 'load-paper', paper === 'enough');
  press(device, 'low-paper', paper === 'low', true);
  press(device, 'run-out-of-paper', paper === 'out', true);
  press(device, 'close-cover', !coverOpen);
  press(device, 'open-cover', coverOpen, true);
  press(device, 'free-cutter', !cutterJammed);
  press(device, 'jam-cutter', cutterJammed, true);
  pressCable(device, plugged);
  query('[data-verb="tear-slip"]').disabled = !slipWaits;
  drawPaper(printer);
}
