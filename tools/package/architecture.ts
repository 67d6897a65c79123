import { closeSync, openSync, readSync } from 'node:fs';

/** What a package may be made for: Debian's name, and the number that ELF has for the machine (elf.h, EM_…). */
export const ARCHITECTURES = { amd64: 62, arm64: 183, loong64: 258 } as const;
export type Architecture = keyof typeof ARCHITECTURES;

/** `4 bytes magic … 18: e_machine`, little-endian on each of our machines. */
const HEADER_BYTES = 20;
const MACHINE_AT = 18;
const MAGIC = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);

/** The machine that a file is for; null when it is no ELF file. */
export function elfMachine(file: string): number | null {
  const header = Buffer.alloc(HEADER_BYTES);
  const opened = openSync(file, 'r');
  try {
    const length = readSync(opened, header, 0, HEADER_BYTES, 0);
    const isElf = length === HEADER_BYTES && header.subarray(0, MAGIC.length).equals(MAGIC);
    return isElf ? header.readUInt16LE(MACHINE_AT) : null;
  } finally {
    closeSync(opened);
  }
}
