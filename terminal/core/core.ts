import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue } from '@tongban/kiosk-config/catalogue';
import { createIdCardReader } from '@tongban/peripherals/id-card-reader';
import { createReceiptPrinter, RASTER_80MM, TEXT_80MM } from '@tongban/peripherals/receipt-printer';
import { createSerialTransport, createTcpTransport } from '@tongban/peripherals/transport';
import { openSync } from '@tongban/sync';
import type { TerminalConfig } from './config.ts';
import type { Log } from './log.ts';
import { serveContract } from './rpc/rpc-server.ts';
import { Session } from './session/session.ts';

export interface Core {
  close(): Promise<void>;
}

const PRINTER_PROFILES = { 'raster-80mm': RASTER_80MM, 'text-80mm': TEXT_80MM } as const;

/** Owner only: sealed or not, submissions are nobody else's business. */
const DATA_FOLDER_MODE = 0o700;

/**
 * Composition root of the kiosk service: wires devices, sync, catalogue and session, and serves the contract.
 * @throws UnreadableMatter when the catalogue cannot be used; Error when the store cannot be opened
 */
export async function startCore(config: TerminalConfig, log: Log): Promise<Core> {
  const catalogue = loadCatalogue(config.catalogueFolder);
  mkdirSync(config.dataFolder, { recursive: true, mode: DATA_FOLDER_MODE });
  const sync = await openSync({
    dataFolder: config.dataFolder,
    terminal: { terminalId: config.terminalId, siteCode: config.siteCode },
    platform: config.platform,
    log,
  });
  const { idCardReader, receiptPrinter } = config.devices;
  const reader = createIdCardReader({ openTransport: () => createSerialTransport(idCardReader) });
  const printer = createReceiptPrinter({
    openTransport: () => createTcpTransport({ host: receiptPrinter.host, port: receiptPrinter.port }),
    profile: PRINTER_PROFILES[receiptPrinter.profile],
  });
  reader.onStatus((status) => log('device.status', { device: 'id-card-reader', status: status.kind }));
  printer.onStatus((status) => log('device.status', { device: 'receipt-printer', status: status.kind }));
  reader.open();
  printer.open();

  // A file without content: all that a crash in the middle of a visit leaves behind.
  const visitMark = join(config.dataFolder, 'visit-open');
  const session = new Session({
    config,
    catalogue,
    reader,
    printer,
    sync,
    log,
    interruptedVisit: existsSync(visitMark),
    onVisit: (open) => (open ? writeFileSync(visitMark, '') : rmSync(visitMark, { force: true })),
  });
  const server = await serveContract(config.socketPath, session, log);
  log('core.started', { matters: catalogue.size });
  return {
    async close() {
      await server.close();
      session.stop();
      await Promise.all([reader.close(), printer.close()]);
      await sync.close();
    },
  };
}
