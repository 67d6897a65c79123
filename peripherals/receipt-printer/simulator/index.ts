export type { PrinterFault, PrinterFaults } from './faults.ts';
export type { PaperSlip } from './paper.ts';
export { ReceiptPrinterSimulator } from './receipt-printer-simulator.ts';
export type { SimulatorOptions, SimulatorState } from './receipt-printer-simulator.ts';
