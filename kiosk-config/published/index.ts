export { bundleSchema, makeBundle, type Bundle } from './bundle.ts';
export { makeCentreKeys, makeOnlineKeys, roleKeysOf, type CentreKeys } from './centre-keys.ts';
export { newestRoot, type OnlineSigners } from './edition.ts';
export { storeInFolder } from './folder-store.ts';
export {
  follow,
  type Follower,
  type FollowOptions,
  type RefreshOutcome,
  type RefusalReason,
} from './follow.ts';
export {
  byOnlineRole,
  makePrivateKey,
  onlineRoles,
  publicKeyIn,
  publicPemOf,
  signerWith,
  type OnlineKeys,
  type OnlineRole,
  type Role,
  type Signer,
} from './keys.ts';
export {
  calendarPath,
  CATALOGUE_PATH,
  catalogueSchema,
  configurationPath,
  cutOffsAt,
  isTargetPath,
  matterPath,
  nextChange,
  releasePath,
  versionInForce,
  type Announcement,
  type CatalogueEntry,
  type CutOff,
  type Place,
  type PublishedCatalogue,
  type PublishedVersion,
  type Words,
} from './layout.ts';
export {
  adoptRoot,
  publish,
  publishedCatalogue,
  renew,
  type Publication,
  type PublishOutcome,
} from './publish.ts';
export { poll } from './poll.ts';
export { type Published } from './published.ts';
export {
  addSignatures,
  composeNextRoot,
  composeRoot,
  rootFacts,
  rootProblem,
  signersFor,
  type RoleKeys,
  type RootChange,
  type RootFacts,
} from './root.ts';
export { sourceAt, Unreachable, type PublishedSource } from './source.ts';
export { type PublishedStore } from './store.ts';
export {
  ANY_TERMINAL,
  availability,
  matterFacts,
  type Availability,
  type Capability,
  type CapabilityState,
  type MatterFacts,
  type TerminalFacts,
  type Unavailable,
  type UnavailableReason,
} from './availability.ts';
