export { FAULT_KINDS } from './faults.ts';
export type { ProviderFaultKind } from './faults.ts';
export { XfsProviderSimulator } from './provider.ts';
export type { ProviderOptions } from './provider.ts';
