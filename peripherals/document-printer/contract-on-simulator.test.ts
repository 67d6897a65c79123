import { IppPrinterSimulator } from './simulator/index.ts';
import { describePrinterContract } from './testing/printer-contract.ts';

describePrinterContract(async () => {
  const simulator = await IppPrinterSimulator.start();
  return {
    url: simulator.url,
    capabilities: {
      model: 'Simulated Office Printer',
      duplex: true,
      colour: false,
      maxCopies: 99,
      reportsState: true,
    },
    success: { kind: 'printed' },
    printed: async (title) => simulator.printed.filter(({ name }) => name.startsWith(title)),
    stuck: { kind: 'failed', reason: 'too-slow' },
    hold: () => simulator.slowDown(0.001),
    release: () => simulator.slowDown(100),
    unplug: () => simulator.unplug(),
    plugIn: () => simulator.plugIn(),
    stop: () => simulator.close(),
  };
});
