import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

/** Until QEMU has made its sockets. */
const SOCKET_TIMEOUT_MS = 20_000;
/** Until QEMU has forgotten a device that was pulled. */
const PULLED_DEVICE_TIMEOUT_MS = 10_000;
const RETRY_INTERVAL_MS = 50;

export interface MachineOptions {
  readonly kernel: string;
  readonly initramfs: string;
  /** The checkout, `/run/project` in the guest. */
  readonly project: string;
  /** Takes what the guest's kernel and programs print. */
  readonly consoleLog: string;
}

interface Reply {
  readonly id?: number;
  readonly error?: { readonly desc: string };
}

/** One QEMU guest, under software emulation. It runs until `stop`, and no longer than this process. */
export class Machine {
  /** Settles when QEMU has ended, with what it had to say. */
  readonly ended: Promise<string>;
  readonly #folder: string;
  readonly #qemu: ChildProcess;
  readonly #replies = new Map<number, (reply: Reply) => void>();
  #control: Socket | null = null;
  #commands = 0;

  private constructor(folder: string, qemu: ChildProcess) {
    this.#folder = folder;
    this.#qemu = qemu;
    let words = '';
    qemu.stderr?.on('data', (chunk) => (words += String(chunk)));
    this.ended = new Promise((resolve) => {
      qemu.on('error', (error) => resolve(error.message));
      qemu.on('close', (code) => resolve(`QEMU ended with ${code}. ${words}`.trim()));
    });
  }

  /** Makes the guest, halted before its first instruction. */
  static async start(options: MachineOptions): Promise<Machine> {
    // The name of a socket has 108 bytes at most.
    const folder = await mkdtemp(join(tmpdir(), 'laboratory-'));
    const qemu = spawn(
      'nice',
      ['-n', '10', 'setpriv', '--pdeathsig', 'KILL', ...qemuCommand(options, folder)],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    const machine = new Machine(folder, qemu);
    machine.#control = await machine.connect('control');
    createInterface({ input: machine.#control }).on('line', (line) => {
      const reply = JSON.parse(line) as Reply;
      if (reply.id !== undefined) machine.#replies.get(reply.id)?.(reply);
    });
    await machine.command('qmp_capabilities');
    return machine;
  }

  /** A command of QEMU's machine protocol. @throws with QEMU's words when it refuses. */
  async command(execute: string, args: Record<string, string> = {}): Promise<void> {
    const id = ++this.#commands;
    const reply = await new Promise<Reply>((resolve) => {
      this.#replies.set(id, resolve);
      this.#control?.write(`${JSON.stringify({ execute, arguments: args, id })}\n`);
    });
    this.#replies.delete(id);
    if (reply.error !== undefined) throw new Error(`QEMU, ${execute}: ${reply.error.desc}`);
  }

  /**
   * Plugs a device in. A device that was pulled shortly before may still be on its way out, and is waited for.
   * @throws with QEMU's words when it refuses to the end
   */
  async addDevice(device: Record<string, string>): Promise<void> {
    const deadline = performance.now() + PULLED_DEVICE_TIMEOUT_MS;
    for (;;) {
      try {
        return await this.command('device_add', device);
      } catch (error) {
        if (performance.now() > deadline) throw error;
      }
      await delay(RETRY_INTERVAL_MS);
    }
  }

  /** The other end of a line to the guest. @throws when QEMU has ended or does not take it. */
  async connect(line: 'control' | 'laboratory' | 'serial-reader' | 'card'): Promise<Socket> {
    let end: string | null = null;
    void this.ended.then((words) => (end = words));
    const deadline = performance.now() + SOCKET_TIMEOUT_MS;
    for (;;) {
      try {
        return await tryConnect(join(this.#folder, line));
      } catch (error) {
        if (end !== null) throw new Error(end, { cause: error });
        if (performance.now() > deadline) throw error;
      }
      await delay(RETRY_INTERVAL_MS);
    }
  }

  async stop(): Promise<void> {
    this.#qemu.kill('SIGKILL');
    await this.ended;
    this.#control?.destroy();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function qemuCommand({ kernel, initramfs, project, consoleLog }: MachineOptions, folder: string): string[] {
  const line = (id: string): string => `socket,id=${id},path=${join(folder, id)},server=on,wait=off`;
  const share = (id: string, path: string): string[] => [
    // A comma ends a value unless it is doubled. The machine's files are on several file systems.
    ...[
      '-fsdev',
      `local,id=${id},path=${path.replaceAll(',', ',,')},security_model=none,readonly=on,multidevs=remap`,
    ],
    ...['-device', `virtio-9p-pci,fsdev=${id},mount_tag=${id}`],
  ];
  return [
    'qemu-system-x86_64',
    // KVM in a virtual machine is there on some machines and works on fewer.
    ...[
      '-accel',
      'tcg,thread=multi',
      '-smp',
      '1',
      '-m',
      '512',
      '-nodefaults',
      '-display',
      'none',
      '-no-reboot',
      '-S',
    ],
    ...['-kernel', kernel, '-initrd', initramfs],
    ...['-append', 'console=ttyS0 quiet panic=-1 mitigations=off'],
    ...['-chardev', `file,id=console,path=${consoleLog.replaceAll(',', ',,')}`, '-serial', 'chardev:console'],
    ...['-chardev', line('control'), '-mon', 'chardev=control,mode=control'],
    ...['-device', 'virtio-serial-pci', '-chardev', line('laboratory')],
    ...['-device', 'virtserialport,chardev=laboratory,name=laboratory'],
    ...['-device', 'qemu-xhci,id=usb'],
    ...['-chardev', line('serial-reader'), '-chardev', line('card')],
    ...share('machine', '/'),
    ...share('project', project),
  ];
}

function tryConnect(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      // An end that QEMU makes with an error is an end like any other.
      socket.on('error', () => socket.destroy());
      resolve(socket);
    });
  });
}
