import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** What a simulator of a serial device must have to be put on a pty. */
export interface PluggableSimulator {
  /** Speaks on this line until it ends. */
  attach(line: Duplex): void;
  /** Calls back after each change; answers a function that stops it. */
  onChange(listener: (state: { readonly isPluggedIn: boolean }) => void): () => void;
}

export interface PtyHost {
  /** Ends the pty and everything that was started for it. */
  close(): Promise<void>;
}

/**
 * Hosts the simulator on a real pty, so that the product opens it as it opens any serial port. `socat` makes the
 * pty. While the simulator is unplugged the port does not exist; closing the port from the other side does no harm.
 * @param link the path at which the port appears (a symbolic link, replaced if it is there).
 * @throws when `socat` is not installed or cannot make the link.
 */
export async function hostOnPty(simulator: PluggableSimulator, { link }: { link: string }): Promise<PtyHost> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    simulator.attach(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the loopback server has no port');
  const target = `TCP:127.0.0.1:${address.port},nodelay`;

  let socat: ChildProcess | null = null;

  /** Answers once bytes can pass, or once this start was overtaken by a stop. */
  function start(): Promise<void> {
    rmSync(link, { force: true });
    const child = spawn('socat', ['-d', '-d', `PTY,link=${link},raw,echo=0`, target], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    socat = child;
    return new Promise((resolve, reject) => {
      let log = '';
      let isUp = false;
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        if (isUp) return;
        log += text;
        isUp = log.includes('starting data transfer loop');
        if (isUp) resolve();
      });
      child.once('error', (cause) =>
        reject(new Error('socat cannot be started: install it (Debian: apt-get install socat)', { cause })),
      );
      child.once('exit', () => {
        if (socat !== child) return resolve();
        socat = null;
        if (!isUp) return reject(new Error(`socat could not make the port: ${log}`));
        // The pty ends when whoever had it open closes it: the port must be there for the next one.
        restart();
      });
    });
  }

  function restart(): void {
    start().catch((error: unknown) => process.emitWarning(error instanceof Error ? error : String(error)));
  }

  function stop(): void {
    const child = socat;
    socat = null;
    child?.kill('SIGKILL');
    // A killed socat leaves its link behind, and a port that was pulled out has no name.
    rmSync(link, { force: true });
  }

  const stopWatching = simulator.onChange(({ isPluggedIn }) => {
    if (!isPluggedIn) stop();
    else if (socat === null) restart();
  });
  process.once('exit', stop);
  await start();

  return {
    async close() {
      stopWatching();
      process.off('exit', stop);
      stop();
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
