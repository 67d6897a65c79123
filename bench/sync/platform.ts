import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RequestKeyJwk } from '../../sync/contract/index.ts';
import type { PlatformPublicKeys } from '../../sync/sandbox/index.ts';
import { terminal } from '../../sync/testing/fixed.ts';
import { writeTestCatalogue } from '../../sync/testing/test-matters.ts';

const SANDBOX = fileURLToPath(new URL('../../sync/sandbox/main.ts', import.meta.url));

/** A sandbox in a process of its own, which knows the terminal of the benchmarks and takes signed requests alone. */
export interface BenchPlatform {
  readonly url: string;
  readonly keys: PlatformPublicKeys;
  readonly requestKey: RequestKeyJwk;
  stop(): Promise<void>;
}

/** @param folder for its catalogue; what it is told is kept in memory */
export async function startPlatform(folder: string): Promise<BenchPlatform> {
  const catalogueFolder = writeTestCatalogue(join(folder, 'catalogue'));
  const options = {
    ...{ port: 0, dataFolder: null, catalogueFolder },
    terminals: [{ terminalId: terminal.terminalId, key: null }],
  };
  const child = fork(SANDBOX, [JSON.stringify(options)], { execArgv: [] });
  const [ready] = (await once(child, 'message')) as [
    { url: string; keys: PlatformPublicKeys; terminalKeys: Record<string, RequestKeyJwk> },
  ];
  const requestKey = ready.terminalKeys[terminal.terminalId];
  if (!requestKey) throw new Error('the sandbox made no key for the terminal');
  return {
    ...{ url: ready.url, keys: ready.keys, requestKey },
    async stop() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}
