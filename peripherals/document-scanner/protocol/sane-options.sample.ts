/** What scanimage prints about a feeder scanner with sensors, in its own layout; the values are made up for tests. */
export const SANE_OPTIONS_OUTPUT = `
All options specific to device \`test:feeder':
  Standard:
    --source ADF Front|ADF Back|ADF Duplex [ADF Front]
        Selects the scan source (such as a document-feeder).
    --mode Lineart|Halftone|Gray|Color [Lineart]
        Selects the scan mode (e.g., lineart, monochrome, or color).
    --resolution 50..600dpi (in steps of 1) [600]
        Sets the resolution of the scanned image.
  Geometry:
    --page-width 0..221.121mm (in steps of 0.0211639) [215.872]
        Specifies the width of the media.
    -l 0..215.872mm (in steps of 0.0211639) [0]
        Top-left x position of scan area.
    -x 0..215.872mm (in steps of 0.0211639) [215.872]
        Width of scan-area.
    -y 0..863.489mm (in steps of 0.0211639) [279.364]
        Height of scan-area.
  Sensors:
    --page-loaded[=(yes|no)] [no] [hardware]
        Page loaded
    --cover-open[=(yes|no)] [yes] [hardware]
        Cover open
    --depth 1|8|16 [inactive]
        Number of bits per sample.
`;
