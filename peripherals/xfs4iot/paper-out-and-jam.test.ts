import { expect, it } from 'vitest';
import { ACCEPTANCE_SLIP, PaperPicture, shortSlip } from '../receipt-printer/test-support.ts';
import { printerOnXfs } from './simulator/test-support.ts';

it('a slip is whole, cut, held out, and readable by a phone', async () => {
  await using setup = await printerOnXfs();
  const { provider, printer, reaches } = setup;
  await reaches('ready');
  expect(await printer.print(ACCEPTANCE_SLIP)).toEqual({ kind: 'printed', paperNearEnd: false });
  expect(provider.printer.media).toBe('entering');
  const paper = provider.printer.takeSlip();
  expect(paper.end).toBe('cut');
  expect((await PaperPicture.of(paper)).qrText).toBe('310199202611220137');
});

it('a printer whose service cuts and presents nothing does so by the bytes that it is sent', async () => {
  await using setup = await printerOnXfs({ printer: { cut: false, eject: false, retract: false } });
  const { provider, printer, reaches } = setup;
  await reaches('ready');
  expect((await printer.print(ACCEPTANCE_SLIP)).kind).toBe('printed');
  expect(provider.printer.inSlot?.end).toBe('cut');
});

it('paper out before: refused, nothing sent, and printed after a refill only when asked again', async () => {
  await using setup = await printerOnXfs();
  const { provider, printer, reaches } = setup;
  await reaches('ready');
  provider.printer.runOutOfPaper();
  expect(await printer.print(shortSlip('A'))).toEqual({ kind: 'failed', reason: 'paper-out' });
  await reaches('paper-out');
  provider.printer.refill();
  await reaches('ready');
  expect(provider.printer.inSlot).toBeNull();
  expect((await printer.print(shortSlip('B'))).kind).toBe('printed');
});

it('paper out in mid-job: failed, and the next slip begins on paper of its own', async () => {
  await using setup = await printerOnXfs();
  const { provider, printer, reaches, seen } = setup;
  await reaches('ready');
  provider.printer.endPaperAfter(300);
  expect(await printer.print(ACCEPTANCE_SLIP)).toEqual({ kind: 'failed', reason: 'paper-out' });
  expect(printer.status.kind).toBe('paper-out');
  provider.printer.refill();
  await reaches('ready');
  expect((await printer.print(shortSlip('TEST'))).kind).toBe('printed');
  expect((await PaperPicture.of(provider.printer.takeSlip())).qrText).toBe('TEST');
  expect(seen).toEqual(['ready', 'paper-out', 'ready']);
});

it('near the end of the roll it prints, says so, and the status says so', async () => {
  await using setup = await printerOnXfs();
  const { provider, printer, reaches } = setup;
  await reaches('ready');
  provider.printer.runLow();
  await reaches('paper-near-end');
  expect(await printer.print(shortSlip('A'))).toEqual({ kind: 'printed', paperNearEnd: true });
});

it('jammed: nothing is printed until somebody has cleared it', async () => {
  await using setup = await printerOnXfs();
  const { provider, printer, reaches } = setup;
  await reaches('ready');
  provider.printer.jam();
  await reaches('printer-error');
  expect(await printer.print(shortSlip('A'))).toEqual({ kind: 'failed', reason: 'printer-error' });
  provider.printer.clearJam();
  await reaches('ready');
  expect((await printer.print(shortSlip('B'))).kind).toBe('printed');
});

it.each([
  ['userError', 'cover-open'],
  ['hardwareError', 'printer-error'],
  ['noDevice', 'disconnected'],
] as const)('a device that is %s is %s, and ready again afterwards', async (device, kind) => {
  await using setup = await printerOnXfs();
  const { provider, printer, reaches } = setup;
  await reaches('ready');
  provider.printer.setDevice(device);
  await reaches(kind);
  expect(await printer.print(shortSlip('A'))).toEqual({ kind: 'failed', reason: kind });
  provider.printer.plugIn();
  await reaches('ready');
});

it('a slip that nobody takes is taken back, and one that was taken is not', async () => {
  await using setup = await printerOnXfs({ retractAfterMs: 30 });
  const { provider, printer, reaches } = setup;
  await reaches('ready');
  await printer.print(shortSlip('A'));
  await expect.poll(() => provider.printer.retracted.length).toBe(1);
  await printer.print(shortSlip('B'));
  // Before its time, or after: in a hand or in the bin, and never both.
  if (provider.printer.inSlot !== null) provider.printer.takeSlip();
  await provider.printer.looks(4);
  expect(provider.printer.taken.length + provider.printer.retracted.length).toBe(2);
});

it('the slip of who has gone is out of the way before the next one is printed', async () => {
  await using setup = await printerOnXfs();
  const { provider, printer, reaches } = setup;
  await reaches('ready');
  await printer.print(shortSlip('A'));
  await printer.print(shortSlip('B'));
  const mine = provider.printer.takeSlip();
  expect((await PaperPicture.of(mine)).qrText).toBe('B');
  expect(provider.printer.retracted).toHaveLength(1);
});

it('says so when the text of a code is longer than a code can be, and prints nothing', async () => {
  await using setup = await printerOnXfs();
  await setup.reaches('ready');
  await expect(setup.printer.print({ blocks: [{ type: 'qr', text: '9'.repeat(6000) }] })).rejects.toThrow();
  expect(setup.provider.printer.inSlot).toBeNull();
});
