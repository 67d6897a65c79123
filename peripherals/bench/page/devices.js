/** Draws the state of all devices: words first, pictures beside them. A device that the bench has not is not shown. */
import { buildCamera, drawCamera } from './camera.js';
import { buildCodeScanner, drawCodeScanner } from './code-scanner.js';
import { buildDocumentPrinter, drawDocumentPrinter } from './document-printer.js';
import { buildDocumentScanner, drawDocumentScanner } from './document-scanner.js';
import { drawIdCardReader } from './id-card-reader.js';
import { drawNetwork } from './network.js';
import { drawFaults, query } from './parts.js';
import { drawReceiptPrinter } from './receipt-printer.js';
import { buildSmartCardReader, drawSmartCardReader } from './smart-card-reader.js';

/** State, place on the page, name of the device in calls, how it is built and drawn. */
const MORE = [
  ['smartCardReader', '#cards', 'smart-card-reader', buildSmartCardReader, drawSmartCardReader],
  ['codeScanner', '#cards', 'code-scanner', buildCodeScanner, drawCodeScanner],
  ['documentPrinter', '#papers', 'document-printer', buildDocumentPrinter, drawDocumentPrinter],
  ['documentScanner', '#papers', 'document-scanner', buildDocumentScanner, drawDocumentScanner],
  ['camera', '#papers', 'camera', buildCamera, drawCamera],
];

export function drawDevices(state) {
  drawIdCardReader(state.idCardReader);
  drawNetwork(state.network);
  drawReceiptPrinter(state.receiptPrinter);
  drawFaults('id-card-reader', state.idCardReader.faults);
  drawFaults('receipt-printer', state.receiptPrinter.faults);
  for (const [name, place, device, build, draw] of MORE) {
    const its = state[name];
    if (its === null) continue;
    if (!query(`#${device}`)) query(place).append(build());
    draw(its);
    if (its.faults) drawFaults(device, its.faults);
  }
}
