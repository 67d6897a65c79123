import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startModulesLine } from './testing/modules-line.ts';

it('is set aside whole, and citizens go on', async () => {
  const { line, modules, open, logged } = await startModulesLine();
  await modules.close();
  const file = join(line.dataFolder, 'modules.db');
  const bytes = readFileSync(file);
  bytes.fill(0x5a, 4096, 8192);
  writeFileSync(file, bytes);
  const again = await open();
  expect(again.waitingCount).toBe(0);
  expect(logged).toContain('{"event":"module-queue-damaged","setAside":"modules.db.damaged-1"}');
  expect(readdirSync(line.dataFolder)).toContain('modules.db.damaged-1');
  expect(readFileSync(`${file}.damaged-1`).equals(bytes)).toBe(true);
});
