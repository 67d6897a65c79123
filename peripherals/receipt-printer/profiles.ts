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
  /** Kiosk printers that cut a slip inside, hold it out and can take it back; null where it hangs out or falls. */
  readonly presenter: PresenterProfile | null;
}

export interface PresenterProfile {
  /** How far a slip is held out, in the printer's own steps: makers differ in their length. */
  readonly steps: number;
  /** A slip that nobody has taken for so long is taken back: it names its citizen, who has gone. */
  readonly retractAfterMs: number;
}

export const RASTER_80MM: PrinterProfile = {
  model: 'generic-80mm-raster',
  mode: 'raster',
  widthDots: 576,
  columns: 48,
  paperBits: { nearEnd: 0x0c, end: 0x60 },
  presenter: null,
};

export const TEXT_80MM: PrinterProfile = { ...RASTER_80MM, model: 'generic-80mm-text', mode: 'text' };

/** Printers of Custom (VKP80, KPM) and those that obey their GS e. Retraction has to be switched on in the printer. */
export const PRESENTER_80MM: PrinterProfile = {
  ...RASTER_80MM,
  model: 'custom-80mm-presenter',
  presenter: { steps: 12, retractAfterMs: 60_000 },
};
