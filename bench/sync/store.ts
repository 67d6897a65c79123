import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, rate, ratio, type Result } from '../result.ts';
import { openQueue, type QueueName } from './queues.ts';

const RUNS = 5;
const peers = ['plainjob-full', 'plainjob-shipped', 'liteque-full', 'liteque-shipped'] as const;
/** So many submits in one run; a peer answers them one after the other however many callers there are. */
const SUBMITS = { one: 1600, many: 12_800 } as const;
/** liteque takes ten times as long for each; its rate does not change with the count. */
const PEER_SUBMITS = { plainjob: 1500, liteque: 300 } as const;
/** So many first, that the WAL has its length: while a file grows each sync of it takes nearly twice as long. */
const WARM_UP = { product: 4000, bare: 6000, plainjob: 500, liteque: 300 } as const;
/** What is possible: with one row of the payload alone, with one row of all that is stored, with the product's own rows. */
const BARE = ['bare-group-commit', 'bare-one-row', 'bare-same-rows'] as const;
const CALLERS = [1, 32, 128] as const;
const DRAINED = 10_000;
const drained = ['product', 'plainjob-full', 'plainjob-shipped'] as const;
/** `TONGBAN_BENCH_ROWS=1000000` for the long form: about 4 GB of disk. */
const MANY_ROWS = Number(process.env['TONGBAN_BENCH_ROWS'] ?? 50_000);
const FEW_ROWS = 1000;
const ROWS_IN_A_PIECE = 1600;
const SYNCED_BYTES = 4096;

interface Pace {
  readonly perSecond: number;
  readonly p99Ms: number;
}

/**
 * The durable store against plainjob, liteque and a bare loop of fdatasync: all in turn within each run, so that a
 * noisy minute of the machine meets all of them, and the median over the runs.
 */
export async function measureStore(): Promise<readonly Result[]> {
  const syncs: Pace[] = [];
  const submits = new Map<string, Pace[]>();
  const drains = new Map<QueueName, number[]>();
  const note = <K, V>(map: Map<K, V[]>, key: K, value: V): unknown =>
    map.set(key, [...(map.get(key) ?? []), value]);
  for (let run = 0; run < RUNS; run++) {
    syncs.push(syncPace());
    for (const peer of peers)
      note(
        submits,
        peer,
        await submitPace(peer, 1, PEER_SUBMITS[peer.startsWith('plainjob') ? 'plainjob' : 'liteque']),
      );
    note(submits, 'product-1', await submitPace('product', 1, SUBMITS.one));
    note(submits, 'product-32', await submitPace('product', 32, SUBMITS.many));
    note(submits, 'product-128', await submitPace('product', 128, SUBMITS.many));
    for (const bare of BARE) {
      for (const callers of CALLERS) {
        const count = callers === 1 ? SUBMITS.one : SUBMITS.many;
        note(submits, `${bare}-${callers}`, await submitPace(bare, callers, count));
      }
    }
    for (const name of drained) note(drains, name, await drainPace(name));
  }
  const pace = (name: string): number => median((submits.get(name) ?? []).map(({ perSecond }) => perSecond));
  const drain = (name: QueueName): number => median(drains.get(name) ?? []);
  const p99 = median((submits.get('product-1') ?? []).map(({ p99Ms }) => p99Ms));
  const sync = median(syncs.map(({ perSecond }) => 1000 / perSecond));
  const syncP99 = median(syncs.map(({ p99Ms }) => p99Ms));
  const plain = pace('plainjob-full');
  return [
    ratio('submit-1-vs-plainjob', pace('product-1') / plain, 1.2, 'higher'),
    ratio('submit-32-vs-plainjob', pace('product-32') / plain, 10, 'higher'),
    ratio('submit-128-vs-plainjob', pace('product-128') / plain, 14, 'higher'),
    ratio('submit-1-p99-vs-fdatasync', p99 / sync, 2, 'lower'),
    // A disk whose own 99th percentile is far from its median leaves nobody within twice of that median.
    ratio('submit-1-p99-vs-fdatasync-p99', p99 / syncP99, 2, 'lower'),
    ratio('fdatasync-p99-vs-fdatasync', syncP99 / sync, 0, 'lower'),
    ratio('drain-vs-plainjob', drain('product') / drain('plainjob-full'), 8, 'higher'),
    ratio('cost-with-many-rows-vs-1000', await costOfRows(), 1.2, 'lower'),
    ...BARE.flatMap((bare) =>
      CALLERS.flatMap((callers) => {
        const limit = pace(`${bare}-${callers}`);
        return [
          ratio(`submit-${callers}-vs-${bare}`, pace(`product-${callers}`) / limit, 0, 'higher'),
          ratio(`${bare}-${callers}-vs-plainjob`, limit / plain, 0, 'higher'),
        ];
      }),
    ),
    ...['product-1', 'product-32', 'product-128', ...peers].map((name) => rate(`submit-${name}`, pace(name))),
    ...drained.map((name) => rate(`drain-${name}`, drain(name))),
    { name: 'fdatasync-4k', value: sync, unit: 'ms', goal: 0, better: 'lower' },
    rate('fdatasync-4k', 1000 / sync),
  ];
}

function kindOf(name: QueueName): keyof typeof WARM_UP {
  if (name === 'product') return name;
  if (name.startsWith('bare')) return 'bare';
  return name.startsWith('plainjob') ? 'plainjob' : 'liteque';
}

async function submitPace(name: QueueName, callers: number, count: number): Promise<Pace> {
  const queue = openQueue(name);
  try {
    await callersPace(queue.add, 128, WARM_UP[kindOf(name)]);
    // What the compiler has learnt with 128 callers is not what it needs with one.
    await callersPace(queue.add, callers, count / 2);
    return await callersPace(queue.add, callers, count);
  } finally {
    queue.close();
  }
}

/** Each caller asks again as soon as it was answered. */
async function callersPace(add: () => Promise<void>, callers: number, count: number): Promise<Pace> {
  const tookMs: number[] = [];
  let left = count;
  const call = async (): Promise<void> => {
    while (left-- > 0) {
      const begun = performance.now();
      await add();
      tookMs.push(performance.now() - begun);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: callers }, call));
  const ms = performance.now() - begun;
  tookMs.sort((a, b) => a - b);
  return { perSecond: (count / ms) * 1000, p99Ms: tookMs[Math.floor(count * 0.99)] ?? NaN };
}

async function drainPace(name: QueueName): Promise<number> {
  const queue = openQueue(name);
  try {
    if (!queue.drain) throw new TypeError(`${name} cannot be drained`);
    for (let added = 0; added < DRAINED; added += 100) {
      await Promise.all(Array.from({ length: 100 }, () => queue.add()));
    }
    const begun = performance.now();
    await queue.drain();
    return (DRAINED / (performance.now() - begun)) * 1000;
  } finally {
    queue.close();
  }
}

/**
 * How many times as long a submit takes in a large store as in a small one: piece by piece in turn, since the machine is
 * not always as fast, and the median.
 */
async function costOfRows(): Promise<number> {
  const [small, large] = [openQueue('product'), openQueue('product')];
  try {
    await callersPace(large.add, 128, MANY_ROWS);
    await callersPace(small.add, 128, FEW_ROWS);
    // That its WAL has its length as well.
    await callersPace(small.add, 32, 2 * ROWS_IN_A_PIECE);
    const costs: number[] = [];
    for (let piece = 0; piece < RUNS; piece++) {
      const pace = await callersPace(small.add, 32, ROWS_IN_A_PIECE);
      costs.push(pace.perSecond / (await callersPace(large.add, 32, ROWS_IN_A_PIECE)).perSecond);
    }
    return median(costs);
  } finally {
    small.close();
    large.close();
  }
}

/** The limit of one at a time: write 4 KiB over what is there, wait for the disk. `perSecond` is of the median. */
function syncPace(): Pace {
  const folder = mkdtempSync(join(tmpdir(), 'bench-sync-'));
  const file = openSync(join(folder, 'raw'), 'w');
  try {
    const bytes = Buffer.alloc(SYNCED_BYTES, 7);
    const count = 500;
    for (let at = 0; at < count; at++) writeSync(file, bytes, 0, SYNCED_BYTES, at * SYNCED_BYTES);
    fdatasyncSync(file);
    const tookMs = Array.from({ length: count }, (_, at) => {
      const begun = performance.now();
      writeSync(file, bytes, 0, SYNCED_BYTES, at * SYNCED_BYTES);
      fdatasyncSync(file);
      return performance.now() - begun;
    }).sort((a, b) => a - b);
    return { perSecond: 1000 / median(tookMs), p99Ms: tookMs[Math.floor(count * 0.99)] ?? NaN };
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
}
