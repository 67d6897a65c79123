import { join } from 'node:path';
import { PANEL_LIMITS, type MethodParams, type SiteView } from '@tongban/contract';
import { z } from 'zod';
import type { TerminalConfig } from './config.ts';
import { KeptFile } from './kept-file.ts';

const { diagonalInches, centreMm } = PANEL_LIMITS;
const measurement = z.strictObject({
  diagonalInches: z.number().min(diagonalInches.least).max(diagonalInches.most),
  centreMm: z.number().min(centreMm.least).max(centreMm.most),
  /** ISO 8601, UTC. */
  at: z.iso.datetime(),
});
type Measurement = z.infer<typeof measurement>;

/**
 * The size of the panel and how high it hangs. What somebody measured in front of it counts before what is written in
 * the configuration, also before the centre's: they only know what was ordered. How high citizens reach is theirs to say.
 */
export class Panel {
  readonly #configured: Pick<TerminalConfig, 'diagonalInches' | 'panel'>;
  readonly #measured: KeptFile<Measurement | null>;

  constructor(configured: Pick<TerminalConfig, 'dataFolder' | 'diagonalInches' | 'panel'>) {
    this.#configured = configured;
    this.#measured = new KeptFile(join(configured.dataFolder, 'panel.json'), measurement.nullable(), null);
  }

  get now(): Pick<SiteView, 'diagonalInches' | 'panel'> {
    const { diagonalInches, panel } = this.#configured;
    const measured = this.#measured.value;
    if (!measured) return { diagonalInches, panel };
    return {
      diagonalInches: measured.diagonalInches,
      panel: { ...panel, centreMm: measured.centreMm },
    };
  }

  /** Null: nobody has. */
  get measured(): Measurement | null {
    return this.#measured.value;
  }

  measure(found: MethodParams<'technician.measure'>, at: Date): void {
    this.#measured.keep({ ...found, at: at.toISOString() });
  }
}
