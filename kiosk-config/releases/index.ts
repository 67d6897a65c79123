export { makeFolder, replaceFile, syncFolder } from '../published/disk.ts';
export { makeRelease } from './make-release.ts';
export {
  ARCHITECTURES,
  BASE_TREE,
  compareReleases,
  foldersOf,
  isTestBuild,
  PART_BYTES,
  partPath,
  releaseSchema,
  releaseVersion,
  TREE_FACTS,
  treeFacts,
  type Release,
  type ReleaseFile,
  type TreeFacts,
} from './release.ts';
export { sha256 } from '../published/sign.ts';
