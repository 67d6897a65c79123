export {
  compileMatter,
  type FormProblem,
  type FormValues,
  type MatterValidator,
  type PersonFacts,
} from './form.ts';
export { isResidentId } from './formats.ts';
export { loadCatalogue, UnreadableMatter, type Catalogue, type CataloguedMatter } from './load.ts';
export {
  matterSchema,
  type CardFact,
  type LocalText,
  type Matter,
  type MatterField,
  type MatterMaterial,
} from './matter.ts';
