export { agentMaterials, asFiled, materialsOf } from './agent-filing.ts';
export { situations } from './codes/index.ts';
export { gapsOf, type Evidence, type Gap } from './completeness.ts';
export { deviations, type Deviation } from './conformance.ts';
export { conditionsOf } from './enterprise-filing.ts';
export { difference, type ChangedPart, type MatterChange } from './difference.ts';
export {
  compileMatter,
  type FormProblem,
  type FormValues,
  type MatterValidator,
  type PersonFacts,
} from './form.ts';
export { isResidentId } from './formats.ts';
export {
  checkMatter,
  importMatter,
  provenMatter,
  type CataloguedMatter,
  type ImportedMatter,
  type MatterFault,
} from './import-matter.ts';
export { loadCatalogue, UnreadableMatter, type Catalogue } from './load.ts';
export type {
  CardFact,
  LocalText,
  MatterDelivery,
  MatterDevice,
  MatterField,
  MatterMaterial,
} from './matter-parts.ts';
export type { Matter } from './matter-shape.ts';
export { matterSchema } from './matter.ts';
export type { ProvenDocuments } from './proven.ts';
