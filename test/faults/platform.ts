import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startSandbox, type Sandbox } from '@tongban/sync/sandbox';
import { temporaryFolder } from '../../sync/testing/line.ts';
import { writeTestCatalogue } from '../../sync/testing/test-matters.ts';

/** A platform of the test matters that goes with the test. */
export async function startPlatform(): Promise<Sandbox> {
  const catalogueFolder = writeTestCatalogue(join(temporaryFolder(), 'catalogue'));
  const sandbox = await startSandbox({ port: 0, dataFolder: null, catalogueFolder });
  onTestFinished(() => sandbox.close());
  return sandbox;
}
