import { familyOf, type lookForDevices } from '@tongban/peripherals/manager';
import { deviceNames, FAMILY_OF } from '../../core/device-names.ts';
import type { Io } from '../io.ts';
import type { Draft } from '../json-file.ts';
import { PRINTER_ADDRESS } from './questions.ts';

/** Where nothing was found there is nothing at these either: the screens look again once it is plugged in. */
const NOT_YET = {
  idCardReader: { line: { type: 'serial', path: '/dev/ttyUSB0' } },
  receiptPrinter: { line: { type: 'serial', path: '/dev/ttyUSB1' } },
} as const;

/** `devices` of a configuration, and the families that were found. Null when the input has ended. */
export async function devicesHere(
  look: typeof lookForDevices,
  io: Io,
): Promise<{ readonly written: Draft; readonly found: readonly string[] } | null> {
  io.say({ zh: '正在找设备，最多半分钟…', en: 'Looking for devices, half a minute at most …' });
  const found = (await look()) ?? [];
  const written: Record<string, unknown> = {};
  for (const name of deviceNames) {
    // Of two readers the first one: the screens know one of each kind.
    const device = found.find(({ family }) => family === FAMILY_OF[name]);
    if (!device) continue;
    written[name] = device.settings;
    const { zh, en } = familyOf(device.family).name;
    io.say({ zh: `✓ ${zh}  ${device.where}`, en: `✓ ${en}  ${device.where}` });
  }
  if (!('receiptPrinter' in written)) {
    const printer = await printerElsewhere(io);
    if (printer === 'not-answered') return null;
    if (printer !== null) written['receiptPrinter'] = printer;
  }
  for (const name of ['idCardReader', 'receiptPrinter'] as const) {
    if (name in written) continue;
    written[name] = NOT_YET[name];
    const { zh, en } = familyOf(FAMILY_OF[name]).name;
    io.say({
      zh: `✗ 没有找到${zh}。接好以后，在屏幕的“检查设备”里按“找设备”。`,
      en: `✗ No ${en} was found. Once it is plugged in, look for devices on the technician's page.`,
    });
  }
  return { written, found: found.map(({ family }) => family) };
}

/** Settings of a printer in the network, which no port can be asked for; null where there is none. */
async function printerElsewhere(io: Io): Promise<unknown> {
  const { settings, settingsAt, addressForm } = familyOf('receipt-printer');
  for (;;) {
    const address = await io.askText({ zh: `${PRINTER_ADDRESS.zh}：`, en: `${PRINTER_ADDRESS.en}: ` });
    if (address === null) return 'not-answered';
    if (address === '') return null;
    const written = settingsAt(address);
    if (settings.safeParse(written).success) return written;
    io.say({ zh: `  写成 ${addressForm}。`, en: `  Written as ${addressForm}.` });
  }
}
