/** The devices that a terminal may have besides card reader and receipt printer, started together. */
import { join } from 'node:path';
import { CameraOnBench } from './camera.ts';
import { CodeScannerOnBench } from './code-scanner.ts';
import { DocumentPrinterOnBench } from './document-printer.ts';
import { DocumentScannerOnBench } from './document-scanner.ts';
import { SmartCardReaderOnBench } from './smart-card-reader.ts';

export interface MoreDevices {
  readonly smartCardReader: SmartCardReaderOnBench;
  readonly codeScanner: CodeScannerOnBench;
  readonly documentPrinter: DocumentPrinterOnBench;
  readonly documentScanner: DocumentScannerOnBench;
  readonly camera: CameraOnBench;
  /** What Chromium plays in place of the camera. */
  readonly videoFile: string;
  close(): Promise<void>;
}

/**
 * Starts them; rejects, leaving nothing behind, when one cannot start. A smart card reader whose Debian packages are
 * missing is no such failure.
 * @param folder for the scanner's port and the camera's film
 * @param newestSlip the picture of the slip that was printed last
 */
export async function startMoreDevices(
  folder: string,
  newestSlip: () => Buffer | undefined,
): Promise<MoreDevices> {
  await using started = new AsyncDisposableStack();
  const videoFile = join(folder, 'camera.mjpeg');
  const smartCardReader = started.adopt(await SmartCardReaderOnBench.start(), (it) => it.close());
  const link = join(folder, 'code-scanner');
  const codeScanner = started.adopt(await CodeScannerOnBench.start(link, newestSlip), (it) => it.close());
  const documentPrinter = started.adopt(await DocumentPrinterOnBench.start(), (it) => it.close());
  const documentScanner = started.adopt(await DocumentScannerOnBench.start(), (it) => it.close());
  const camera = started.adopt(new CameraOnBench(videoFile), (it) => it.close());
  const running = started.move();
  return {
    smartCardReader,
    codeScanner,
    documentPrinter,
    documentScanner,
    camera,
    videoFile,
    close: () => running.disposeAsync(),
  };
}

/** The state of each, as the page is told. */
export function stateOf(devices: MoreDevices) {
  return {
    smartCardReader: devices.smartCardReader.state(),
    codeScanner: devices.codeScanner.state(),
    documentPrinter: devices.documentPrinter.state(),
    documentScanner: devices.documentScanner.state(),
    camera: devices.camera.state(),
  };
}
