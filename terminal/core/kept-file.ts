import { readFileSync } from 'node:fs';
import { replaceFile } from '@tongban/kiosk-config/provisioning';
import type { z } from 'zod';

/** A small fact of the terminal that outlives a restart, in a file of its own. */
export class KeptFile<T> {
  readonly #file: string;
  #value: T;

  /** @param none what counts where the file is not there or cannot be read */
  constructor(file: string, schema: z.ZodType<T>, none: T) {
    this.#file = file;
    this.#value = read(file, schema) ?? none;
  }

  get value(): T {
    return this.#value;
  }

  /** A disk that takes nothing, which may be why a technician came, leaves it to this start. */
  keep(value: T): void {
    this.#value = value;
    try {
      replaceFile(this.#file, Buffer.from(JSON.stringify(value)));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }
}

function read<T>(file: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null; // not there, or nothing that was kept here
  }
}
