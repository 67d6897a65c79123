import { z } from 'zod';
import type { ByteTransport } from '../transport/index.ts';

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

/** Loads the transports, which hold native code, and answers a maker of lines. */
export async function lineOpener(line: SerialLine | TcpLine): Promise<() => ByteTransport> {
  const { createSerialTransport, createTcpTransport } = await import('../transport/index.ts');
  return line.type === 'serial'
    ? () => createSerialTransport({ path: line.path, baudRate: line.baudRate })
    : () => createTcpTransport({ host: line.host, port: line.port });
}
