import { createCanvas, loadImage } from '@napi-rs/canvas';
import { PDFDocument } from '@cantoo/pdf-lib';
import { createDocumentPrinter } from '../document-printer/index.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, eventually, move as moveOn, printSlip, send, startBenchUnderTest } from './test-support.ts';
import type { BenchUnderTest } from './test-support.ts';

let under: BenchUnderTest;
beforeAll(async () => {
  under = await startBenchUnderTest({ devices: 'all' });
});
afterAll(() => under.stop());

const move = (device: string, body: unknown) => moveOn(under.bench, device, body);

/** The state of a device that this bench has. */
function state<
  D extends 'smartCardReader' | 'codeScanner' | 'documentPrinter' | 'documentScanner' | 'camera',
>(device: D) {
  const its = under.bench.state()[device];
  if (its === null) throw new Error(`the bench has no ${device}`);
  return its;
}

test.each([
  ['smart-card-reader', 'smartCardReader'],
  ['code-scanner', 'codeScanner'],
  ['document-printer', 'documentPrinter'],
  ['document-scanner', 'documentScanner'],
] as const)('every fault of the %s has a name, is armed and cancelled', async (device, name) => {
  const { kinds } = state(name).faults;
  expect(kinds.length).toBeGreaterThan(5);
  for (const kind of kinds) {
    expect(kind.name.zh).toMatch(/\p{Script=Han}/u);
    await move(device, { verb: kind.kind.length % 2 ? 'fail-next' : 'fail-repeatedly', kind: kind.kind });
  }
  expect(state(name).faults.armed).toEqual(kinds.map(({ kind }) => kind));
  await move(device, { verb: 'clear-faults' });
  expect(state(name).faults.armed).toEqual([]);
});

test.each([
  ['smart-card-reader', { verb: 'insert-card' }],
  ['smart-card-reader', { verb: 'insert-card', citizen: 'zhang', card: 'gold' }],
  ['smart-card-reader', { verb: 'fail-next', kind: 'no-such-fault' }],
  ['code-scanner', { verb: 'show-code', code: 'no-such-code' }],
  ['code-scanner', { verb: 'show-text', text: 'x'.repeat(1001) }],
  ['code-scanner', { verb: 'show-slip' }],
  ['code-scanner', { verb: 'fail-next', kind: 'lost-reports' }],
  ['document-printer', { verb: 'cancel-job' }],
  ['document-printer', { verb: 'burn' }],
  ['document-scanner', { verb: 'load-feeder', sheets: 0 }],
  ['document-scanner', { verb: 'load-feeder', sheets: 1e9 }],
  ['document-scanner', null],
  ['camera', { verb: 'put-paper', paper: '/etc/passwd' }],
  ['camera', { verb: 'explode' }],
])('%s %j is 400 with a sentence, and nothing has moved', async (device, body) => {
  const before = JSON.stringify(under.bench.state());
  const answer = await call(under.bench, device, body);
  expect(answer.status).toBe(400);
  const { error } = JSON.parse(answer.body.toString()) as { error: string };
  expect(error.split(' ').length).toBeGreaterThan(3);
  expect(JSON.stringify(under.bench.state())).toBe(before);
});

describe('the social-security card reader', () => {
  test('cards of every holder and kind go in and out', async () => {
    const { citizens, cardKinds } = state('smartCardReader');
    for (const { id } of citizens) {
      await move('smart-card-reader', { verb: 'insert-card', citizen: id });
      expect(state('smartCardReader')).toMatchObject({ card: id, cardKind: 'usual' });
    }
    for (const { kind } of cardKinds) {
      await move('smart-card-reader', { verb: 'insert-card', citizen: 'zhang', card: kind });
      expect(state('smartCardReader').cardKind).toBe(kind);
    }
    await move('smart-card-reader', { verb: 'remove-card' });
    expect(state('smartCardReader').card).toBeNull();
  });

  test('pulled and put back, twice at once too', async () => {
    await Promise.all([
      move('smart-card-reader', { verb: 'unplug' }),
      move('smart-card-reader', { verb: 'unplug' }),
    ]);
    expect(state('smartCardReader').plugged).toBe(false);
    await Promise.all([
      move('smart-card-reader', { verb: 'plug-in' }),
      move('smart-card-reader', { verb: 'plug-in' }),
    ]);
    expect(state('smartCardReader')).toMatchObject({ plugged: true, missing: null });
  });
});

describe('the code scanner', () => {
  test('every code, good and bad, is shown', async () => {
    const { codes, hostileCodes } = state('codeScanner');
    for (const { code } of codes) await move('code-scanner', { verb: 'show-code', code });
    for (const { code, shown } of hostileCodes) {
      expect(shown).toMatch(/^"[ -~]*["…]$/);
      // Set-up codes of its maker change it for good, as on a real one.
      if (!code.startsWith('Newland')) await move('code-scanner', { verb: 'show-hostile-code', code });
    }
    await move('code-scanner', { verb: 'show-text', text: 'SQ20261122000137' });
    expect(state('codeScanner')).toMatchObject({ plugged: true, looking: true, isKeyboard: false });
  });

  test('the code of the newest slip is read from its paper', async () => {
    expect(state('codeScanner').canShowSlip).toBe(false);
    expect(await printSlip(under.receiptPrinterPort, '受理凭证')).toBe('printed');
    expect(state('codeScanner').canShowSlip).toBe(true);
    const without = await call(under.bench, 'code-scanner', { verb: 'show-slip' });
    expect([without.status, without.body.toString()]).toEqual([400, expect.stringContaining('no code')]);
    await printSlip(under.receiptPrinterPort, '受理凭证', 'SQ20261122000137');
    await move('code-scanner', { verb: 'show-slip' });
  });

  test('a set-up code makes it a keyboard, and its factory settings a scanner again', async () => {
    await move('code-scanner', { verb: 'show-hostile-code', code: "Newland's keyboard" });
    expect(state('codeScanner')).toMatchObject({ plugged: false, isKeyboard: true });
    await move('code-scanner', { verb: 'plug-in' });
    expect(state('codeScanner').plugged).toBe(false);
    await move('code-scanner', { verb: 'factory-settings' });
    expect(state('codeScanner')).toMatchObject({ plugged: true, looking: true, isKeyboard: false });
  });

  test('without its cable it sees nothing', async () => {
    await move('code-scanner', { verb: 'unplug' });
    expect(state('codeScanner')).toMatchObject({ plugged: false, looking: false });
    const answer = await call(under.bench, 'code-scanner', { verb: 'show-code', code: 'citizen-code' });
    expect([answer.status, answer.body.toString()]).toEqual([400, expect.stringContaining('light')]);
    await move('code-scanner', { verb: 'plug-in' });
    expect(state('codeScanner').plugged).toBe(true);
  });
});

describe('the document printer', () => {
  test.each([
    ['run-out-of-paper', 'load-paper', { paper: 'out' }, { paper: 'full' }],
    ['low-paper', 'load-paper', { paper: 'low' }, { paper: 'full' }],
    ['low-toner', 'change-toner', { toner: 'low' }, { toner: 'full' }],
    ['run-out-of-toner', 'change-toner', { toner: 'out' }, { toner: 'full' }],
    ['jam', 'clear-jam', { jammed: true }, { jammed: false }],
    ['open-cover', 'close-cover', { coverOpen: true }, { coverOpen: false }],
    ['fill-output', 'empty-output', { outputFull: true }, { outputFull: false }],
    ['stop', 'resume', { paused: true }, { paused: false }],
    ['slow-down', 'speed-up', { slow: true }, { slow: false }],
    ['unplug', 'plug-in', { plugged: false }, { plugged: true }],
  ])('%s, then %s', async (verb, back, during, after) => {
    await move('document-printer', { verb });
    expect(state('documentPrinter')).toMatchObject(during);
    await move('document-printer', { verb: back });
    expect(state('documentPrinter')).toMatchObject(after);
  });

  test('a document that came out can be opened, one that was cancelled at the panel cannot', async () => {
    const { url } = under.bench.devices.documentPrinter ?? { url: '' };
    const printer = createDocumentPrinter({ url });
    const found = Promise.withResolvers<void>();
    printer.onStatus(({ kind }) => kind === 'ready' && found.resolve());
    printer.open();
    await found.promise;
    const pdf = await PDFDocument.create();
    pdf.addPage();
    const bytes = await pdf.save();

    await move('document-printer', { verb: 'slow-down' });
    const cancelled = printer.print(bytes, { name: 'TEST cancelled' });
    await eventually(() => state('documentPrinter').jobs.length).toBe(1);
    await move('document-printer', { verb: 'cancel-job' });
    await move('document-printer', { verb: 'speed-up' });
    expect((await cancelled).kind).toBe('failed');

    expect(await printer.print(bytes, { name: 'TEST' })).toEqual({ kind: 'printed' });
    await printer.close();
    const [document] = state('documentPrinter').printed;
    expect(state('documentPrinter').printed).toEqual([
      expect.objectContaining({ name: expect.stringMatching(/^TEST /), pages: 1 }),
    ]);
    const answer = await send(under.bench, `/api/document-printer/printed/${document?.id}.pdf`);
    expect(answer.headers['content-type']).toBe('application/pdf');
    expect((await PDFDocument.load(answer.body)).getPageCount()).toBe(1);
    expect((await send(under.bench, '/api/document-printer/printed/9999.pdf')).status).toBe(404);
  });
});

test('sheets go into the document scanner and out, and what stops it comes and goes', async () => {
  const steps: [object, object][] = [
    [{ verb: 'load-feeder', sheets: 3 }, { sheetsInFeeder: 3 }],
    [{ verb: 'empty-feeder' }, { sheetsInFeeder: 0 }],
    [{ verb: 'put-on-glass' }, { hasSheetOnGlass: true }],
    [{ verb: 'take-from-glass' }, { hasSheetOnGlass: false }],
    [{ verb: 'jam' }, { isJammed: true }],
    [{ verb: 'clear-jam' }, { isJammed: false }],
    [{ verb: 'jam-after-page' }, { isJammed: false }],
    [{ verb: 'clear-jam' }, { isJammed: false }],
    [{ verb: 'open-cover' }, { isCoverOpen: true }],
    [{ verb: 'close-cover' }, { isCoverOpen: false }],
    [{ verb: 'others-use-it' }, { isBusy: true }],
    [{ verb: 'others-leave' }, { isBusy: false }],
    [{ verb: 'unplug' }, { plugged: false }],
    [{ verb: 'plug-in' }, { plugged: true }],
  ];
  for (const [body, after] of steps) {
    await move('document-scanner', body);
    expect(state('documentScanner')).toMatchObject(after);
  }
});

test('the camera sees the paper that lies below it, on its desk and in its film', async () => {
  const middle = async (): Promise<string> => {
    const answer = await send(under.bench, '/api/camera/desk.jpg');
    expect(answer.headers['content-type']).toBe('image/jpeg');
    const image = await loadImage(answer.body);
    expect([image.width, image.height]).toEqual([1920, 1080]);
    const context = createCanvas(1, 1).getContext('2d');
    // Below the writing a sheet is white, the desk is dark.
    context.drawImage(image, -1500, -300);
    return (context.getImageData(0, 0, 1, 1).data[0] ?? 0) > 200 ? 'paper' : 'desk';
  };
  expect(await middle()).toBe('desk');
  await move('camera', { verb: 'put-paper', paper: 'income-certificate' });
  expect(state('camera').paper).toBe('income-certificate');
  expect(await middle()).toBe('paper');
  await move('camera', { verb: 'take-paper' });
  expect(await middle()).toBe('desk');
  await move('camera', { verb: 'unplug' });
  expect(state('camera').plugged).toBe(false);
  await move('camera', { verb: 'plug-in' });
  expect(state('camera').plugged).toBe(true);
});
