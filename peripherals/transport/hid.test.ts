import { describe, expect, it } from 'vitest';
import type { HidDevice, HidHandle, HidModel, HidPort } from './index.ts';
import { createHidTransport } from './index.ts';

const MODEL = { vendorId: 0x10c4, productId: 0x0007 };

/** A system with these devices, in which every call can be seen and made to fail. */
class TestPort implements HidPort {
  devices: HidDevice[];
  readonly asked: string[] = [];
  readonly opened: string[] = [];
  readonly written: number[][] = [];
  openFails: Error | null = null;
  closeFails = false;
  closeHangs = false;
  report: (report: Uint8Array) => void = () => undefined;
  fail: (error: Error) => void = () => undefined;

  constructor(...devices: HidDevice[]) {
    this.devices = devices;
  }
  list(model?: HidModel): Promise<readonly HidDevice[]> {
    this.asked.push(`${model?.vendorId}:${model?.productId}`);
    return Promise.resolve(this.devices);
  }
  open(path: string): Promise<HidHandle> {
    if (this.openFails !== null) return Promise.reject(this.openFails);
    this.opened.push(path);
    return Promise.resolve({
      write: (report) => {
        this.written.push([...report]);
        return Promise.resolve();
      },
      onReport: (listener) => (this.report = listener),
      onError: (listener) => (this.fail = listener),
      close: () => {
        if (this.closeFails) return Promise.reject(new Error('No such device'));
        return this.closeHangs ? new Promise(() => undefined) : Promise.resolve();
      },
    });
  }
}

const one: HidDevice = { ...MODEL, path: '/dev/hidraw0', serialNumber: 'A', usagePage: null };
const other: HidDevice = { ...one, path: '/dev/hidraw3', serialNumber: 'B' };

describe('a HID device', () => {
  it('is asked for by vendor and product, and the first one is taken', async () => {
    const port = new TestPort(one, other);
    const transport = createHidTransport({ ...MODEL, port });
    expect(await transport.open()).toEqual({ ok: true });
    expect(port.asked).toEqual(['4292:7']);
    expect(port.opened).toEqual(['/dev/hidraw0']);
    await transport.close();
  });

  it('is told from its twin by its serial number, whatever its path', async () => {
    const port = new TestPort(one, other);
    const transport = createHidTransport({ ...MODEL, serialNumber: 'B', port });
    expect(await transport.open()).toEqual({ ok: true });
    expect(port.opened).toEqual(['/dev/hidraw3']);
    await transport.close();
  });

  it('that is not there is a value, and its twin is not taken for it', async () => {
    const absent = createHidTransport({ ...MODEL, port: new TestPort() });
    expect(await absent.open()).toEqual({ ok: false, reason: 'no HID device 10C4:0007' });
    const port = new TestPort(one);
    expect(await createHidTransport({ ...MODEL, serialNumber: 'B', port }).open()).toMatchObject({
      ok: false,
    });
    expect(port.opened).toEqual([]);
  });

  it('that may not be opened is a value with the words of the system', async () => {
    const port = new TestPort(one);
    port.openFails = new Error('cannot open device with path /dev/hidraw0');
    expect(await createHidTransport({ ...MODEL, port }).open()).toEqual({
      ok: false,
      reason: 'cannot open device with path /dev/hidraw0',
    });
  });

  it('gives its reports one by one, however fast they come', async () => {
    const port = new TestPort(one);
    const transport = createHidTransport({ ...MODEL, port });
    const reports: number[] = [];
    const hundred = new Promise<void>((resolve) => {
      transport.onData((report) => {
        expect(report).toHaveLength(64);
        if (reports.push(report[0]!) === 100) resolve();
      });
    });
    await transport.open();
    for (let i = 0; i < 100; i++) port.report(new Uint8Array(64).fill(i));
    await hundred;
    expect(reports).toEqual(Array.from({ length: 100 }, (_, i) => i));
    await Promise.all([1, 2, 3].map((n) => transport.write(Uint8Array.of(0, n))));
    expect(port.written).toEqual([
      [0, 1],
      [0, 2],
      [0, 3],
    ]);
    await transport.close();
  });

  it('that was pulled ends the line, also when closing it fails', async () => {
    const port = new TestPort(one);
    port.closeFails = true;
    const transport = createHidTransport({ ...MODEL, port });
    await transport.open();
    const closed = new Promise((resolve) => transport.onClosed(resolve));
    port.fail(new Error('could not read from HID device'));
    expect(await closed).toEqual({ disconnected: true, reason: 'could not read from HID device' });
    expect(await transport.write(Uint8Array.of(0))).toMatchObject({ ok: false });
    await transport.close();
  });

  it('whose closing hangs does not hold up the next try', async () => {
    const port = new TestPort(one);
    port.closeHangs = true;
    const transport = createHidTransport({ ...MODEL, port });
    await transport.open();
    await transport.close();
    expect(await createHidTransport({ ...MODEL, port }).open()).toEqual({ ok: true });
  });
});

it("asks this machine's own HID devices without harm", async () => {
  expect(await createHidTransport({ vendorId: 0xfffe, productId: 0xfffe }).open()).toEqual({
    ok: false,
    reason: 'no HID device FFFE:FFFE',
  });
});
