import { IppEvePrinter } from './testing/ippeveprinter.ts';
import { describePrinterContract } from './testing/printer-contract.ts';

describePrinterContract(async () => {
  const part = await IppEvePrinter.start();
  return {
    url: part.url,
    capabilities: { model: 'TEST Printer', duplex: true, colour: false, maxCopies: 999, reportsState: true },
    success: { kind: 'printed' },
    printed: async (title) => (await part.printed()).filter(({ name }) => name.startsWith(title)),
    // It lets a job go only when the print command has ended.
    stuck: { kind: 'unknown', reason: 'not-cancelled' },
    hold: () => part.hold(),
    release: () => part.release(),
    unplug: () => part.unplug(),
    plugIn: () => part.plugIn(),
    stop: () => part.stop(),
  };
});
