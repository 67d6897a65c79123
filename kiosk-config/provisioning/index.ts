export {
  CentreLink,
  linkDelays,
  type Facts,
  type LinkDelays,
  type LinkOptions,
  type Standing,
} from './centre-link.ts';
export {
  configurationDocument,
  overlay,
  settingsFor,
  updateWindow,
  type ConfigurationDocument,
  type RemoteSettings,
} from './configuration.ts';
export { ConfigurationStore } from './configuration-store.ts';
export { enrol, type EnrolmentFailure, type EnrolmentOutcome } from './enrol.ts';
export { readEnrolmentCode, type EnrolmentTicket } from './enrolment-code.ts';
export { SecurityEvents } from './event-queue.ts';
export { IdentityStore, type Identity } from './identity-store.ts';
export { PROOF_HEADER, signProof } from './proof.ts';
export { KeptLog } from './kept-log.ts';
export { readiness, type Readiness } from '../centre/contract/terminals.ts';
export { replaceFile, type ReadBy } from './replace-file.ts';
export { watchUsb } from './usb-watch.ts';
export { technicianCode, technicianNumber } from './technician-code.ts';
