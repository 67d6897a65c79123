import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import type { ICruiseResult } from 'dependency-cruiser';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
/** What plays the world, and what listens to a line: neither may be on a terminal. */
const NOT_ON_A_TERMINAL = /\/(simulator|simulator-support|bench|sandbox|testing|recording)\//;

/** Every module that can be reached from the programs that run on a terminal, also by an import while running. */
it('neither core nor the process of a device can reach a simulator or a recorder', async () => {
  const entries = ['terminal/core/main.ts', 'peripherals/manager/device-host.ts'];
  const { output } = await cruise(
    entries,
    { baseDir: ROOT, doNotFollow: { path: 'node_modules' }, tsPreCompilationDeps: true },
    { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  );
  const modules = (output as ICruiseResult).modules.map(({ source }) => source);
  // The closure is real: it holds the drivers, which are imported while running.
  expect(modules).toContain('peripherals/id-card-reader/reader.ts');
  expect(modules).toContain('peripherals/receipt-printer/receipt-printer.ts');
  expect(modules).toContain('peripherals/transport/serial.ts');
  expect(modules.filter((module) => NOT_ON_A_TERMINAL.test(module))).toEqual([]);
});
