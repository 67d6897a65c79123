/** What an eSCL device says that it can do (GET ScannerCapabilities; element names as sane-airscan reads them). */
import type { DocumentScannerCapabilities, Resolutions, ScanColour, SourceCapabilities } from '../scan.ts';
import { elementsAt, numberAt, parseXml, textAt, textsAt } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** Lengths of eSCL are 300ths of an inch. */
export const ESCL_UNITS_PER_INCH = 300;
export const MM_PER_INCH = 25.4;

export interface EsclSource extends SourceCapabilities {
  /** The type to ask for, JPEG if there is one. */
  readonly mediaType: 'image/jpeg' | 'image/png';
  /** Devices since eSCL 2.1 want the type in a second element too. */
  readonly wantsFormatExt: boolean;
}

export interface EsclCapabilities extends DocumentScannerCapabilities {
  readonly sources: readonly EsclSource[];
}

const MAX_MODEL_CHARACTERS = 100;
const MAX_RESOLUTION_DPI = 9600;

/** Null when it is not the description of a scanner with at least one source that can be used. */
export function parseScannerCapabilities(xml: string): EsclCapabilities | null {
  const document = parseXml(xml);
  const root = document && elementsAt(document, 'ScannerCapabilities')[0];
  if (!root) return null;
  const sources = [
    parseSource('flatbed', elementsAt(root, 'Platen', 'PlatenInputCaps')[0]),
    parseSource('feeder', elementsAt(root, 'Adf', 'AdfSimplexInputCaps')[0]),
  ].filter((source) => source !== null);
  if (sources.length === 0) return null;
  const model =
    textAt(root, 'MakeAndModel')
      ?.replace(/[\p{C}\s]+/gu, ' ')
      .trim() ?? '';
  return {
    model: model === '' ? null : model.slice(0, MAX_MODEL_CHARACTERS),
    sources,
    reportsConditions: true,
  };
}

function parseSource(source: EsclSource['source'], caps: XmlElement | undefined): EsclSource | null {
  if (caps === undefined) return null;
  const maxWidth = numberAt(caps, 'MaxWidth');
  const maxHeight = numberAt(caps, 'MaxHeight');
  const profiles = elementsAt(caps, 'SettingProfiles', 'SettingProfile');
  const resolutions = parseResolutions(profiles);
  const colours = parseColours(profiles);
  const plain = profiles.flatMap((profile) => textsAt(profile, 'DocumentFormats', 'DocumentFormat'));
  const ext = profiles.flatMap((profile) => textsAt(profile, 'DocumentFormats', 'DocumentFormatExt'));
  const mediaType = (['image/jpeg', 'image/png'] as const).find((type) => [...plain, ...ext].includes(type));
  if (!maxWidth || !maxHeight || resolutions === null || colours.length === 0 || mediaType === undefined) {
    return null;
  }
  return {
    source,
    resolutions,
    colours,
    maxWidthMm: (maxWidth / ESCL_UNITS_PER_INCH) * MM_PER_INCH,
    maxHeightMm: (maxHeight / ESCL_UNITS_PER_INCH) * MM_PER_INCH,
    mediaType,
    wantsFormatExt: ext.includes(mediaType),
  };
}

function parseColours(profiles: readonly XmlElement[]): readonly ScanColour[] {
  const modes = profiles.flatMap((profile) => textsAt(profile, 'ColorModes', 'ColorMode'));
  const colours: ScanColour[] = [];
  if (modes.includes('RGB24')) colours.push('colour');
  if (modes.includes('Grayscale8')) colours.push('grey');
  return colours;
}

/** A list wins over a range when a device gives both. Only values that are the same in both directions. */
function parseResolutions(profiles: readonly XmlElement[]): Resolutions | null {
  const supported = profiles.flatMap((profile) => elementsAt(profile, 'SupportedResolutions'));
  const values = supported
    .flatMap((element) => elementsAt(element, 'DiscreteResolutions', 'DiscreteResolution'))
    .filter((element) => numberAt(element, 'XResolution') === numberAt(element, 'YResolution'))
    .map((element) => numberAt(element, 'XResolution') ?? 0)
    .filter(isResolution);
  if (values.length > 0) {
    return { kind: 'list', values: [...new Set(values)].sort((a, b) => a - b) };
  }
  const range = supported.flatMap((element) => elementsAt(element, 'ResolutionRange', 'XResolutionRange'))[0];
  if (range === undefined) return null;
  const [min, max] = [numberAt(range, 'Min') ?? 0, numberAt(range, 'Max') ?? 0];
  if (!isResolution(min) || !isResolution(max) || min > max) return null;
  return { kind: 'range', min, max, step: numberAt(range, 'Step') || 1 };
}

function isResolution(dpi: number): boolean {
  return dpi > 0 && dpi <= MAX_RESOLUTION_DPI;
}
