import { expect, test } from 'vitest';
import { SANE_OPTIONS_OUTPUT } from './sane-options.sample.ts';
import { parseSaneOptions } from './sane-options.ts';

test('a feeder scanner with sensors', () => {
  expect(parseSaneOptions(SANE_OPTIONS_OUTPUT)).toEqual({
    sourceNames: { feeder: 'ADF Front' },
    modeNames: { colour: 'Color', grey: 'Gray' },
    resolutions: { kind: 'range', min: 50, max: 600, step: 1 },
    maxWidthMm: 215.872,
    maxHeightMm: 863.489,
    pageLoaded: false,
    coverOpen: true,
  });
});

test('a list of resolutions, sources in other words, and a driver that lets a value be "auto"', () => {
  const output = [
    '    --source Flatbed|Automatic Document Feeder|ADF Duplex [Flatbed]',
    '    --mode auto|Black & White|True Gray|24bit Color [24bit Color]',
    '    --resolution auto||150|300|75dpi [75]',
  ].join('\n');
  expect(parseSaneOptions(output)).toMatchObject({
    sourceNames: { feeder: 'Automatic Document Feeder', flatbed: 'Flatbed' },
    modeNames: { colour: '24bit Color', grey: 'True Gray' },
    resolutions: { kind: 'list', values: [75, 150, 300] },
    maxWidthMm: null,
  });
});

test('one resolution, an inactive sensor, and no other option', () => {
  const output = '    --resolution 300dpi [300]\n    --page-loaded[=(yes|no)] [inactive]\n';
  expect(parseSaneOptions(output)).toEqual({
    sourceNames: {},
    modeNames: {},
    resolutions: { kind: 'list', values: [300] },
    maxWidthMm: null,
    maxHeightMm: null,
    pageLoaded: null,
    coverOpen: null,
  });
});
