export { createDeviceManager } from './manager.ts';
export type {
  Claim,
  ClaimOutcome,
  DeviceConfig,
  DeviceInfo,
  DeviceLifecycle,
  DeviceManager,
  StatusEdge,
} from './manager.ts';
export type { HostEnded, ManagerDelays } from './device-process.ts';
export { FAMILIES, familyOf, isFamilyName } from './families/index.ts';
export type { DeviceOf, FamilyName } from './families/index.ts';
export type { Family } from './family.ts';
export { TEST_SLIP } from './families/receipt-printer.ts';
export { FIND_TIMEOUT_MS, HEALTH_LEVELS, statusWithin } from './health.ts';
export type { FoundDevice } from './finding/found-device.ts';
export { lookForDevices } from './finding/look.ts';
export { serialNames } from './finding/serial-ports.ts';
export type { Attendant, HealthLevel, HealthReport, StatusWords } from './health.ts';
export type { StaffWords } from './words.ts';
export { lineOpener, publisherOf } from './settings.ts';
export { readerLine } from './families/id-card-reader.ts';
