/** What is asked of an eSCL device (POST ScanJobs). */
import type { ScanJob } from '../driver.ts';
import { ESCL_UNITS_PER_INCH, MM_PER_INCH } from './escl-capabilities.ts';
import type { EsclSource } from './escl-capabilities.ts';

/**
 * The settings of one job, in the order of elements that devices take; some read them as a sequence. The region is in
 * 300ths of an inch and never larger than the source.
 */
export function encodeScanSettings(job: ScanJob, source: EsclSource): string {
  const width = toUnits(job.widthMm);
  const height = toUnits(job.heightMm);
  const isFeeder = job.source === 'feeder';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<scan:ScanSettings xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03"',
    ' xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">',
    '<pwg:Version>2.0</pwg:Version>',
    '<scan:Intent>Document</scan:Intent>',
    '<pwg:ScanRegions><pwg:ScanRegion>',
    '<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>',
    '<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>',
    `<pwg:Width>${width}</pwg:Width><pwg:Height>${height}</pwg:Height>`,
    '</pwg:ScanRegion></pwg:ScanRegions>',
    `<pwg:InputSource>${isFeeder ? 'Feeder' : 'Platen'}</pwg:InputSource>`,
    `<scan:ColorMode>${job.colour === 'colour' ? 'RGB24' : 'Grayscale8'}</scan:ColorMode>`,
    `<pwg:DocumentFormat>${source.mediaType}</pwg:DocumentFormat>`,
    source.wantsFormatExt ? `<scan:DocumentFormatExt>${source.mediaType}</scan:DocumentFormatExt>` : '',
    `<scan:XResolution>${job.resolutionDpi}</scan:XResolution>`,
    `<scan:YResolution>${job.resolutionDpi}</scan:YResolution>`,
    isFeeder ? '<scan:Duplex>false</scan:Duplex>' : '',
    '</scan:ScanSettings>',
  ].join('');
}

function toUnits(mm: number): number {
  // Rounded down, for a device refuses a region that is one unit too large; the small addend undoes 215.89999….
  return Math.floor((mm / MM_PER_INCH) * ESCL_UNITS_PER_INCH + 1e-6);
}
