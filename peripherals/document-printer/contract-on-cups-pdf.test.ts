import { CupsServer } from './testing/cups-server.ts';
import { OWNER, describePrinterContract } from './testing/printer-contract.ts';

describePrinterContract(async () => {
  const cups = await CupsServer.start();
  return {
    url: cups.urlOf(cups.pdfQueue),
    capabilities: {
      model: 'Generic CUPS-PDF Printer (no options)',
      duplex: false,
      colour: true,
      maxCopies: 9999,
      reportsState: false,
    },
    success: { kind: 'unknown', reason: 'write-only' },
    printed: (title) => cups.pdfs(title, OWNER),
    // The only way to hold this queue is to pause it, and a paused queue is seen before anything is sent.
    stuck: { kind: 'failed', reason: 'stopped' },
    hold: () => cups.pause(cups.pdfQueue),
    release: () => cups.resume(cups.pdfQueue),
    unplug: () => cups.unplug(),
    plugIn: () => cups.plugIn(),
    stop: () => cups.stop(),
  };
});
