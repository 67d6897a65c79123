import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';

/**
 * MiB of V8's young generation. A driver waits and copies bytes, of which nothing lives long; left to itself V8 gives these
 * bytes up to 48 MiB before it looks what is needed no more, in seven processes at once.
 */
const HOST_FLAGS = ['--max-semi-space-size=1'];
/** Beside this module, in the sources and in the bundle. */
const HOST_MODULE = join(import.meta.dirname, `device-host${extname(import.meta.filename)}`);
/**
 * Part of every Linux system (util-linux). Lets the kernel end the process with its owner: a driver that is caught in a
 * loop cannot notice that its pipe is closed.
 */
const SETPRIV = '/usr/bin/setpriv';

/** A process for a driver, or for a look at what is plugged in: device-host.ts. */
export function forkHost(): ChildProcess {
  const bound = process.platform === 'linux' && existsSync(SETPRIV);
  return fork(HOST_MODULE, [], {
    execPath: bound ? SETPRIV : process.execPath,
    execArgv: bound ? ['--pdeathsig', 'KILL', '--', process.execPath, ...HOST_FLAGS] : HOST_FLAGS,
    // Bytes stay bytes.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}
