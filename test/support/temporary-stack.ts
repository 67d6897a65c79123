import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack, type Stack, type StackOptions } from '../../tools/stack/stack.ts';

/** A stack in a folder of its own that is gone with it. */
export async function temporaryStack(
  options: Omit<StackOptions, 'folder'> = {},
): Promise<Stack & AsyncDisposable> {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-test-'));
  const stack = await startStack({ folder, ...options });
  return Object.assign(stack, {
    async [Symbol.asyncDispose]() {
      await stack.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}
