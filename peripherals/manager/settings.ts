import { z } from 'zod';
import type { ByteTransport } from '../transport/index.ts';
import type { XfsPlace } from '../xfs4iot/index.ts';
import { publisherBeside, serviceAt, xfsAddress } from '../xfs4iot/protocol/address.ts';

/** A serial line by its port, or by the USB adapter or reader behind it, which may come back under another port name. */
export const serialLine = z.strictObject({
  type: z.literal('serial'),
  path: z.string().min(1),
  baudRate: z.int().positive().default(115_200),
});
export type SerialLine = z.infer<typeof serialLine>;

export const tcpLine = z.strictObject({
  type: z.literal('tcp'),
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(9100),
});
export type TcpLine = z.infer<typeof tcpLine>;

/** A service of an XFS4IoT service provider, as terminals of banks have them. */
export const xfsLine = z.strictObject({
  type: z.literal('xfs'),
  address: xfsAddress,
  /** PEM: of the authority that signed the provider's certificate, where the machine does not know it by itself. */
  certificate: z.string().min(1).exactOptional(),
});
export type XfsLine = z.infer<typeof xfsLine>;

/** Null when the address is of another kind. */
export function xfsLineAt(address: string): { type: 'xfs'; address: string } | null {
  return address.startsWith('xfs:') ? { type: 'xfs', address } : null;
}

export function placeOf({ address, certificate }: XfsLine): XfsPlace {
  return { url: serviceAt(address), ...(certificate === undefined ? {} : { certificate }) };
}

/** The publisher of the provider of a device, which lists its services; null when the device belongs to no provider. */
export function publisherOf(settings: unknown): XfsPlace | null {
  const read = z.object({ line: xfsLine }).safeParse(settings);
  if (!read.success) return null;
  const { line } = read.data;
  return { ...placeOf(line), url: publisherBeside(line.address) };
}

/** Loads the transports, which hold native code, and answers a maker of lines. */
export async function lineOpener(line: SerialLine | TcpLine): Promise<() => ByteTransport> {
  const { createSerialTransport, createTcpTransport } = await import('../transport/index.ts');
  return line.type === 'serial'
    ? () => createSerialTransport({ path: line.path, baudRate: line.baudRate })
    : () => createTcpTransport({ host: line.host, port: line.port });
}
