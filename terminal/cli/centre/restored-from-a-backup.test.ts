import { withServices } from '@tongban/kiosk-config/centre';
import { terminalThatHas } from '../../../kiosk-config/centre/testing/terminal-that-has.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder, tongban } from '../test-support.ts';

vi.setConfig({ testTimeout: 180_000 });

function centreIn() {
  const folder = temporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return {
    folder: folder.path,
    run: (...command: string[]) => tongban('centre', ...command, '--data', folder.path, '--json'),
  };
}

test('signs above what terminals have, and has nothing to do afterwards or before', async () => {
  const { folder, run } = centreIn();
  expect((await run('restored')).json()).toMatchObject({ ok: false, reason: 'not-founded' });
  await run('init');
  const fresh = (await run('restored')).json();
  expect(fresh).toMatchObject({ ok: true, terminalsHave: null });
  await withServices({ dataFolder: folder, databaseUrl: null }, (services) => terminalThatHas(services, 57));
  const mended = (await run('restored')).json();
  expect(mended).toMatchObject({ ok: true, terminalsHave: 57 });
  expect(mended['version']).toBeGreaterThan(57);
  expect((await run('restored')).json()).toMatchObject({ version: mended['version'] });
});

test('a terminal that tells of a version far away is not simply believed', async () => {
  const { folder, run } = centreIn();
  await run('init');
  await withServices({ dataFolder: folder, databaseUrl: null }, (services) =>
    terminalThatHas(services, 1_000_000),
  );
  expect((await run('restored')).json()).toMatchObject({ ok: false, reason: 'leap-too-large' });
  const before = await withServices({ dataFolder: folder, databaseUrl: null }, ({ publisher }) =>
    publisher.state(),
  );
  expect(before.version).toBeLessThan(100);
  const leapt = (await run('restored', '--leap')).json();
  expect(leapt).toMatchObject({ ok: true, terminalsHave: 1_000_000 });
  expect(leapt['version']).toBeGreaterThan(1_000_000);
});
