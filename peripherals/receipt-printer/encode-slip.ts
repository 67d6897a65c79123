import type { PrinterProfile } from './profiles.ts';
import { command, rasterSlices } from './protocol/commands.ts';
import { drawSlip } from './render/draw-slip.ts';
import { writeSlip } from './render/write-slip.ts';
import type { SlipDocument } from './slip.ts';

export interface EncodedSlip {
  /** Whole commands: a job may be broken off between any two chunks. Begins without ESC @, which is the job's. */
  readonly chunks: readonly Uint8Array[];
  /** The cut, and where there is a presenter holding the slip out. */
  readonly end: Uint8Array;
  /**
   * Characters that no installed font has, nor, in text mode, the printer's: 〓 is printed.
   */
  readonly undrawable: readonly string[];
}

/** A slip as bytes for this model. @throws Error when the text of a QR block is longer than a QR code can hold. */
export function encodeSlip(slip: SlipDocument, profile: PrinterProfile): EncodedSlip {
  const end = Uint8Array.from(endOf(profile));
  if (profile.mode === 'raster') {
    const { bitmap, undrawable } = drawSlip(slip, profile.widthDots);
    return { chunks: rasterSlices(bitmap), end, undrawable };
  }
  const { chunks, undrawable } = writeSlip(slip, profile);
  return { chunks, end, undrawable };
}

function endOf({ presenter }: PrinterProfile): number[] {
  return presenter === null ? command.cut() : [...command.cutWhole(), ...command.present(presenter.steps)];
}
