export type { LayoutMark } from './card-blocks.ts';
export { citizens } from './citizens.ts';
export type { SyntheticCitizen } from './citizens.ts';
export { FAULT_KINDS } from './faults.ts';
export type { FaultKind, RequestKind } from './faults.ts';
export { hostOnPty } from './pty.ts';
export type { PtyHost } from './pty.ts';
export { IdCardReaderSimulator } from './simulator.ts';
export type { SimulatorOptions, SimulatorState } from './simulator.ts';
