export { untested } from './gates.ts';
export type { DecisionContext, MatterCommand } from './commands.ts';
export { decide, type Decision } from './decide.ts';
export { due, limitOf, type Due, type DueLimit } from './due.ts';
export type {
  Actor,
  MatterEvent,
  MatterEventType,
  MatterStatus,
  RequestAction,
  Notice,
  TestedModule,
  VersionFacts,
  Words,
} from './events.ts';
export type { Refusal, RefusalCode } from './refusal.ts';
export { defaultTargets, measuresByNumber, type Targets } from './rules.ts';
export {
  evolve,
  movesVersion,
  newMatter,
  standing,
  type MatterState,
  type RequestState,
  type RequestStep,
  type Standing,
} from './state.ts';
export {
  connected,
  decideConnection,
  evolveConnection,
  type ConnectionCommand,
  type ConnectionEvent,
  type ConnectionRefusal,
  type ConnectionState,
  type CutOff,
  type CutOffInForce,
  type CutOffScope,
} from './unit-connection.ts';
