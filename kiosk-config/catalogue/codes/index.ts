export { aliasTableSchema, builtInAliases, resolveBasicCode, type AliasTable } from './aliases.ts';
export { isCreditCode } from './credit-code.ts';
export {
  codesOf,
  districts,
  exerciseLevels,
  identityDocuments,
  licences,
  materialMedia,
  materialOrigins,
  materialWays,
  matterStates,
  matterTypes,
  onlineDepths,
  projectTypes,
  resultTypes,
  serviceObjects,
  situations,
  serviceScopes,
  sexes,
} from './enumerations.ts';
export {
  composeHandlingItem,
  parseBasicCode,
  parseHandlingItem,
  parseImplementationCode,
  type BasicCode,
  type HandlingItem,
  type ImplementationCode,
} from './matter-code.ts';
