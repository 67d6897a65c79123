import type { Answerer } from './usb-over-ip.ts';

/**
 * The least that is a camera of the USB video class, as its descriptors and as its answers.
 * Source: USB 2.0, chapter 9; USB Device Class Definition for Video Devices 1.1, sections 3 and 4.
 */
export interface UvcIdentity {
  readonly vendorId: number;
  readonly productId: number;
  readonly name: string;
}

const GET_STATUS = 0x00;
const GET_DESCRIPTOR = 0x06;
const DEVICE = 1;
const CONFIGURATION = 2;
const STRING = 3;
const PRODUCT_NAME = 2;
const CLASS_REQUEST_IN = 0xa1;
const CLASS_REQUEST_OUT = 0x21;
const VIDEO_STREAMING = 1;
const PROBE_AND_COMMIT = [1, 2];
const [WIDTH_PX, HEIGHT_PX] = [1920, 1080];
/** In units of 100 ns: 30 pictures a second. */
const FRAME_INTERVAL = 333_333;
const MAX_FRAME_BYTES = WIDTH_PX * HEIGHT_PX * 2;

const u16 = (value: number): number[] => [value & 0xff, value >> 8];
const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16(value >>> 16)];
/** A descriptor: its length before it. */
const descriptor = (...bytes: number[]): number[] => [bytes.length + 1, ...bytes];

function controlInterface(): number[] {
  const camera = descriptor(0x24, 2, 1, ...u16(0x0201), 0, 0, ...u16(0), ...u16(0), ...u16(0), 2, 0, 0);
  const output = descriptor(0x24, 3, 2, ...u16(0x0101), 0, 1, 0);
  const total = 13 + camera.length + output.length;
  const header = descriptor(0x24, 1, ...u16(0x0100), ...u16(total), ...u32(48_000_000), 1, VIDEO_STREAMING);
  return [...descriptor(4, 0, 0, 0, 0x0e, 1, 0, 0), ...header, ...camera, ...output];
}

function streamingInterface(): number[] {
  const format = descriptor(0x24, 6, 1, 1, 1, 1, 0, 0, 0, 0);
  const frame = descriptor(
    ...[0x24, 7, 1, 0, ...u16(WIDTH_PX), ...u16(HEIGHT_PX), ...u32(1_000_000), ...u32(100_000_000)],
    ...[...u32(MAX_FRAME_BYTES), ...u32(FRAME_INTERVAL), 1, ...u32(FRAME_INTERVAL)],
  );
  const total = 14 + format.length + frame.length;
  const header = descriptor(0x24, 1, 1, ...u16(total), 0x81, 0, 2, 0, 0, 0, 1, 0);
  const bulkEndpoint = descriptor(5, 0x81, 2, ...u16(512), 0);
  return [
    ...descriptor(4, VIDEO_STREAMING, 0, 1, 0x0e, 2, 0, 0),
    ...header,
    ...format,
    ...frame,
    ...bulkEndpoint,
  ];
}

function configuration(): number[] {
  const association = descriptor(0x0b, 0, 2, 0x0e, 3, 0, 0);
  const rest = [...association, ...controlInterface(), ...streamingInterface()];
  return [...descriptor(2, ...u16(9 + rest.length), 2, 1, 0, 0x80, 250), ...rest];
}

export function uvcCamera({ vendorId, productId, name }: UvcIdentity): Answerer {
  const device = descriptor(
    ...[DEVICE, ...u16(0x0200), 0xef, 2, 1, 64, ...u16(vendorId), ...u16(productId), ...u16(0x0100)],
    ...[0, PRODUCT_NAME, 0, 1],
  );
  const languages = descriptor(STRING, ...u16(0x0409));
  const productName = descriptor(STRING, ...Buffer.from(name, 'utf16le'));
  const probe = [
    ...[...u16(0), 1, 1, ...u32(FRAME_INTERVAL), ...u16(0), ...u16(0), ...u16(0), ...u16(0), ...u16(0)],
    ...[...u32(MAX_FRAME_BYTES), ...u32(16_384)],
  ];
  const descriptors: Readonly<Record<number, number[]>> = {
    [DEVICE << 8]: device,
    [CONFIGURATION << 8]: configuration(),
    [STRING << 8]: languages,
    [(STRING << 8) | PRODUCT_NAME]: productName,
  };
  return ({ requestType, request, value, index }) => {
    if (requestType === CLASS_REQUEST_IN || requestType === CLASS_REQUEST_OUT) {
      const isKnown = index === VIDEO_STREAMING && PROBE_AND_COMMIT.includes(value >> 8);
      return isKnown ? Uint8Array.from(requestType === CLASS_REQUEST_IN ? probe : []) : null;
    }
    if (request === GET_DESCRIPTOR) {
      const found = descriptors[value];
      return found === undefined ? null : Uint8Array.from(found);
    }
    if (request === GET_STATUS) return new Uint8Array(2);
    return new Uint8Array(); // addresses, configurations, interfaces: as wished
  };
}
