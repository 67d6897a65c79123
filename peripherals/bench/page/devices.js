/** Draws the state of the devices: words first, pictures beside them. All texts go in as text, never as HTML. */
import { isChinese, words } from './words.js';

const query = (selector) => document.querySelector(selector);

function say(element, text, mood) {
  element.textContent = text;
  element.classList.toggle('good', mood === 'good');
  element.classList.toggle('attention', mood === 'attention');
}

function press(device, verb, pressed, trouble = false) {
  const button = query(`[data-device="${device}"][data-verb="${verb}"]`);
  button.setAttribute('aria-pressed', String(pressed));
  button.classList.toggle('trouble', trouble);
}

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

function portrait() {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 40 50');
  svg.setAttribute('class', 'photo');
  svg.setAttribute('aria-hidden', 'true');
  for (const [tag, name, attributes] of [
    ['rect', 'back', { width: '40', height: '50', rx: '3' }],
    ['circle', 'person', { cx: '20', cy: '19', r: '9' }],
    ['path', 'person', { d: 'M4 50c0-12 7-18 16-18s16 6 16 18z' }],
  ]) {
    const part = document.createElementNS(SVG, tag);
    part.setAttribute('class', name);
    for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
    svg.append(part);
  }
  return svg;
}

function pick(text) {
  return isChinese() ? text.zh : text.en;
}

function drawCitizens(citizens, onPad) {
  const list = query('#citizens');
  // Built once a language, so that the keyboard's place in the list is kept while states go by.
  const made = `${isChinese()} ${citizens.map(({ id }) => id).join(' ')}`;
  if (list.dataset.made !== made) {
    list.dataset.made = made;
    list.replaceChildren(
      ...citizens.map((citizen) => {
        const button = make('button');
        button.type = 'button';
        button.dataset.device = 'id-card-reader';
        button.dataset.verb = 'place-card';
        button.dataset.citizen = citizen.id;
        const facts = make('span', 'facts', citizen.birth);
        facts.append(make('span', 'stamp', words().test));
        button.append(make('span', 'name', citizen.name), facts, make('span', 'notes', pick(citizen.note)));
        const item = make('li');
        item.append(button);
        return item;
      }),
    );
  }
  for (const button of list.querySelectorAll('button')) {
    button.setAttribute('aria-pressed', String(button.dataset.citizen === onPad));
  }
}

function drawReader({ plugged, card, citizens }) {
  const citizen = citizens.find(({ id }) => id === card);
  const says = query('#reader-says');
  if (!plugged) say(says, words().readerAway, 'attention');
  else say(says, citizen ? words().cardOf(citizen.name) : words().noCard, 'good');
  const stage = query('#reader-stage');
  stage.classList.toggle('unplugged', !plugged);
  stage.classList.toggle('powered', plugged);
  press('id-card-reader', 'plug-in', plugged);
  press('id-card-reader', 'unplug', !plugged, true);
  query('[data-verb="remove-card"]').disabled = card === null;
  const onPad = query('#card-on-pad');
  onPad.hidden = !citizen;
  const face = `${isChinese()} ${card}`;
  if (citizen && onPad.dataset.face !== face) {
    onPad.replaceChildren(
      make('strong', '', citizen.name),
      make('span', '', `${pick(citizen.sex)}  ${citizen.birth}`),
      make('span', 'number', citizen.idNumber),
      portrait(),
      make('span', 'stamp', words().test),
    );
  }
  onPad.dataset.face = face;
  drawCitizens(citizens, card);
}

function drawNetwork({ state, resetNext }) {
  const section = query('#network');
  section.classList.toggle('off', state === 'off');
  section.classList.toggle('hang', state === 'hang');
  const says = { on: words().networkIsOn, off: words().networkIsOff, hang: words().networkIsHanging }[state];
  const more = resetNext ? words().networkWillReset : '';
  say(query('#network-says'), says + more, state === 'on' && !resetNext ? 'good' : 'attention');
  press('network', 'on', state === 'on');
  press('network', 'off', state === 'off', true);
  press('network', 'hang', state === 'hang', true);
  query('[data-verb="reset-next"]').disabled = resetNext;
}

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
  const list = query('#torn');
  const made = `${isChinese()} ${torn.map(({ id }) => id).join(' ')}`;
  if (list.dataset.made === made) return;
  list.dataset.made = made;
  list.replaceChildren(
    ...torn
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

function drawPrinter(printer) {
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
  press(device, 'plug-in', plugged);
  press(device, 'unplug', !plugged, true);
  query('[data-verb="tear-slip"]').disabled = !slipWaits;
  drawPaper(printer);
}

function drawFaults(device, { kinds, armed }) {
  const box = query(`[data-faults="${device}"]`);
  const made = `${isChinese()} ${armed.join(' ')}`;
  if (box.dataset.made === made) return;
  box.dataset.made = made;
  const chosen = box.querySelector('select')?.value;
  const select = make('select');
  select.ariaLabel = words().faultKind;
  select.append(...kinds.map((kind) => new Option(pick(kind.name), kind.kind)));
  if (chosen) select.value = chosen;
  const fail = make('button', '', words().failNext);
  fail.dataset.verb = 'fail-next';
  const failOn = make('button', '', words().failRepeatedly);
  failOn.dataset.verb = 'fail-repeatedly';
  const clear = make('button', '', words().clearFaults);
  clear.dataset.verb = 'clear-faults';
  clear.disabled = armed.length === 0;
  for (const button of [fail, failOn, clear]) {
    button.type = 'button';
    button.dataset.device = device;
  }
  const focused = box.contains(document.activeElement) ? document.activeElement.dataset.verb : undefined;
  box.replaceChildren(make('h3', '', words().faults), select, fail, failOn, clear);
  if (armed.length > 0) {
    const names = armed.map((kind) => pick(kinds.find((known) => known.kind === kind).name));
    box.append(make('p', 'armed', words().faultsArmed(names.join(isChinese() ? '、' : ', '))));
  }
  if (focused)
    (focused === 'clear-faults' && clear.disabled
      ? fail
      : box.querySelector(`[data-verb="${focused}"]`)
    ).focus();
}

/** Draws all devices as the bench says they are. */
export function drawDevices(state) {
  drawReader(state.idCardReader);
  drawNetwork(state.network);
  drawPrinter(state.receiptPrinter);
  drawFaults('id-card-reader', state.idCardReader.faults);
  drawFaults('receipt-printer', state.receiptPrinter.faults);
}
