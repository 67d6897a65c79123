import { execFile } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { CameraSimulator } from './simulator/index.ts';

const run = promisify(execFile);

/** Prints the first status and its camera. */
const PROGRAM = `
  const [folder, sysfsFolder, devFolder] = process.argv.slice(1);
  const { createCamera } = await import(folder + '/index.ts');
  const camera = createCamera({ sysfsFolder, devFolder });
  camera.onStatus((status) => {
    console.log(JSON.stringify({ status, node: camera.describe()?.node ?? null }));
    process.exit();
  });
  camera.open();
`;

/** As a user without special rights would: root keeps its name and loses the right to read what it was not given. */
async function statusWithoutPrivileges({ sysfsFolder, devFolder }: CameraSimulator): Promise<unknown> {
  const node = [
    process.execPath,
    ...['--input-type=module', '--eval', PROGRAM, '--', import.meta.dirname, sysfsFolder, devFolder],
  ];
  const plain = process.getuid?.() !== 0;
  const command = plain ? node : ['setpriv', '--bounding-set=-dac_override,-dac_read_search', ...node];
  const { stdout } = await run(command[0]!, command.slice(1));
  return JSON.parse(stdout);
}

test('a node that may not be read and written is told, with the camera that it belongs to', async () => {
  using simulator = new CameraSimulator();
  simulator.plugIn();
  const node = join(simulator.devFolder, 'video0');
  chmodSync(node, 0o000);
  expect(await statusWithoutPrivileges(simulator)).toEqual({
    status: { kind: 'access-denied', availability: 'needs-attention' },
    node,
  });
  chmodSync(node, 0o400);
  expect(await statusWithoutPrivileges(simulator)).toMatchObject({ status: { kind: 'access-denied' } });
  chmodSync(node, 0o600);
  expect(await statusWithoutPrivileges(simulator)).toMatchObject({ status: { kind: 'ready' } });
});
