import { readdirSync, readFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import type { SandboxApplication } from '@tongban/sync/sandbox';
import type { Stack } from '../../tools/stack/stack.ts';
import { integrityFaults } from '../faults/oracle.ts';
import { BANK_CARD, PHONE } from './plan.ts';

const ROOT = join(import.meta.dirname, '../..');

/** What the screens have shown to citizens, and what was cut off before they could. */
export interface Promised {
  /** Per submission its numbers: the temporary one, the platform's, or one after the other. */
  readonly submissions: readonly ReadonlySet<string>[];
  /** Numbers under which a correction was handed in, once for each. */
  readonly corrections: readonly string[];
  /** Codes of tickets at 12345, as they were shown. */
  readonly tickets: readonly string[];
  /** Handed in, and whoever handed it in saw no number: the power was cut, or they had left. */
  readonly unseen: number;
  readonly unseenCorrections: number;
}

interface Row {
  readonly id: string;
  readonly temp_no: string;
  readonly apply_no: string | null;
  readonly state: string;
  readonly batch: number;
}

export interface Finding {
  /** What contradicts "each exists exactly once at the platform"; empty when nothing does. */
  readonly wrong: readonly string[];
  readonly atPlatform: number;
  readonly doubled: number;
  readonly lost: number;
  /** At the platform, of those of whom nobody saw a number. */
  readonly unseenThere: number;
}

/** Compares what citizens were shown with what the platform has, when the terminal has sent everything. */
export async function everyPromiseKept(
  stack: Stack,
  dataFolder: string,
  promised: Promised,
): Promise<Finding> {
  const wrong: string[] = [];
  const all = await stack.applications();
  const byKey = Map.groupBy(all, ({ idempotencyKey }) => idempotencyKey);
  const rows = rowsOf(dataFolder);
  const byNumber = new Map<string, Row>();
  for (const row of rows.filter(({ batch }) => batch === 1)) {
    byNumber.set(row.temp_no, row);
    if (row.apply_no !== null) byNumber.set(row.apply_no, row);
  }
  const counts = { lost: 0, doubled: 0 };
  const kept = new Set<string>();
  for (const numbers of promised.submissions) {
    const ids = new Set([...numbers].map((number) => byNumber.get(number)?.id ?? null));
    const [id = null] = ids;
    const named = [...numbers].join(' and ');
    const there = id === null ? [] : (byKey.get(id) ?? []);
    if (ids.size !== 1 || id === null || !there.some(isHandedIn)) {
      counts.lost += 1;
      wrong.push(`${named} is not at the platform`);
      continue;
    }
    // Two citizens, two submissions.
    if (kept.has(id)) wrong.push(`${named} was shown to two citizens`);
    kept.add(id);
    const official = there[0]?.applyNo;
    if (![...numbers].every((number) => number === official || number === byNumber.get(number)?.temp_no))
      wrong.push(`${named} is ${official} at the platform`);
  }
  for (const [key, same] of byKey) {
    if (same.length === 1 && same[0]?.doubleOf === null) continue;
    counts.doubled += 1;
    wrong.push(`${key} is ${same.length} times at the platform`);
  }
  const unseen = all.filter((each) => !kept.has(each.idempotencyKey));
  if (unseen.length > promised.unseen)
    wrong.push(`${unseen.length} submissions that nobody was told of, at most ${promised.unseen} can be`);
  wrong.push(...unkeptTickets(stack, promised.tickets));
  wrong.push(...unkeptCorrections(all, promised), ...unsettled(rows), ...integrityFaults(dataFolder));
  return { wrong, ...counts, atPlatform: all.length, unseenThere: unseen.length };
}

function isHandedIn({ state, submits }: SandboxApplication): boolean {
  return submits > 0 && state !== 'numbered' && state !== 'saved';
}

/** Each correction is one revision more, never two. */
function unkeptCorrections(all: readonly SandboxApplication[], promised: Promised): string[] {
  const wrong: string[] = [];
  const wanted = Map.groupBy(promised.corrections, (number) => number);
  let extra = 0;
  for (const { applyNo, batch } of all) {
    const more = batch - 1 - (wanted.get(applyNo)?.length ?? 0);
    if (more < 0) wrong.push(`a correction of ${applyNo} is not at the platform`);
    extra += Math.max(0, more);
    wanted.delete(applyNo);
  }
  for (const number of wanted.keys())
    wrong.push(`${number} was corrected, and the platform does not know it`);
  if (extra > promised.unseenCorrections) wrong.push(`${extra} corrections that nobody has made`);
  return wrong;
}

/** The code that the citizen has is the key under which a ticket came: it cannot be there twice. */
function unkeptTickets(stack: Stack, tickets: readonly string[]): string[] {
  const folder = join(stack.terminalFolder, '../sandbox');
  const file = readdirSync(folder).find((name) => name.endsWith('.db'));
  if (file === undefined) throw new Error(`no ledger of the sandbox in ${folder}`);
  const db = new Database(join(folder, file), { readonly: true });
  try {
    const sql = `select idempotency_key from citizens_words where kind = 'ticket'`;
    const there = new Set(db.prepare<[], string>(sql).pluck().all());
    return tickets
      .filter((code) => !there.has(code.replaceAll('-', '')))
      .map((code) => `the ticket ${code} is not at 12345`);
  } finally {
    db.close();
  }
}

/** Nothing waits, was set aside or refused. */
function unsettled(rows: readonly Row[]): string[] {
  return rows
    .filter(({ state }) => !['accepted', 'reconciled', 'purged'].includes(state))
    .map(({ id, state }) => `${id} is ${state}`);
}

function rowsOf(dataFolder: string): Row[] {
  const db = new Database(join(dataFolder, 'submissions.db'), { readonly: true });
  try {
    return db.prepare<[], Row>('select id, temp_no, apply_no, state, batch from submissions').all();
  } finally {
    db.close();
  }
}

/** `tongban queue verify`, as a technician runs it: every digest and the chain of the audit. @returns what it says when it finds a fault */
export async function verifiedByCommand(dataFolder: string): Promise<string[]> {
  const command = [join(ROOT, 'terminal/cli/main.ts'), 'queue', 'verify', '--data', dataFolder];
  return promisify(execFile)(process.execPath, command).then(
    () => [],
    (error: unknown) => [String((error as { stderr?: string }).stderr ?? error)],
  );
}

/** Events of core that tell of a fault of its own, or that something was damaged, set aside or refused. */
const ALARMING = [
  'core.crashed',
  'core.keeps-failing',
  'submission-set-aside',
  'submission-refused',
  'store-repaired',
];

/** What core's log tells of its own faults, each kind once. */
export function alarmsOf(logFile: string): string[] {
  const lines = readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'));
  const events = lines.map((line) => JSON.parse(line) as { event: string; cause?: string; detail?: string });
  const alarms = events.flatMap(({ event, cause, detail }) => {
    if (ALARMING.includes(event)) return [event];
    return event === 'device.process-ended' && cause === 'crashed' ? [`a driver crashed: ${detail}`] : [];
  });
  return [...new Set(alarms)];
}

/** How anybody of the crowd can be found: name, ID number, address, and what they type. */
const PERSONAL: Readonly<Record<string, RegExp>> = {
  name: /路测[零一二三四五六七八九]/,
  address: /测试区虚拟路\d/,
  idNumber: /310199(1950|1985)\d{7}[\dX]/,
  phone: PHONE,
  bankCard: new RegExp(BANK_CARD),
};

const utf16 = new TextDecoder('utf-16le');

/** Files below a folder in which something of a citizen stands, in UTF-8 or UTF-16, with what it is; never the text itself. */
export function filesWithPersons(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      // Of UTF-16 at an odd place too. Not by `toString('utf16le')`: at an odd address Node 24.21 writes past its end.
      const texts = [bytes.toString('utf8'), utf16.decode(bytes), utf16.decode(bytes.subarray(1))];
      return Object.entries(PERSONAL)
        .filter(([, pattern]) => texts.some((text) => pattern.test(text)))
        .map(([what]) => `${what} in ${entry.name}`);
    });
}
