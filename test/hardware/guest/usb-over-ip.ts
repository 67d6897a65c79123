import { writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import koffi from 'koffi';

/** Source: Linux, Documentation/usb/usbip_protocol.rst, and drivers/usb/usbip/vhci_sysfs.c for the two files. */
const HOST = '/sys/devices/platform/vhci_hcd.0';
const PORT = 0;
const HIGH_SPEED = 3;
/** Bus 1, device 2, at the other end: any but 0. */
const DEVICE_ID = 0x0001_0002;
const HEADER_BYTES = 48;
const CMD_SUBMIT = 1;
const CMD_UNLINK = 2;
const RET_SUBMIT = 3;
const RET_UNLINK = 4;
const IN = 1;
/** A pipe that is stalled: the device knows no such request. */
const EPIPE = 32;
const ECONNRESET = 104;
const AF_UNIX = 1;
const SOCK_STREAM = 1;

const socketpair = koffi
  .load('libc.so.6')
  .func('int socketpair(int domain, int type, int protocol, _Out_ int *fds)');
const close = koffi.load('libc.so.6').func('int close(int fd)');

export interface ControlRequest {
  readonly requestType: number;
  readonly request: number;
  readonly value: number;
  readonly index: number;
}

/**
 * Answers a control request: the data of one that reads, nothing for one that writes; null where the device has no such
 * request.
 */
export type Answerer = (request: ControlRequest) => Uint8Array | null;

/** A USB device at the kernel's own host controller: its drivers get it as any other. Only control requests are served. */
export class UsbDevice {
  readonly #answer: Answerer;
  readonly #line: Socket;
  #received = Buffer.alloc(0);

  /** Plugs it in. */
  constructor(answer: Answerer) {
    this.#answer = answer;
    const ends = [0, 0];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) !== 0) throw new Error('no pair of sockets');
    const [ours, theirs] = ends as [number, number];
    this.#line = new Socket({ fd: ours });
    this.#line.on('data', (bytes: Buffer) => this.#receive(bytes));
    this.#line.on('error', () => this.#line.destroy());
    writeFileSync(`${HOST}/attach`, `${PORT} ${theirs} ${DEVICE_ID} ${HIGH_SPEED}`);
    close(theirs); // the kernel has taken it
  }

  unplug(): void {
    writeFileSync(`${HOST}/detach`, String(PORT));
  }

  #receive(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    while (this.#received.length >= HEADER_BYTES) {
      const header = this.#received.subarray(0, HEADER_BYTES);
      const isOut = header.readUInt32BE(12) !== IN;
      const dataBytes = header.readUInt32BE(0) === CMD_SUBMIT && isOut ? header.readUInt32BE(24) : 0;
      if (this.#received.length < HEADER_BYTES + dataBytes) return;
      this.#received = this.#received.subarray(HEADER_BYTES + dataBytes);
      this.#serve(header, dataBytes);
    }
  }

  #serve(header: Buffer, dataBytes: number): void {
    const [command, number] = [header.readUInt32BE(0), header.readUInt32BE(4)];
    const reply = Buffer.alloc(HEADER_BYTES);
    reply.writeUInt32BE(number, 4);
    if (command === CMD_UNLINK) {
      // What waits is given back as taken away.
      reply.writeUInt32BE(RET_UNLINK, 0);
      reply.writeInt32BE(-ECONNRESET, 20);
      this.#line.write(reply);
      return;
    }
    // Nothing comes from another endpoint: nobody films.
    if (header.readUInt32BE(16) !== 0) return;
    const setup = header.subarray(40);
    const answer = this.#answer({
      requestType: setup.readUInt8(0),
      request: setup.readUInt8(1),
      value: setup.readUInt16LE(2),
      index: setup.readUInt16LE(4),
    });
    const data = answer?.subarray(0, setup.readUInt16LE(6)) ?? new Uint8Array();
    reply.writeUInt32BE(RET_SUBMIT, 0);
    reply.writeInt32BE(answer === null ? -EPIPE : 0, 20);
    reply.writeUInt32BE(answer === null ? 0 : dataBytes || data.length, 24);
    this.#line.write(Buffer.concat([reply, data]));
  }
}
