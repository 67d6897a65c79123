import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Disk } from './disk/disk.ts';
import { DiskLayer } from './disk/layer.ts';
import { random, seedOf } from './seed.ts';
import { survival } from './survival.ts';

const programs = join(import.meta.dirname, 'programs');
const CUTS = 60;

function column(folder: string, file: string, query: string): string[] {
  const db = new Database(join(folder, file));
  try {
    return db.prepare<[], string>(query).pluck().all();
  } finally {
    db.close();
  }
}

const rows = (folder: string) => column(folder, 'rows.db', 'select id from rows');
const jobs = (folder: string) =>
  column(folder, 'plainjob.db', `select json_extract(data, '$.id') from plainjob_jobs`);

describe('dropped writes are seen where something is lost, and only there', () => {
  const options = { cuts: CUTS, seed: seedOf('survival') };

  it('SQLite with synchronous=FULL loses nothing', async () => {
    const result = await survival(join(programs, 'plain-table.ts'), ['FULL', '100'], rows, options);
    console.log(`FULL: ${JSON.stringify(result)}`);
    expect(result).toMatchObject({ lost: 0, doubled: 0, cutsWithLoss: 0 });
  });

  it('SQLite with synchronous=NORMAL, which promises less, is caught', async () => {
    const result = await survival(join(programs, 'plain-table.ts'), ['NORMAL', '100'], rows, options);
    console.log(`NORMAL: ${JSON.stringify(result)}`);
    expect(result.lost).toBeGreaterThan(0);
  });

  it('plainjob as it is shipped is caught', async () => {
    const result = await survival(join(programs, 'plainjob.ts'), ['100'], jobs, options);
    console.log(`plainjob as shipped: ${JSON.stringify(result)}`);
    expect(result.lost).toBeGreaterThan(0);
  });
});

it('the whole log gives the whole folder: the layer misses nothing', () => {
  const place = mkdtempSync(join(tmpdir(), 'tongban-layer-'));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  const layer = new DiskLayer(place);
  const { status } = spawnSync(process.execPath, [join(programs, 'store.ts'), '12'], {
    env: layer.environment,
  });
  expect(status).toBe(0);
  const disk = new Disk();
  for (const operation of layer.operations()) disk.see(operation);
  const replayed = join(place, 'replayed');
  disk.leave(replayed, 'everything', random(1));
  const content = (folder: string) =>
    new Map(
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((file) => [file.slice(folder.length), readFileSync(file)]),
    );
  expect([...content(replayed).keys()].sort()).toEqual([...content(layer.folder).keys()].sort());
  expect(content(replayed).size).toBeGreaterThan(1);
  for (const [name, bytes] of content(layer.folder)) {
    expect(content(replayed).get(name)?.equals(bytes), name).toBe(true);
  }
});

it('a program that the layer does not reach is no proof', async () => {
  const program = join(programs, 'plainjob.ts');
  await expect(survival(program, ['0'], jobs, { cuts: 1, seed: 1 })).rejects.toThrow('acknowledged nothing');
});
