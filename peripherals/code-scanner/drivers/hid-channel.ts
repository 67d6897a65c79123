import type { HidDevice, HidHandle, HidModel, HidPort } from '../../transport/hid-port.ts';
import type { ChannelDelays } from '../delays.ts';
import type { HidScannerModel } from '../models.ts';
import { HidCodeAssembler, SCANNER_USAGE_PAGE, encodeCommandReport } from '../protocol/hid-report.ts';
import { TimedParser } from './channel.ts';
import type { ChannelListener, ScannerChannel } from './channel.ts';

/** Which USB device; a scanner that was pulled and put back is found again by these, not by its path. */
export interface HidIdentity extends HidModel {
  /** Null: the first one that fits. Needed where two of the same model are plugged in. */
  readonly serialNumber: string | null;
}

/** Letting go of a device that was pulled out can hang; the next try must not wait for it. */
const RELEASE_TIMEOUT_MS = 1000;

/** A scanner on USB HID. Every error, in whatever call, means that it is not there any more. */
export function createHidChannel(
  port: HidPort,
  identity: HidIdentity,
  model: HidScannerModel,
  delays: ChannelDelays,
  listener: ChannelListener,
): ScannerChannel {
  const assembler = new HidCodeAssembler(model.layout, model.dialect);
  const timed = new TimedParser(assembler, delays.interByteTimeoutMs, (event) => listener.onEvent(event));
  let handle: HidHandle | null = null;
  let isClosed = false;

  function end(): void {
    if (isClosed) return;
    isClosed = true;
    timed.stop();
    listener.onEnd();
  }

  async function find(): Promise<HidDevice | undefined> {
    const devices = await port.list({ vendorId: identity.vendorId, productId: identity.productId });
    const fitting = devices.filter(
      ({ serialNumber, usagePage }) =>
        (identity.serialNumber === null || serialNumber === identity.serialNumber) &&
        (usagePage === null || usagePage === SCANNER_USAGE_PAGE),
    );
    return fitting.find(({ usagePage }) => usagePage === SCANNER_USAGE_PAGE) ?? fitting[0];
  }

  async function attach(): Promise<boolean> {
    const device = await find();
    if (device === undefined || isClosed) return false;
    const opened = await port.open(device.path);
    handle = opened;
    if (isClosed) {
      await release(opened);
      return false;
    }
    opened.onError(end);
    opened.onReport((report) => {
      if (!isClosed) timed.push(report);
    });
    return true;
  }

  return {
    // A device that nobody may open, or that went away between the two calls, is one that is not there.
    open: () => attach().catch(() => false),
    async send(command) {
      if (handle === null || isClosed) return false;
      try {
        await handle.write(encodeCommandReport(model.layout, command));
        return true;
      } catch {
        end();
        return false;
      }
    },
    abandonCode: () => assembler.abandon(),
    async close() {
      end();
      if (handle !== null) await release(handle);
    },
  };
}

async function release(handle: HidHandle): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, RELEASE_TIMEOUT_MS)));
  // An error here means that the device is gone already, which is what was wanted.
  await Promise.race([handle.close().catch(() => undefined), late]);
  clearTimeout(timer);
}
