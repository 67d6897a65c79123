import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const BOOT_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const POLL_MS = 100;

/**
 * Beside a bare system: the dummy is its graphics card, socat its cables, libfaketime its clock, the others an eye and a finger on its
 * screen, and a look at what X has in its selections and settings.
 */
const OF_THE_TEST = [
  ...['xserver-xorg-video-dummy', 'socat', 'libfaketime'],
  ...['x11-apps', 'xdotool', 'xclip', 'x11-xserver-utils', 'kmod'],
];

export interface Ran {
  readonly code: number;
  /** Both outputs. */
  readonly output: string;
}

/**
 * A Debian of its own below a folder, booted with its own systemd in a container: processes, users, units, devices and
 * network are its own; the kernel is this machine's.
 */
export class DebianRoot {
  readonly folder: string;
  /** Shared with this machine, `/outside` within. */
  readonly shared: string;
  #container: ChildProcess | null = null;
  #init = 0;

  private constructor(folder: string, shared: string) {
    this.folder = folder;
    this.shared = shared;
  }

  /** Why there can be none on this machine; null when there can. */
  static whyNot(): string | null {
    for (const program of ['/usr/bin/mmdebstrap', '/usr/bin/systemd-nspawn', '/usr/bin/nsenter'])
      if (!existsSync(program)) return `${program} is not there`;
    if (process.getuid?.() !== 0) return 'only root can boot a container';
    return spawnSync('unshare', ['--mount', '--pid', '--fork', '--net', 'true']).status === 0
      ? null
      : 'this machine allows no container';
  }

  /** A minimal Debian 12 from its mirror. @throws Error with the last lines of what went wrong */
  static async make(below: string): Promise<DebianRoot> {
    const folder = join(below, 'debian');
    const shared = join(below, 'outside');
    mkdirSync(shared, { recursive: true });
    const packages = ['systemd-sysv', 'dbus', 'udev', ...OF_THE_TEST].join(',');
    await succeeds('mmdebstrap', ['--quiet', '--variant=apt', `--include=${packages}`, 'bookworm', folder]);
    return new DebianRoot(folder, shared);
  }

  /** Boots it, without any network but its loopback. */
  async boot(): Promise<void> {
    const log = createWriteStream(join(this.shared, 'console.log'), { flags: 'a' });
    const container = spawn(
      'systemd-nspawn',
      [
        ...['--quiet', '--register=no', '--keep-unit', '--private-network', `--bind=${this.shared}:/outside`],
        ...['--directory', this.folder, '--boot'],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    container.stdout.pipe(log);
    container.stderr.pipe(log);
    this.#container = container;
    const until = Date.now() + BOOT_TIMEOUT_MS;
    for (;;) {
      const init = childOf(container.pid ?? 0);
      if (init !== null) {
        this.#init = init;
        const { output } = await this.run('systemctl', 'is-system-running');
        if (/running|degraded/.test(output)) return;
      }
      if (Date.now() > until || container.exitCode !== null)
        throw new Error(
          `Debian did not boot: ${readFileSync(join(this.shared, 'console.log'), 'utf8').slice(-2000)}`,
        );
      await pause(POLL_MS);
    }
  }

  /** Runs a program in it, booted or not. */
  async run(program: string, ...args: readonly string[]): Promise<Ran> {
    const isBooted = this.#container !== null;
    return isBooted
      ? run(
          'nsenter',
          ['-t', String(this.#init), '-m', '-u', '-i', '-p', '-n', '--', program, ...args],
          WITHOUT_CERTIFICATES,
        )
      : run('systemd-nspawn', [
          ...['--quiet', '--register=no', '--keep-unit', `--bind=${this.shared}:/outside`],
          ...['--directory', this.folder, '--', program, ...args],
        ]);
  }

  /** As {@link run}. @throws Error with its output when it fails */
  async must(program: string, ...args: readonly string[]): Promise<string> {
    const { code, output } = await this.run(program, ...args);
    if (code !== 0)
      throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${output.slice(-3000)}`);
    return output;
  }

  /** A path of the booted system as this machine sees it, memory file systems included. */
  path(within: string): string {
    return `/proc/${this.#init}/root${within}`;
  }

  /** Writes a file into it. */
  write(within: string, text: string): void {
    const file = this.#container ? this.path(within) : join(this.folder, within);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
  }

  async powerOff(): Promise<void> {
    const container = this.#container;
    if (!container) return;
    const gone = new Promise<void>((resolve) => container.once('exit', () => resolve()));
    if (container.exitCode === null) {
      await this.run('systemctl', 'poweroff');
      const timer = setTimeout(() => this.#pullThePlug(), STOP_TIMEOUT_MS);
      await gone;
      clearTimeout(timer);
    }
    this.#container = null;
  }

  /** Every process ends at once. */
  async losePower(): Promise<void> {
    const container = this.#container;
    if (!container) return;
    const gone = new Promise<void>((resolve) => container.once('exit', () => resolve()));
    this.#pullThePlug();
    await gone;
    this.#container = null;
  }

  #pullThePlug(): void {
    // The first process of a container takes all others with it.
    if (this.#init !== 0) process.kill(this.#init, 'SIGKILL');
  }
}

function childOf(pid: number): number | null {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`);
    const children = tasks.flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean),
    );
    // Between fork and exec it still is what starts it.
    return (
      children
        .map(Number)
        .find((child) => readFileSync(`/proc/${child}/comm`, 'utf8').trim() === 'systemd') ?? null
    );
  } catch {
    return null;
  }
}

/** Certificates of this machine are none in the other, and Node says so at any moment, also behind what a command answers. */
const WITHOUT_CERTIFICATES: NodeJS.ProcessEnv = { ...process.env };
delete WITHOUT_CERTIFICATES['NODE_EXTRA_CA_CERTS'];

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({ code: code ?? -1, output: Buffer.concat(chunks).toString('utf8') }),
    );
  });
}

async function succeeds(program: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(program, args);
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${output.slice(-3000)}`);
}
