export type { CardHabits } from './chip.ts';
export { FAULT_KINDS } from './faults.ts';
export type { FaultKind, RequestKind } from './faults.ts';
export { holders } from './holders.ts';
export type { SyntheticHolder } from './holders.ts';
export { hostOnPcscd } from './pcscd.ts';
export type { PcscdHost } from './pcscd.ts';
export { SocialSecurityCardSimulator } from './simulator.ts';
export type { SimulatorState, SlotIndex } from './simulator.ts';
