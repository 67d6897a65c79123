/** What differs between models. A model that answers and prints as one of these needs no profile of its own. */
export interface PrinterProfile {
  readonly model: string;
  /** `raster`: the slip is drawn here and sent as a picture, every character prints. `text`: the printer's own font. */
  readonly mode: 'raster' | 'text';
  /** Printable width in dots: whole bytes, so a multiple of 8. */
  readonly widthDots: number;
  /** Columns of the 12-dot font; a Chinese character takes two. */
  readonly columns: number;
  /** Which bits of the answer to DLE EOT 4 mean what: makers differ (some report a presenter sensor in bit 6). */
  readonly paperBits: { readonly nearEnd: number; readonly end: number };
}

export const RASTER_80MM: PrinterProfile = {
  model: 'generic-80mm-raster',
  mode: 'raster',
  widthDots: 576,
  columns: 48,
  paperBits: { nearEnd: 0x0c, end: 0x60 },
};

export const TEXT_80MM: PrinterProfile = { ...RASTER_80MM, model: 'generic-80mm-text', mode: 'text' };
