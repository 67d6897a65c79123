import { appendFileSync } from 'node:fs';

/** What layer.c writes for each operation. */
export type Operation =
  | { readonly kind: 'create' | 'open'; readonly name: string; readonly inode: bigint }
  | { readonly kind: 'write'; readonly inode: bigint; readonly offset: number; readonly data: Uint8Array }
  | { readonly kind: 'truncate'; readonly inode: bigint; readonly length: number }
  | { readonly kind: 'sync' | 'failed-sync'; readonly inode: bigint }
  | { readonly kind: 'remove' | 'make-folder'; readonly name: string }
  | { readonly kind: 'rename'; readonly name: string; readonly newName: string }
  /** Not of the layer: the program had been told that `name` is stored. */
  | { readonly kind: 'acknowledged'; readonly name: string };

/** kind, length of the name, inode, offset, length of the data: little endian. */
const HEAD_BYTES = 32;

/** @throws RangeError for a log that breaks off or has an unknown letter */
export function readLog(log: Buffer): Operation[] {
  const operations: Operation[] = [];
  for (let at = 0; at < log.length;) {
    const nameLength = log.readUInt32LE(at + 4);
    const inode = log.readBigUInt64LE(at + 8);
    const offset = Number(log.readBigUInt64LE(at + 16));
    const dataLength = Number(log.readBigUInt64LE(at + 24));
    const nameEnd = at + HEAD_BYTES + nameLength;
    const name = log.toString('utf8', at + HEAD_BYTES, nameEnd);
    const data = log.subarray(nameEnd, nameEnd + dataLength);
    operations.push(operation(String.fromCharCode(log.readUInt32LE(at)), { name, inode, offset, data }));
    at = nameEnd + dataLength;
  }
  return operations;
}

interface Fields {
  readonly name: string;
  readonly inode: bigint;
  readonly offset: number;
  readonly data: Buffer;
}

function operation(letter: string, { name, inode, offset, data }: Fields): Operation {
  switch (letter) {
    case 'C':
      return { kind: 'create', name, inode };
    case 'O':
      return { kind: 'open', name, inode };
    case 'W':
      return { kind: 'write', inode, offset, data };
    case 'T':
      return { kind: 'truncate', inode, length: offset };
    case 'S':
      return { kind: 'sync', inode };
    case 'F':
      return { kind: 'failed-sync', inode };
    case 'U':
      return { kind: 'remove', name };
    case 'M':
      return { kind: 'make-folder', name };
    case 'R':
      return { kind: 'rename', name, newName: data.toString('utf8') };
    case 'A':
      return { kind: 'acknowledged', name };
    default:
      throw new RangeError(`the log of the disk layer has an unknown letter: ${letter}`);
  }
}

/**
 * Called by a program under the layer as soon as it has been told that `id` is stored: from this point of the log on
 * it must not be lost. Without the layer it does nothing.
 */
export function acknowledge(id: string): void {
  const log = process.env['FAULTS_LOG'];
  if (log === undefined) return;
  const name = Buffer.from(id, 'utf8');
  const head = Buffer.alloc(HEAD_BYTES);
  head.write('A', 0);
  head.writeUInt32LE(name.length, 4);
  // One write to a file opened for appending: it does not mix with those of the layer.
  appendFileSync(log, Buffer.concat([head, name]));
}
