import { createSerialTransport } from '../../transport/index.ts';
import { HONEYWELL_SERIAL, NEWLAND_SERIAL } from '../../code-scanner/models.ts';
import { HONEYWELL } from '../../code-scanner/protocol/honeywell.ts';
import { knownBy } from '../../code-scanner/protocol/known-by.ts';
import { NEWLAND } from '../../code-scanner/protocol/newland.ts';
import { KNOWN_BY as READER } from '../../id-card-reader/protocol/known-by.ts';
import { KNOWN_BY as PRINTER } from '../../receipt-printer/protocol/known-by.ts';
import type { Question } from '../../question.ts';
import type { SerialLine } from '../settings.ts';
import { firstAnswered } from './ask-line.ts';
import type { FoundDevice } from './found-device.ts';
import { serialPorts, type SerialPlace } from './serial-ports.ts';
import { usbDevices } from './usb-devices.ts';

interface Sign extends Question {
  readonly family: FoundDevice['family'];
  readonly baudRates: readonly number[];
  readonly settings: (line: SerialLine) => unknown;
}

/**
 * In the order in which they are asked: a printer that is asked another question than its own would print it. Ports are
 * asked at 115,200 baud first, at which most devices come.
 */
const SIGNS: readonly Sign[] = [
  {
    ...PRINTER,
    family: 'receipt-printer',
    baudRates: [115_200, 9600, 19_200, 38_400],
    settings: (line) => ({ line }),
  },
  { ...READER, family: 'id-card-reader', baudRates: [115_200], settings: (line) => ({ line }) },
  scanner('honeywell', knownBy(HONEYWELL, HONEYWELL_SERIAL.settings[0]!)),
  scanner('newland', knownBy(NEWLAND, NEWLAND_SERIAL.settings[0]!)),
];
const BAUD_RATES = [...new Set(SIGNS.flatMap(({ baudRates }) => baudRates))];

function scanner(model: string, question: Question): Sign {
  return {
    ...question,
    family: 'code-scanner',
    baudRates: [115_200, 9600],
    settings: (line) => ({ connection: 'serial', model, line }),
  };
}

/**
 * Looks which devices are plugged into this machine: serial ports are asked, each for itself, and USB is listed. No driver
 * may have a port open meanwhile.
 */
export async function findDevices(places: readonly SerialPlace[]): Promise<FoundDevice[]> {
  const ports = await Promise.all(serialPorts(places).map(deviceAt));
  return [...ports.filter((found) => found !== null), ...(await usbDevices())];
}

async function deviceAt(path: string): Promise<FoundDevice | null> {
  for (const baudRate of BAUD_RATES) {
    const signs = SIGNS.filter(({ baudRates }) => baudRates.includes(baudRate));
    const sign = await firstAnswered(createSerialTransport({ path, baudRate }), signs);
    if (sign === null) continue;
    const settings = sign.settings({ type: 'serial', path, baudRate });
    return { family: sign.family, where: path, settings };
  }
  return null;
}
