import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Bundle } from '../../published/index.ts';
import { startCentre, withServices } from './centre.ts';

const DAY_MS = 86_400_000;

it('a centre that comes back after days signs its publication anew at once', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'tongban-away-'));
  onTestFinished(() => rmSync(dataFolder, { recursive: true }));
  const place = { dataFolder, databaseUrl: null };
  const clock = () => new Date(Date.now() - 5 * DAY_MS);
  await withServices({ ...place, clock }, ({ publisher }) => publisher.found());
  const centre = await startCentre({
    ...{ ...place, host: '127.0.0.1', port: 0, origin: null, proxies: [], pages: null, log: false },
  });
  onTestFinished(() => centre.close());
  const expires = async (): Promise<number> => {
    const { files } = (await (await fetch(`${centre.url}/v1/published/bundle?have=0`)).json()) as Bundle;
    const { signed } = JSON.parse(files['metadata/timestamp.json'] ?? '') as { signed: { expires: string } };
    return Date.parse(signed.expires);
  };
  await expect.poll(expires, { timeout: 10_000 }).toBeGreaterThan(Date.now() + DAY_MS);
});
