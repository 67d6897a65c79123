import { expect, it } from 'vitest';
import { allUp, startModulesLine, until } from './testing/modules-line.ts';

it('is archived once, after the platform has finished it and over a restart', async () => {
  const { line, modules, open, accepted, records } = await startModulesLine();
  const { id, applyNo } = await accepted();
  await allUp(modules);
  await modules.eArchive.archiveWhenFinished(id);
  // Whoever waits for the module is done; whoever waits for the case is not counted.
  await until(modules, () => modules.waitingCount === 0);
  expect(modules.eArchive.archiveNoOf(id)).toBeNull();
  expect(await records('e-archive')).toBe(0);
  await modules.close();

  const again = await open();
  line.sandbox.order({ verb: 'finish', applyNo });
  await until(again, () => again.eArchive.archiveNoOf(id) !== null);
  await again.eArchive.archiveWhenFinished(id);
  expect(again.eArchive.archiveNoOf(id)).toMatch(/^TESTDA\d{6}$/);
  expect(await records('e-archive')).toBe(1);
});
