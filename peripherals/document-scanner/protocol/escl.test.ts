import { expect, test } from 'vitest';
import { capabilitiesXml, ENTITY_BOMB, readSettings, statusXml } from '../simulator/documents.ts';
import { parseScannerCapabilities } from './escl-capabilities.ts';
import { encodeScanSettings } from './escl-settings.ts';
import { conditionOf, parseScannerStatus } from './escl-status.ts';
import { elementsAt, numberAt, parseXml, textAt } from './xml.ts';

const OTHER_DEVICE = `<?xml version="1.0"?>
<s:ScannerCapabilities xmlns:s="urn:a" xmlns:p="urn:b">
  <p:MakeAndModel> TEST \u0007 Scanner
     Two </p:MakeAndModel>
  <s:Adf><s:AdfSimplexInputCaps>
    <s:MaxWidth>2550</s:MaxWidth><s:MaxHeight>4200</s:MaxHeight>
    <s:SettingProfiles><s:SettingProfile>
      <s:ColorModes><s:ColorMode>BlackAndWhite1</s:ColorMode><s:ColorMode>Grayscale8</s:ColorMode></s:ColorModes>
      <s:DocumentFormats><p:DocumentFormat>application/pdf</p:DocumentFormat><p:DocumentFormat>image/png</p:DocumentFormat></s:DocumentFormats>
      <s:SupportedResolutions><s:ResolutionRange><s:XResolutionRange>
        <s:Min>100</s:Min><s:Max>600</s:Max><s:Normal>300</s:Normal><s:Step>50</s:Step>
      </s:XResolutionRange></s:ResolutionRange></s:SupportedResolutions>
    </s:SettingProfile></s:SettingProfiles>
  </s:AdfSimplexInputCaps></s:Adf>
</s:ScannerCapabilities>`;

test('a device with other prefixes, a range, a feeder alone, grey alone, PNG alone', () => {
  expect(parseScannerCapabilities(OTHER_DEVICE)).toEqual({
    model: 'TEST Scanner Two',
    reportsConditions: true,
    sources: [
      {
        source: 'feeder',
        resolutions: { kind: 'range', min: 100, max: 600, step: 50 },
        colours: ['grey'],
        maxWidthMm: expect.closeTo(215.9, 5),
        maxHeightMm: expect.closeTo(355.6, 5),
        mediaType: 'image/png',
        wantsFormatExt: false,
      },
    ],
  });
});

test.each([
  ['no XML', 'what'],
  ['another document', '<a/>'],
  ['no source', '<ScannerCapabilities><MakeAndModel>TEST</MakeAndModel></ScannerCapabilities>'],
  ['a source without resolutions', OTHER_DEVICE.replace('<s:Min>100</s:Min>', '')],
  ['a source that only makes PDF', OTHER_DEVICE.replace('image/png', 'image/tiff')],
  ['a document type', OTHER_DEVICE.replace('<s:ScannerCapabilities', '<!DOCTYPE a><s:ScannerCapabilities')],
])('no capabilities: %s', (_, xml) => {
  expect(parseScannerCapabilities(xml)).toBeNull();
});

test.each([
  ['feeder', 'colour', { source: 'Feeder', grey: false }],
  ['flatbed', 'grey', { source: 'Platen', grey: true }],
] as const)('the settings for %s in %s are understood by a device', (source, colour, understood) => {
  const capabilities = parseScannerCapabilities(capabilitiesXml());
  const own = capabilities?.sources.find((candidate) => candidate.source === source);
  if (own === undefined) throw new Error('The simulator describes no such source.');
  const xml = encodeScanSettings(
    { source, colour, resolutionDpi: 200, widthMm: 210, heightMm: own.maxHeightMm },
    own,
  );
  expect(readSettings(xml)).toEqual({ width: 2480, height: 3508, resolutionDpi: 200, ...understood });
});

test.each([
  ['Idle', 'ScannerAdfLoaded', 'ready'],
  ['Idle', 'ScannerAdfEmpty', 'no-paper-in-feeder'],
  ['Idle', 'ScannerAdfProcessing', 'ready'],
  ['Idle', 'ScannerAdfJam', 'jammed'],
  ['Idle', 'ScannerAdfMultipickDetected', 'jammed'],
  ['Idle', 'ScannerAdfDoorOpen', 'cover-open'],
  ['Idle', 'SomethingNew', 'ready'],
  ['Processing', 'ScannerAdfJam', 'jammed'],
  ['Processing', 'ScannerAdfEmpty', 'busy'],
  ['Testing', 'ScannerAdfLoaded', 'busy'],
  ['Stopped', 'ScannerAdfLoaded', 'fault'],
  ['Down', 'ScannerAdfDoorOpen', 'cover-open'],
  ['toString', 'constructor', 'fault'],
] as const)('%s with %s: %s', (state, adfState, condition) => {
  const xml = statusXml({ state: 'Idle', adfState: 'ScannerAdfLoaded', job: null })
    .replace('Idle', state)
    .replace('ScannerAdfLoaded', adfState);
  const status = parseScannerStatus(xml);
  expect(status && conditionOf(status)).toBe(condition);
});

test('a job that the device gave up is found by its path', () => {
  const job = { uri: '/eSCL/ScanJobs/7', state: 'Aborted', pagesSent: 1 };
  const status = parseScannerStatus(statusXml({ state: 'Idle', adfState: 'ScannerAdfEmpty', job }));
  expect(status?.abortedJobs).toEqual(['/eSCL/ScanJobs/7']);
});

test.each([
  ['entities', ENTITY_BOMB],
  ['an entity without a document type', '<a><!ENTITY b "c"></a>'],
  ['too long', `<a>${'b'.repeat(500_001)}</a>`],
  ['too deep', '<a>'.repeat(100) + '</a>'.repeat(100)],
  ['not closed', '<a><b></a>'],
  ['nothing', ''],
])('XML that is not read: %s', (_, xml) => {
  expect(parseXml(xml)).toBeNull();
});

test('names that mean something in JavaScript are names', () => {
  const root = parseXml('<a><b>1</b><b>x</b></a>');
  if (root === null) throw new Error('The XML was not read.');
  expect(numberAt(root, 'a', 'b')).toBe(1);
  expect(textAt(root, 'a', 'hasOwnProperty')).toBeNull();
  expect(elementsAt(root, 'constructor')).toEqual([]);
});
