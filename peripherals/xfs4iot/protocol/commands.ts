import { z } from 'zod';
import * as barcode from './barcode-reader.ts';
import * as card from './card-reader.ts';
import * as common from './common.ts';
import * as lights from './lights.ts';
import * as printer from './printer.ts';

const nothing = z.object({});

/** Of a status or the change of one: each class tells of itself, a provider leaves out what it has not. */
export const statusPayload = z.object({
  common: common.maybe(common.commonStatus),
  cardReader: common.maybe(card.cardReaderStatus),
  printer: common.maybe(printer.printerStatus),
  barcodeReader: common.maybe(barcode.barcodeReaderStatus),
});
export type StatusPayload = z.infer<typeof statusPayload>;

/** What a service has; of a class that it is not it says nothing. */
const capabilitiesPayload = z.object({
  cardReader: common.maybe(card.cardReaderCapabilities),
  printer: common.maybe(printer.printerCapabilities),
  barcodeReader: common.maybe(nothing),
  lights: common.maybe(lights.lightsCapabilities),
});
export type CapabilitiesPayload = z.infer<typeof capabilitiesPayload>;

/**
 * Every command that we give: its version, what goes with it, and what comes back. Versions are counted for each command by
 * itself, and a service takes none that it does not have. These are those of SP-Dev 3.3.
 */
export const COMMANDS = {
  'ServicePublisher.GetServices': { version: '2.0', payload: nothing, completion: common.services },
  'Common.Status': { version: '2.0', payload: nothing, completion: statusPayload },
  'Common.Capabilities': { version: '2.0', payload: nothing, completion: capabilitiesPayload },
  'Common.Cancel': { version: '2.0', payload: common.cancelPayload, completion: common.cancelled },
  'CardReader.ReadRawData': { version: '2.0', payload: card.readRawData, completion: card.rawDataRead },
  'CardReader.ChipPower': { version: '2.0', payload: card.chipPower, completion: card.chipPowered },
  'CardReader.ChipIO': { version: '3.0', payload: card.chipIO, completion: card.chipAnswered },
  'CardReader.Move': { version: '2.0', payload: card.move, completion: card.moved },
  'Printer.PrintRaw': { version: '3.0', payload: printer.printRaw, completion: printer.printedRaw },
  'Printer.ControlMedia': {
    version: '3.0',
    payload: printer.controlMedia,
    completion: printer.mediaControlled,
  },
  'BarcodeReader.Read': { version: '2.0', payload: barcode.read, completion: barcode.barcodeRead },
  'Lights.SetLight': { version: '3.0', payload: lights.setLight, completion: lights.lightSet },
} as const satisfies Readonly<Record<string, { version: string; payload: z.ZodType; completion: z.ZodType }>>;

export type CommandName = keyof typeof COMMANDS;
export type CommandPayload<N extends CommandName> = z.input<(typeof COMMANDS)[N]['payload']>;
export type Completion<N extends CommandName> = z.output<(typeof COMMANDS)[N]['completion']>;

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}
