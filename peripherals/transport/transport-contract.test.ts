import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { watch } from 'node:fs';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duplexPair } from 'node:stream';
import type { Duplex } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import type { ByteTransport, HidHandle, TransportClosed, TransportLimits } from './index.ts';
import { createHidTransport, createMemoryPair, createSerialTransport, createTcpTransport } from './index.ts';

/** One line with a peer that the test plays. */
interface Line {
  readonly transport: ByteTransport;
  /** The peer's stream, once the transport is open. */
  peer(): Promise<Duplex>;
  unplug(): Promise<void>;
  dispose(): Promise<void>;
}
type MakeLine = (limits?: Partial<TransportLimits>) => Promise<Line>;

async function listen(): Promise<{ server: Server; port: number; accepted: Promise<Socket> }> {
  const server = createServer();
  const accepted = once(server, 'connection').then(([socket]) => {
    (socket as Socket).on('error', () => undefined);
    return socket as Socket;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, port: address.port, accepted };
}

const memoryLine: MakeLine = (limits) => {
  const { transport, device } = createMemoryPair(limits);
  return Promise.resolve({
    transport,
    peer: () => Promise.resolve(device),
    unplug: () => Promise.resolve(void device.destroy()),
    dispose: () => Promise.resolve(void device.destroy()),
  });
};

const tcpLine: MakeLine = async (limits) => {
  const { server, port, accepted } = await listen();
  return {
    transport: createTcpTransport({ host: '127.0.0.1', port, ...limits }),
    peer: () => accepted,
    unplug: async () => void (await accepted).destroy(),
    dispose: () => {
      server.close();
      // The peer only exists once somebody has connected.
      void accepted.then((socket) => socket.destroy());
      return Promise.resolve();
    },
  };
};

const MODEL = { vendorId: 1, productId: 2 };
/** A HID device whose reports the test plays; the real hidraw is proven in the hardware laboratory. */
const hidLine: MakeLine = (limits) => {
  const [host, device] = duplexPair();
  device.once('close', () => host.destroy());
  const handle: HidHandle = {
    write: (report) => new Promise((done, fail) => host.write(report, (e) => (e ? fail(e) : done()))),
    onReport: (listener) => void host.on('data', listener),
    onError: (listener) => void host.on('close', () => listener(new Error('gone'))),
    close: () => Promise.resolve(void host.destroy()),
  };
  const port = {
    list: () => Promise.resolve([{ ...MODEL, path: 'one', serialNumber: null, usagePage: null }]),
    open: () => Promise.resolve(handle),
  };
  return Promise.resolve({
    transport: createHidTransport({ ...MODEL, port, ...limits }),
    peer: () => Promise.resolve(device),
    unplug: () => Promise.resolve(void device.destroy()),
    dispose: () => Promise.resolve(void device.destroy()),
  });
};

/** A real pty: socat carries its bytes to a socket that the test plays. */
const serialLine: MakeLine = async (limits) => {
  const folder = await mkdtemp(join(tmpdir(), 'serial-line-'));
  const path = join(folder, 'tty');
  const { server, port, accepted } = await listen();
  const linked = new Promise<void>((resolve) => {
    const watcher = watch(folder, () => {
      watcher.close();
      resolve();
    });
  });
  const socat = spawn('socat', [`PTY,link=${path},raw,echo=0`, `TCP:127.0.0.1:${port}`], { stdio: 'ignore' });
  const gone = once(socat, 'exit');
  await Promise.all([linked, accepted]);
  return {
    transport: createSerialTransport({ path, ...limits }),
    peer: () => accepted,
    unplug: async () => {
      socat.kill('SIGKILL');
      await gone;
    },
    dispose: async () => {
      server.close();
      (await accepted).destroy();
      socat.kill('SIGKILL');
      await gone;
      await rm(folder, { recursive: true });
    },
  };
};

async function receive(stream: Duplex, length: number): Promise<Buffer> {
  let received = Buffer.alloc(0);
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    received = Buffer.concat([received, chunk as Buffer]);
    if (received.length >= length) break;
  }
  return received;
}

function nextClosed(transport: ByteTransport): Promise<TransportClosed> {
  return new Promise((resolve) => transport.onClosed(resolve));
}

const everyByte = Uint8Array.from({ length: 256 }, (_, i) => i);

describe.each([
  ['memory', memoryLine],
  ['tcp', tcpLine],
  ['serial', serialLine],
  ['hid', hidLine],
] as const)('%s transport', (_name, makeLine) => {
  let line: Line;
  afterEach(async () => {
    await line.transport.close();
    await line.dispose();
  });

  it('carries every byte value both ways unchanged', async () => {
    line = await makeLine();
    const arrived: Buffer[] = [];
    const all = new Promise<void>((resolve) => {
      line.transport.onData((chunk) => {
        arrived.push(Buffer.from(chunk));
        if (Buffer.concat(arrived).length >= 256) resolve();
      });
    });
    expect(await line.transport.open()).toEqual({ ok: true });
    const peer = await line.peer();
    expect(await Promise.all([line.transport.write(everyByte), receive(peer, 256)])).toEqual([
      { ok: true },
      Buffer.from(everyByte),
    ]);
    peer.write(everyByte);
    await all;
    expect(Buffer.concat(arrived)).toEqual(Buffer.from(everyByte));
  });

  it('keeps the order of writes that are made at once', async () => {
    line = await makeLine();
    await line.transport.open();
    const peer = await line.peer();
    const parts = Array.from({ length: 50 }, (_, i) => Uint8Array.from([i, i, i]));
    const received = receive(peer, 150);
    await Promise.all(parts.map((part) => line.transport.write(part)));
    expect(await received).toEqual(Buffer.concat(parts));
  });

  it('tells once that the line went away, and fails writes as values from then on', async () => {
    line = await makeLine();
    const events: TransportClosed[] = [];
    line.transport.onClosed((closed) => events.push(closed));
    await line.transport.open();
    await line.peer();
    const closed = nextClosed(line.transport);
    await line.unplug();
    expect((await closed).disconnected).toBe(true);
    expect(await line.transport.write(everyByte)).toMatchObject({ ok: false });
    await line.transport.close();
    expect(events).toHaveLength(1);
  });

  it('says that its own close was not a disconnection', async () => {
    line = await makeLine();
    await line.transport.open();
    const closed = nextClosed(line.transport);
    await line.transport.close();
    await line.transport.close();
    expect(await closed).toMatchObject({ disconnected: false });
  });

  it('fails a write that the peer never takes, in bounded time, and closes', async () => {
    line = await makeLine({ writeTimeoutMs: 150 });
    await line.transport.open();
    (await line.peer()).pause();
    const closed = nextClosed(line.transport);
    const lot = new Uint8Array(32 * 1024 * 1024);
    const results = await Promise.all([line.transport.write(lot), line.transport.write(lot)]);
    expect(results.map((result) => result.ok)).toEqual([false, false]);
    expect((await closed).disconnected).toBe(true);
  });

  it('refuses to write before it is open, and to open after it was closed', async () => {
    line = await makeLine();
    expect(await line.transport.write(everyByte)).toMatchObject({ ok: false });
    await line.transport.close();
    expect(await line.transport.open()).toMatchObject({ ok: false });
  });
});

describe('a device that is not there', () => {
  it('is a value for a serial port', async () => {
    const transport = createSerialTransport({ path: join(tmpdir(), 'no-such-serial-port') });
    expect(await transport.open()).toMatchObject({ ok: false });
  });

  it('is a value for a TCP port', async () => {
    const { server, port } = await listen();
    server.close();
    await once(server, 'close');
    expect(await createTcpTransport({ host: '127.0.0.1', port }).open()).toMatchObject({ ok: false });
  });
});
