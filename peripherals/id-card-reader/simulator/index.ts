export { cards, citizens } from './cards.ts';
export type { SyntheticCard, SyntheticCitizen } from './cards.ts';
export { FAULT_KINDS } from './faults.ts';
export type { FaultKind, RequestKind } from './faults.ts';
export { attachHid, hidPortOf } from './hid.ts';
export { hostOnPty } from './pty.ts';
export type { PtyHost } from './pty.ts';
export { IdCardReaderSimulator } from './simulator.ts';
export type { SimulatorOptions, SimulatorState } from './simulator.ts';
