import { pictureOf } from './picture.ts';
import { Terminal } from './terminal.ts';
import { text, type Words } from './words.ts';

/**
 * The page on a citizen's phone: take a photograph of a paper, look at it, send it to the terminal. One task at a time, as
 * at the terminal; nothing of it stays on the phone.
 */
interface Control {
  readonly words: Words;
  readonly name: string;
  readonly isMain?: boolean;
  /** Opens the camera or the album in the place of doing something itself. */
  readonly from?: 'camera' | 'album';
  readonly act?: () => void;
}
interface Task {
  readonly name: string;
  readonly title: Words;
  readonly hint?: Words;
  readonly sign?: 'none' | 'done' | 'attention' | 'busy';
  readonly picture?: Blob;
  readonly controls?: readonly Control[];
}

const [sign, told, work] = ['sign', 'told', 'work'].map((id) => document.getElementById(id)!) as [
  HTMLElement,
  HTMLElement,
  HTMLElement,
];
/** The address of the picture that is shown. */
let shown: string | null = null;

const terminal = Terminal.find();
if (terminal) void begin(terminal);
else over();

async function begin(at: Terminal): Promise<void> {
  draw({ name: 'connecting', title: text.connecting, sign: 'busy' });
  const answer = await at.connect();
  if (answer === 'welcome')
    return draw({ name: 'choose', title: text.choose, hint: text.chooseHow, controls: ways(at) });
  at.forget();
  if (answer === 'used') draw({ name: 'used', title: text.used, hint: text.newCode, sign: 'attention' });
  else over();
}

/** Nobody listens any more. */
function over(): void {
  draw({ name: 'over', title: text.over, hint: text.newCode, sign: 'attention' });
}

function ways(at: Terminal, main: Words = text.takePhoto): Control[] {
  const look = (file: File) => void lookAt(at, file);
  return [
    { words: main, name: 'camera', isMain: true, from: 'camera' as const },
    { words: text.chooseFile, name: 'album', from: 'album' as const },
  ].map((way) => ({ ...way, act: () => choose(way.from, look) }));
}

function choose(from: 'camera' | 'album', chosen: (file: File) => void): void {
  const input = document.querySelector<HTMLInputElement>(`input[data-from="${from}"]`)!;
  input.value = '';
  input.onchange = () => {
    const [file] = input.files ?? [];
    if (file) chosen(file);
  };
  input.click();
}

async function lookAt(at: Terminal, file: File): Promise<void> {
  draw({ name: 'preparing', title: text.preparing, sign: 'busy' });
  const jpeg = await pictureOf(file);
  if (!jpeg) return refuse(at);
  const [again, album] = ways(at, text.retake);
  draw({
    ...{ name: 'look', title: text.look, picture: jpeg },
    controls: [
      { words: text.send, name: 'send', isMain: true, act: () => void send(at, jpeg) },
      { ...again!, isMain: false },
      album!,
    ],
  });
}

function refuse(at: Terminal): void {
  draw({
    ...{ name: 'unreadable', title: text.unreadable, hint: text.unreadableHow, sign: 'attention' },
    controls: ways(at),
  });
}

async function send(at: Terminal, jpeg: Blob): Promise<void> {
  draw({ name: 'sending', title: text.sending, hint: text.sendingHow, sign: 'busy' });
  await sendSealed(at, await at.seal(jpeg));
}

async function sendSealed(at: Terminal, sealed: Uint8Array<ArrayBuffer>): Promise<void> {
  draw({ name: 'sending', title: text.sending, hint: text.sendingHow, sign: 'busy' });
  switch (await at.send(sealed)) {
    case 'taken':
      return draw({
        ...{ name: 'sent', title: text.sent, hint: text.sentHow, sign: 'done' },
        controls: ways(at, text.another),
      });
    case 'taken-last':
      at.forget();
      return draw({ name: 'last', title: text.last, hint: text.lastHow, sign: 'done' });
    case 'full':
      at.forget();
      return draw({ name: 'full', title: text.full, hint: text.fullHow, sign: 'attention' });
    case 'unreadable':
      return refuse(at);
    default:
      return failed(at, sealed);
  }
}

/** Out of reach for a moment, or for good. */
async function failed(at: Terminal, sealed: Uint8Array<ArrayBuffer>): Promise<void> {
  draw({
    ...{ name: 'failed', title: text.failed, hint: text.failedHow, sign: 'attention' },
    controls: [
      { words: text.sendAgain, name: 'sendAgain', isMain: true, act: () => void sendSealed(at, sealed) },
      ...ways(at, text.retake).map((way) => ({ ...way, isMain: false })),
    ],
  });
}

function draw({ name, title, hint, sign: shape = 'none', picture, controls = [] }: Task): void {
  if (shown) URL.revokeObjectURL(shown);
  shown = picture ? URL.createObjectURL(picture) : null;
  document.body.dataset['task'] = name;
  sign.className = shape;
  told.replaceChildren(said('h1', title), ...(hint ? [said('p', hint)] : []));
  work.replaceChildren(
    ...(shown ? [element('img', { src: shown, alt: `${text.picture.zh} ${text.picture.en}` })] : []),
    ...controls.map(button),
    // Beside the buttons: a label over an input is no button to a keyboard or a reader.
    ...(['camera', 'album'] as const).map((from) =>
      element('input', {
        ...{ type: 'file', accept: 'image/*', hidden: '', 'data-from': from },
        ...(from === 'camera' ? { capture: 'environment' } : {}),
      }),
    ),
  );
  scrollTo(0, 0);
}

function button({ words, name, isMain, act }: Control): HTMLElement {
  const made = said('button', words);
  made.setAttribute('type', 'button');
  made.dataset['action'] = name;
  if (isMain) made.className = 'main';
  if (act) made.addEventListener('click', act);
  return made;
}

function said(tag: string, { zh, en }: Words): HTMLElement {
  return element(tag, {}, zh, element('span', { lang: 'en' }, en));
}

function element(
  tag: string,
  attributes: Readonly<Record<string, string>>,
  ...children: (Node | string)[]
): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
