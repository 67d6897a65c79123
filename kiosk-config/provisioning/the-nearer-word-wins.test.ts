import { describe, expect, it } from 'vitest';
import { configurationDocument, overlay, settingsFor } from './configuration.ts';

const document = configurationDocument.parse({
  ...{ name: 'standard', version: 7 },
  everywhere: {
    session: { idleMs: 60_000, endMs: 4000 },
    site: { hours: { zh: '周一至周五' }, announcements: [{ zh: '甲' }, { zh: '乙' }] },
    devices: { receiptPrinter: { line: { type: 'serial', path: '/dev/ttyUSB0' } } },
  },
  sites: { SH01: { session: { idleMs: 90_000 }, site: { announcements: [{ zh: '丙' }] } } },
  terminals: {
    'TEST-1': { devices: { receiptPrinter: { line: { type: 'tcp', host: '192.0.2.9' } } } },
  },
});

describe('a configuration for all, for a site and for a terminal', () => {
  it('the nearer word wins; lists and devices are taken whole', () => {
    expect(settingsFor(document, { siteCode: 'SH01', terminalId: 'TEST-1' })).toEqual({
      session: { idleMs: 90_000, endMs: 4000 },
      site: { hours: { zh: '周一至周五' }, announcements: [{ zh: '丙' }] },
      devices: { receiptPrinter: { line: { type: 'tcp', host: '192.0.2.9' } } },
    });
    expect(settingsFor(document, { siteCode: 'SH02', terminalId: 'TEST-2' })).toEqual(document.everywhere);
  });

  it('names of the language itself are no sites', () => {
    const own = { siteCode: 'constructor', terminalId: 'toString' };
    expect(settingsFor(document, own)).toEqual(document.everywhere);
  });

  it('is laid on what the terminal was set up with, and nothing else of that is touched', () => {
    const there = {
      ...{ dataFolder: '/var/lib/tongban', diagonalInches: 27 },
      session: { idleMs: 1000, countdownMs: 2000 },
      devices: { idCardReader: { line: { type: 'serial', path: '/dev/ttyS0' } } },
    };
    const settings = settingsFor(document, { siteCode: 'SH02', terminalId: 'TEST-2' });
    expect(overlay(there, settings)).toEqual({
      ...{ dataFolder: '/var/lib/tongban', diagonalInches: 27 },
      site: document.everywhere.site,
      session: { idleMs: 60_000, countdownMs: 2000, endMs: 4000 },
      devices: {
        idCardReader: { line: { type: 'serial', path: '/dev/ttyS0' } },
        receiptPrinter: { line: { type: 'serial', path: '/dev/ttyUSB0' } },
      },
    });
  });

  it.each([
    { dataFolder: '/tmp' },
    { socketPath: '/tmp/x' },
    { platform: { url: 'https://elsewhere.example' } },
    { terminalId: 'other' },
    { modules: { endpoints: { payment: 'https://elsewhere.example' } } },
    { session: { idleMs: 0 } },
    { devices: { __proto__x: {} } },
  ])('refuses what is not for the centre to set: %j', (settings) => {
    expect(configurationDocument.safeParse({ ...document, everywhere: settings }).success).toBe(false);
  });
});
