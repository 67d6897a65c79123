export { EsclScannerSimulator } from './escl-scanner-simulator.ts';
export type { ScannerSimulatorState } from './escl-scanner-simulator.ts';
export type { ScannerFault, ScannerFaults } from './faults.ts';
export { testSheet } from './sheet.ts';
export type { TestSheet } from './sheet.ts';
