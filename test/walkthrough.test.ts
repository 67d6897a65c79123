import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

it(
  'the walkthrough does a matter online and one offline, and its last line says so',
  { timeout: 180_000 },
  async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [join(ROOT, 'tools/walkthrough/run.ts')]);
    const summary = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
    const application = {
      submissionId: expect.any(String) as string,
      applyNo: expect.stringMatching(/^.{10,50}$/) as string,
    };
    expect(summary).toMatchObject({
      ok: true,
      electron: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
      node: process.versions.node,
      online: application,
      offline: application,
      papers: application,
    });
    expect(summary['screens']).toBeGreaterThan(20);
    // The issue of the whole line: back within 10 s of the platform's return.
    expect((summary['offline'] as { acceptedAfterMs: number }).acceptedAfterMs).toBeLessThan(10_000);
    expect(existsSync(join(ROOT, 'out/walkthrough/summary.json'))).toBe(true);
  },
);
