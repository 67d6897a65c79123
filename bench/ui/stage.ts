import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVirtualDisplay, type VirtualDisplay } from '../../tools/stack/display.ts';
import { startStack, type Stack, type StackOptions } from '../../tools/stack/stack.ts';

export const SIZE = { width: 1080, height: 1920 };

/** A display of our own, and the terminal without its window, which the bench opens itself. */
export interface Stage extends AsyncDisposable {
  readonly stack: Stack;
  readonly display: VirtualDisplay;
  readonly folder: string;
}

/** @param core what is started as core; without it the sources */
export async function startStage(core?: StackOptions['core']): Promise<Stage> {
  const started = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'bench-ui-'));
  started.defer(() => rmSync(folder, { recursive: true, force: true }));
  const display = await startVirtualDisplay(join(folder, 'display'), SIZE);
  started.defer(() => display.stop());
  const stack = await startStack({
    folder,
    session: { idleMs: 600_000, endMs: 1 },
    ...(core ? { core } : {}),
  });
  started.defer(() => stack.stop());
  return { stack, display, folder, [Symbol.asyncDispose]: () => started.disposeAsync() };
}
