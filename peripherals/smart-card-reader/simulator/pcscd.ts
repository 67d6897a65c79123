import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SLOT_COUNT } from './simulator.ts';
import type { SlotIndex, SocialSecurityCardSimulator } from './simulator.ts';
import { openVpcdLine } from './vpcd-line.ts';
import type { VpcdLine } from './vpcd-line.ts';

export interface PcscdHost {
  /** To be the value of PCSCLITE_CSOCK_NAME in a process before it uses PC/SC for the first time. */
  readonly socket: string;
  /** Ends the service, as when it crashes or the hub with all readers loses its power. Cards stay in their slots. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Ends everything that was started and removes its files. */
  close(): Promise<void>;
}

const PCSCD = '/usr/sbin/pcscd';
const COMPILED_IN_FOLDER = '/run/pcscd';
const DRIVER = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
/** Below the ports that the kernel gives out by itself. */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;
const SLOTS = [0, 1] as const;
/** What pcscd logs of a card, with the number of the slot. */
const CARD_NOTICE = /Card (inserted into|Removed From) .* (\d\d)\s*$/;

/**
 * Hosts the simulator's two slots in a private pcscd with the vpcd driver, beside the machine's own and beside others
 * of its kind: with a socket, a configuration and ports of its own, and without any right but that to write to /tmp.
 * @throws Error with the name of the Debian package when pcscd or vpcd is not installed.
 */
export async function hostOnPcscd(simulator: SocialSecurityCardSimulator): Promise<PcscdHost> {
  const folder = makeFolder();
  const program = copyProgram(folder);
  const port = await findPorts();
  const configuration = join(folder, 'conf');
  mkdirSync(configuration);
  writeFileSync(join(configuration, 'vpcd'), readerConfiguration(port));

  let child: ChildProcess | null = null;
  const lines: (VpcdLine | null)[] = [null, null];
  /** Whether pcscd takes the slot for filled. */
  const isSeen = [false, false];

  /**
   * Makes the slot what the simulator says. pcscd looks every 400 ms, and a card that was changed between two looks,
   * faster than any hand, is lost on it: the next card goes in once pcscd has noticed that the last one is out.
   */
  const update = (slot: SlotIndex): void => {
    const chip = simulator.chipIn(slot);
    if (child === null || lines[slot]?.chip !== chip) {
      lines[slot]?.close();
      lines[slot] = null;
    }
    if (child === null || lines[slot] !== null || chip === null || isSeen[slot]) return;
    lines[slot] = openVpcdLine(simulator, slot, port + slot);
  };
  const updateAll = (): void => {
    for (const slot of SLOTS) update(slot);
  };
  const stopWatching = simulator.onChange(updateAll);

  const onLog = (line: string): void => {
    const notice = CARD_NOTICE.exec(line);
    if (notice === null) return;
    const slot = Number(notice[2]) === 0 ? 0 : 1;
    isSeen[slot] = notice[1] === 'inserted into';
    update(slot);
  };
  const start = async (): Promise<void> => {
    child = await startProgram(program, configuration, onLog);
    updateAll();
  };
  const stop = async (): Promise<void> => {
    const stopping = child;
    child = null;
    isSeen.fill(false);
    updateAll();
    if (stopping === null || stopping.exitCode !== null || stopping.signalCode !== null) return;
    stopping.kill('SIGKILL');
    await once(stopping, 'close');
    // A killed pcscd leaves its socket and process id behind; the next one would take them for a rival.
    for (const name of ['pcscd.comm', 'pcscd.pid']) rmSync(join(folder, name), { force: true });
  };
  const onExit = (): void => {
    child?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', onExit);
  await start();

  return {
    socket: join(folder, 'pcscd.comm'),
    start,
    stop,
    async close() {
      stopWatching();
      await stop();
      process.off('exit', onExit);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** As long as the folder that is compiled into pcscd, which is the only way to give it another one. */
function makeFolder(): string {
  const prefix = '/tmp/';
  for (;;) {
    const name = randomBytes(8)
      .toString('hex')
      .slice(0, COMPILED_IN_FOLDER.length - prefix.length);
    try {
      mkdirSync(prefix + name, { mode: 0o700 });
      return prefix + name;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}

/**
 * A copy of the installed pcscd that keeps its socket in our folder. pcscd has no option for it and refuses to run
 * twice in one folder; a mount or a socket handed over would need rights that containers do not give.
 */
function copyProgram(folder: string): string {
  const program = readInstalled(PCSCD, 'pcscd');
  readInstalled(DRIVER, 'vsmartcard-vpcd');
  for (
    let at = program.indexOf(COMPILED_IN_FOLDER);
    at !== -1;
    at = program.indexOf(COMPILED_IN_FOLDER, at)
  ) {
    program.write(folder, at, 'latin1');
  }
  const copy = join(folder, 'pcscd');
  writeFileSync(copy, program, { mode: 0o700 });
  return copy;
}

function readInstalled(path: string, debianPackage: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new Error(`${path} is missing: install it (Debian: apt-get install ${debianPackage})`, { cause });
  }
}

function readerConfiguration(port: number): string {
  const hex = `0x${port.toString(16).toUpperCase()}`;
  return [
    'FRIENDLYNAME "Virtual PCD"',
    `DEVICENAME /dev/null:${hex}`,
    `LIBPATH ${DRIVER}`,
    `CHANNELID ${hex}`,
    '',
  ].join('\n');
}

/** The first of two neighbouring ports that nobody uses: vpcd takes one for each slot. */
async function findPorts(): Promise<number> {
  for (;;) {
    const first = randomInt(FIRST_PORT, LAST_PORT);
    const free = await Promise.all(Array.from({ length: SLOT_COUNT }, (_, slot) => isFree(first + slot)));
    if (free.every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '0.0.0.0', () => server.close(() => resolve(true)));
  });
}

/** Answers once the service listens; every line of its log after that goes to `onLog`. */
function startProgram(
  program: string,
  configuration: string,
  onLog: (line: string) => void,
): Promise<ChildProcess> {
  const child = spawn(program, ['--foreground', '--info', '--config', configuration], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    const log: string[] = [];
    let isUp = false;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (isUp) return onLog(line);
      log.push(line);
      isUp = line.includes('daemon ready');
      if (isUp) resolve(child);
    });
    child.once('error', (cause) => reject(new Error('pcscd cannot be started', { cause })));
    child.once('exit', () => {
      if (!isUp) reject(new Error(`pcscd ended at once: ${log.join('\n')}`));
    });
  });
}
