/** The live kiosk screen: asks for the next picture as long as somebody looks, and passes clicks on as touches. */
import { words } from './words.js';

const RETRY_MS = 1500;

const kiosk = document.querySelector('#kiosk');
const note = document.querySelector('#screen-note');
const says = document.querySelector('#screen-says');
const glass = document.querySelector('#glass');
const picture = document.querySelector('#picture');

let size = { width: 0, height: 0 };
let saying = '';

function say(word) {
  saying = word;
  writeScreen();
}

/** Writes the texts anew, for the language that is chosen now. */
export function writeScreen() {
  says.textContent = saying === '' ? '' : words()[saying];
  says.classList.toggle('good', saying === 'screenLive');
  picture.alt = words().screenPicture;
}

async function show(answer) {
  const address = URL.createObjectURL(await answer.blob());
  const before = picture.src;
  picture.src = address;
  await picture.decode();
  if (before !== '') URL.revokeObjectURL(before);
  size = {
    width: Number(answer.headers.get('x-screen-width')),
    height: Number(answer.headers.get('x-screen-height')),
  };
  kiosk.classList.toggle('wide', size.width > size.height);
}

function untilVisible() {
  return new Promise((resolve) => {
    if (!document.hidden) resolve();
    else document.addEventListener('visibilitychange', () => resolve(), { once: true });
  });
}

async function watch() {
  let frame = '';
  say('screenWaiting');
  for (;;) {
    await untilVisible();
    try {
      const answer = await fetch(`/api/screen.jpg${frame === '' ? '' : `?newer-than=${frame}`}`);
      if (answer.status === 204) continue;
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      await show(answer);
      frame = answer.headers.get('x-screen-frame');
      say('screenLive');
    } catch {
      // Xvfb or the bench is starting or gone: what is shown stays, and the next round says when it is back.
      frame = '';
      say('screenAway');
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** Begins to watch when there is a frame buffer; otherwise says where the window is. `touch` sends {x, y} in pixels. */
export function startScreen(available, touch) {
  kiosk.hidden = !available;
  note.hidden = available;
  if (!available) return;
  glass.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || size.width === 0) return;
    const box = picture.getBoundingClientRect();
    const x = Math.floor(((event.clientX - box.left) / box.width) * size.width);
    const y = Math.floor(((event.clientY - box.top) / box.height) * size.height);
    const ring = document.createElement('span');
    ring.className = 'touch';
    ring.style.left = `${event.clientX - box.left}px`;
    ring.style.top = `${event.clientY - box.top}px`;
    ring.addEventListener('animationend', () => ring.remove());
    glass.append(ring);
    touch({ x: Math.min(Math.max(x, 0), size.width - 1), y: Math.min(Math.max(y, 0), size.height - 1) });
  });
  void watch();
}
