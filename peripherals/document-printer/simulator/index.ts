export { IPP_FAULTS } from './faults.ts';
export type { IppFault, IppFaults, IppRequestKind } from './faults.ts';
export type { PrintedDocument, PrinterCondition, SimulatedJob, SimulatedJobState } from './print-engine.ts';
export { IppPrinterSimulator } from './ipp-printer-simulator.ts';
export type { SimulatorOptions } from './ipp-printer-simulator.ts';
