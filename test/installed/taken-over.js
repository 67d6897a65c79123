/**
 * The page as somebody would have it who has taken it over: tries every way out of docs/escape-attempts.md that a script
 * has, and tells what came of it by the one call of the contract that lets it say words. The test says when.
 */
const { tongban } = window;
const tell = (words) => tongban.call('session.findByTyping', { typed: words.slice(0, 64) });
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** Long enough for a page to be on its way out. */
const GONE_MS = 150;
const nameOf = (error) => error.name;

/** Whether the page is on its way to another one. */
async function leaves(go) {
  let is = 'no';
  const mark = () => (is = 'leaves');
  addEventListener('pagehide', mark);
  try {
    go();
  } catch {
    // Refused at once.
  }
  await wait(GONE_MS);
  removeEventListener('pagehide', mark);
  return is;
}
const to = (address) => () => leaves(() => (location.href = address));

function link(attributes) {
  const element = Object.assign(document.createElement('a'), attributes);
  document.body.append(element);
  element.click();
  element.remove();
}

const attempts = {
  'window.open': () => String(window.open('https://example.test/')),
  'link to a new window': () => {
    link({ href: 'https://example.test/', target: '_blank' });
    return 'tried';
  },
  file: to('file:///etc/passwd'),
  chrome: to('chrome://gpu'),
  devtools: to('devtools://devtools/bundled/inspector.html'),
  data: to('data:text/html,escaped'),
  javascript: to('javascript:document.write("escaped")'),
  'view-source': to('view-source:tongban://terminal/index.html'),
  blob: () => leaves(() => link({ href: URL.createObjectURL(new Blob(['escaped'], { type: 'text/html' })) })),
  mailto: to('mailto:someone@example.test'),
  tel: to('tel:110'),
  weixin: to('weixin://x'),
  'ms-settings': to('ms-settings:network'),
  http: to('http://example.test/'),
  refresh: () =>
    leaves(() =>
      document.head.append(
        Object.assign(document.createElement('meta'), {
          httpEquiv: 'refresh',
          content: '0;url=http://example.test/',
        }),
      ),
    ),
  'frame of a file': async () => {
    const frame = Object.assign(document.createElement('iframe'), { src: 'file:///etc/passwd' });
    document.body.append(frame);
    await wait(GONE_MS);
    let text;
    try {
      text = frame.contentDocument?.body?.textContent ?? '';
    } catch (error) {
      text = nameOf(error);
    }
    frame.remove();
    return text === '' ? 'empty' : text;
  },
  fetch: () => fetch('http://example.test/').then(() => 'answered', nameOf),
  socket: () =>
    new Promise((resolve) => {
      const socket = new WebSocket('ws://example.test/');
      socket.onopen = () => resolve('open');
      socket.onerror = () => resolve('closed');
    }),
  download: async () => {
    link({ href: URL.createObjectURL(new Blob(['escaped'])), download: 'escaped.txt' });
    await wait(GONE_MS);
    return 'tried';
  },
  print: () => String(window.print()),
  alert: () => String(window.alert('escaped')),
  confirm: () => String(window.confirm('escaped')),
  prompt: () => String(window.prompt('escaped')),
  beforeunload: () => {
    addEventListener('beforeunload', (event) => event.preventDefault());
    return leaves(() => location.reload());
  },
  'full screen': () => document.body.requestFullscreen().then(() => 'given', nameOf),
  'pointer lock': () => Promise.resolve(document.body.requestPointerLock()).then(() => 'given', nameOf),
  notification: () => Notification.requestPermission(),
  usb: () => navigator.usb.requestDevice({ filters: [] }).then(() => 'given', nameOf),
  hid: () => navigator.hid.requestDevice({ filters: [] }).then((given) => String(given.length), nameOf),
  serial: () => navigator.serial.requestPort().then(() => 'given', nameOf),
  camera: () => navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'given', nameOf),
  sound: () => navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'given', nameOf),
  clipboard: () => navigator.clipboard.readText().then(() => 'given', nameOf),
  worker: () =>
    new Promise((resolve) => {
      try {
        const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
        worker.onmessage = () => resolve('runs');
        worker.onerror = () => resolve('refused');
      } catch {
        resolve('refused');
      }
    }),
  'code from text': () => {
    try {
      return String(new Function('return "runs"')());
    } catch (error) {
      return nameOf(error);
    }
  },
  node: () =>
    ['require', 'process', 'module', 'Buffer', 'global', 'electron']
      .filter((name) => name in window)
      .join() || 'none',
};

/** What opens a dialog of files when a finger is on it. */
const traps = {
  input: () => Object.assign(document.createElement('input'), { type: 'file' }),
  folder: () => Object.assign(document.createElement('input'), { type: 'file', webkitdirectory: true }),
  picker: () =>
    Object.assign(document.createElement('button'), { onclick: () => asked(showOpenFilePicker()) }),
  save: () => Object.assign(document.createElement('button'), { onclick: () => asked(showSaveFilePicker()) }),
};
let answered = Promise.resolve('');
function asked(picker) {
  answered = picker.then(
    () => ': given',
    (error) => `: ${error.name}`,
  );
}

function set(name) {
  const trap = traps[name]();
  trap.style.cssText = 'position: fixed; inset: 0; z-index: 9; width: 100%; height: 100%';
  trap.addEventListener('click', async () => {
    await wait(GONE_MS);
    // One that asks is answered, one that only opens something is not.
    await tell(`${name} was touched${await answered}`);
    trap.remove();
  });
  document.body.append(trap);
}

let begun = '';
async function listen(view) {
  const typed = view.session.finding?.typed ?? '';
  if (typed === begun) return;
  begun = typed;
  if (typed === 'go') {
    for (const [name, attempt] of Object.entries(attempts)) {
      const outcome = await Promise.race([Promise.resolve().then(attempt).catch(nameOf), wait(3000)]);
      await tell(`${name}: ${outcome ?? 'hangs'}`);
    }
    await tell('done');
  } else if (typed.startsWith('trap ')) {
    const name = typed.slice('trap '.length);
    answered = Promise.resolve('');
    set(name);
    await tell(`${name} is set`);
  } else if (typed === 'take all memory') {
    await tell('taking all memory');
    const kept = [];
    for (;;) kept.push(new Array(1_000_000).fill(kept.length + 0.5));
  }
}

tongban.onView(listen);
tongban.call('view.get', {}).then(listen);
