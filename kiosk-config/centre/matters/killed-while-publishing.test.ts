import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { follow, sourceAt, type Follower } from '../../published/index.ts';
import { withServices } from '../server/centre.ts';
import type { Services } from '../server/services.ts';
import { eachDatabase } from '../testing/each-database.ts';
import { words } from '../testing/matter-desk.ts';

const PROGRAM = join(import.meta.dirname, '../testing/publish.ts');
/** `TONGBAN_KILLS=100` for the long run. */
const KILLS = Number(process.env['TONGBAN_KILLS'] ?? 4);
const DAY_MS = 86_400_000;
const actor = { id: '00000000-0000-4000-8000-000000000001', role: 'bureau' } as const;

/** A process that is told to publish and killed so long after; null: not at all. @returns how long it took, if it did */
async function publishAndDie(args: readonly string[], afterMs: number | null): Promise<number | null> {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface(child.stdout);
  await once(lines, 'line');
  const gone = once(child, 'close');
  const begun = performance.now();
  let tookMs: number | null = null;
  lines.on('line', () => (tookMs = performance.now() - begun));
  child.stdin.write('\n');
  if (afterMs !== null) await pause(afterMs).then(() => child.kill('SIGKILL'));
  await gone;
  return tookMs;
}

function followerOf({ servedBundles }: Services, root: Buffer, folder: string): Follower {
  return follow({
    ...{ folder, root, now: () => new Date(), log: () => undefined },
    source: sourceAt('http://centre.test/v1/published/', async (address) => {
      const have = Number(new URL(String(address)).searchParams.get('have') ?? 0);
      const bundle = await servedBundles(have);
      return bundle ? new Response(new Uint8Array(bundle.json)) : new Response(null, { status: 304 });
    }),
  });
}

eachDatabase(`the process that publishes is killed at ${KILLS} points`, (engine) => {
  it('who follows has the old state or the new one, never half, and what was decided is published once', async () => {
    const source = await engine.place();
    const dataFolder =
      'file' in source ? join(source.file, '..') : mkdtempSync(join(tmpdir(), 'tongban-keys-'));
    const followed = mkdtempSync(join(tmpdir(), 'tongban-followed-'));
    onTestFinished(() => rmSync(followed, { recursive: true }));
    if ('url' in source) onTestFinished(() => rmSync(dataFolder, { recursive: true }));
    const databaseUrl = 'url' in source ? source.url : null;
    const program = [dataFolder, databaseUrl ?? ''];
    await withServices({ dataFolder, databaseUrl }, async (services) => {
      const founded = (await services.publisher.found())!;
      await services.publisher.drain();
      const terminal = followerOf(services, founded.root, followed);
      await terminal.refresh();
      const seen = () => ({
        revision: terminal.current()!.catalogue.revision,
        ids: terminal.current()!.catalogue.announcements.map(({ id }) => id),
      });
      const announce = async (): Promise<string> => {
        const times = [0, DAY_MS].map((later) => new Date(Date.now() + later).toISOString());
        const given = {
          title: words,
          text: words,
          severity: 'notice',
          from: times[0]!,
          until: times[1]!,
        } as const;
        return (await services.announcements.announce(given, actor)).announcementId;
      };
      await announce();
      const wholeMs = (await publishAndDie(program, null))!;
      const ends = { before: 0, after: 0 };
      for (let kill = 1; kill <= KILLS; kill++) {
        await terminal.refresh();
        const before = seen();
        const announcementId = await announce();
        const tookMs = await publishAndDie(program, ((kill - 0.5) / KILLS) * 1.3 * wholeMs);
        expect(['updated', 'unchanged']).toContain((await terminal.refresh()).kind);
        const isThere = seen().ids.includes(announcementId);
        if (tookMs !== null) expect(isThere).toBe(true);
        ends[isThere ? 'after' : 'before'] += 1;
        // Whoever comes next finishes, or finds nothing to do.
        await services.publisher.drain();
        await terminal.refresh();
        expect(seen().revision).toBe(before.revision + 1);
        expect(seen().ids.toSorted()).toEqual([...before.ids, announcementId].toSorted());
        expect(await services.publisher.state()).toMatchObject({ waiting: false, failure: null });
      }
      expect(ends.before).toBeGreaterThan(0);
      console.log(`killed while publishing (${engine.name}): ${JSON.stringify(ends)}`);
    });
  });
});
