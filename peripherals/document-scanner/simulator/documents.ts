/** The XML of the simulator: what it says, and what it understands of what it is told. */
import { numberAt, elementsAt, parseXml, textAt } from '../protocol/xml.ts';
import type { ScanSettings } from './sheet.ts';

/** In 300ths of an inch: A4, and a bit more glass. */
const GLASS = { width: 2550, height: 3508 };
const RESOLUTIONS_DPI = [75, 100, 150, 200, 300, 600];

const NAMESPACES =
  'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

export function capabilitiesXml(): string {
  const resolutions = RESOLUTIONS_DPI.map(
    (dpi) =>
      `<scan:DiscreteResolution><scan:XResolution>${dpi}</scan:XResolution><scan:YResolution>${dpi}</scan:YResolution></scan:DiscreteResolution>`,
  ).join('');
  const inputCaps = [
    `<scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>${GLASS.width}</scan:MaxWidth>`,
    `<scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>${GLASS.height}</scan:MaxHeight>`,
    '<scan:MaxScanRegions>1</scan:MaxScanRegions>',
    '<scan:SettingProfiles><scan:SettingProfile>',
    '<scan:ColorModes><scan:ColorMode>Grayscale8</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>',
    '<scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>',
    '<scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>',
    `<scan:SupportedResolutions><scan:DiscreteResolutions>${resolutions}</scan:DiscreteResolutions></scan:SupportedResolutions>`,
    '</scan:SettingProfile></scan:SettingProfiles>',
    '<scan:SupportedIntents><scan:Intent>Document</scan:Intent></scan:SupportedIntents>',
  ].join('');
  return [
    `${DECLARATION}<scan:ScannerCapabilities ${NAMESPACES}>`,
    '<pwg:Version>2.6</pwg:Version><pwg:MakeAndModel>TEST eSCL Scanner</pwg:MakeAndModel>',
    '<pwg:SerialNumber>TEST-0001</pwg:SerialNumber>',
    `<scan:Platen><scan:PlatenInputCaps>${inputCaps}</scan:PlatenInputCaps></scan:Platen>`,
    `<scan:Adf><scan:AdfSimplexInputCaps>${inputCaps}</scan:AdfSimplexInputCaps><scan:FeederCapacity>50</scan:FeederCapacity></scan:Adf>`,
    '</scan:ScannerCapabilities>',
  ].join('');
}

export interface StatusForXml {
  readonly state: 'Idle' | 'Processing';
  readonly adfState: 'ScannerAdfLoaded' | 'ScannerAdfEmpty' | 'ScannerAdfJam' | 'ScannerAdfDoorOpen';
  readonly job: { readonly uri: string; readonly state: string; readonly pagesSent: number } | null;
}

export function statusXml({ state, adfState, job }: StatusForXml): string {
  const jobs =
    job === null
      ? ''
      : `<scan:Jobs><scan:JobInfo><pwg:JobUri>${job.uri}</pwg:JobUri><scan:Age>1</scan:Age><pwg:ImagesCompleted>${job.pagesSent}</pwg:ImagesCompleted><pwg:JobState>${job.state}</pwg:JobState></scan:JobInfo></scan:Jobs>`;
  return `${DECLARATION}<scan:ScannerStatus ${NAMESPACES}><pwg:Version>2.6</pwg:Version><pwg:State>${state}</pwg:State><scan:AdfState>${adfState}</scan:AdfState>${jobs}</scan:ScannerStatus>`;
}

/** Null when it is not what a scanner takes: then it answers 400. */
export function readSettings(xml: string): ScanSettings | null {
  const document = parseXml(xml);
  const root = document && elementsAt(document, 'ScanSettings')[0];
  const region = root && elementsAt(root, 'ScanRegions', 'ScanRegion')[0];
  if (!root || !region) return null;
  const source = textAt(root, 'InputSource');
  const mode = textAt(root, 'ColorMode');
  const [width, height] = [numberAt(region, 'Width') ?? 0, numberAt(region, 'Height') ?? 0];
  const resolutionDpi = numberAt(root, 'XResolution') ?? 0;
  if (source !== 'Platen' && source !== 'Feeder') return null;
  if (mode !== 'RGB24' && mode !== 'Grayscale8') return null;
  if (textAt(root, 'DocumentFormat') !== 'image/jpeg' || !RESOLUTIONS_DPI.includes(resolutionDpi))
    return null;
  if (width < 16 || height < 16 || width > GLASS.width || height > GLASS.height) return null;
  return { source, width, height, resolutionDpi, grey: mode === 'Grayscale8' };
}

export const ENTITY_BOMB = [
  `${DECLARATION}<!DOCTYPE bomb [<!ENTITY a "${'TEST'.repeat(16)}">`,
  ...['b', 'c', 'd', 'e', 'f', 'g'].map(
    (name, index) => `<!ENTITY ${name} "${`&${'abcdef'[index]};`.repeat(16)}">`,
  ),
  `]><scan:ScannerStatus ${NAMESPACES}><pwg:State>&g;</pwg:State></scan:ScannerStatus>`,
].join('');
