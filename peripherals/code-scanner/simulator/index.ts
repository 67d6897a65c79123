export { FAULT_KINDS } from './faults.ts';
export type { FaultKind } from './faults.ts';
export { HidCodeScannerSimulator } from './hid-simulator.ts';
export type { HidSimulatorOptions } from './hid-simulator.ts';
export { CodeScannerSimulator } from './serial-simulator.ts';
export type { SerialSimulatorOptions, SimulatorState } from './serial-simulator.ts';
export { hostOnPty } from '../../simulator-support/pty.ts';
export type { PtyHost } from '../../simulator-support/pty.ts';
