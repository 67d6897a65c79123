import { expect, test } from 'vitest';
import type { IppValue } from './decode.ts';
import { readJobReports } from './job-report.ts';
import { readPrinterReport } from './printer-report.ts';
import { TAG } from './tags.ts';

function answer(tag: number, attributes: Record<string, IppValue[]>) {
  return { status: 0, requestId: 1, groups: [{ tag, attributes: new Map(Object.entries(attributes)) }] };
}

test.each<[string, Record<string, IppValue[]>, boolean]>([
  ['a printer', {}, true],
  ['a queue before an IPP printer', { 'printer-type': [4], 'device-uri': ['ipp://printer/ipp/print'] }, true],
  ['a queue over DNS-SD', { 'printer-type': [4], 'device-uri': ['dnssd://Office._ipp._tcp.local/'] }, true],
  ['a queue that does not wait', { 'device-uri': ['ipps://printer/ipp/print?waitjob=false'] }, false],
  ['a queue over port 9100', { 'printer-type': [4], 'device-uri': ['socket://printer:9100'] }, false],
  ['a queue over LPD', { 'printer-type': [4], 'device-uri': ['lpd://printer/queue'] }, false],
  ['a queue into a file', { 'printer-type': [4], 'device-uri': ['file:///dev/usb/lp0'] }, false],
  ['a queue that hides its device', { 'printer-type': [4] }, false],
])('knows how the paper went, or not: %s', (_, attributes, expected) => {
  const report = readPrinterReport(answer(TAG.printer, { 'printer-state': [3], ...attributes }));
  expect(report?.capabilities.reportsState).toBe(expected);
});

test('without a state it is no report', () => {
  expect(readPrinterReport(answer(TAG.printer, {}))).toBeUndefined();
  expect(readPrinterReport(answer(TAG.printer, { 'printer-state': [17] }))).toBeUndefined();
  expect(readPrinterReport(answer(TAG.printer, { 'printer-state': ['idle'] }))).toBeUndefined();
  expect(readPrinterReport(answer(TAG.job, { 'printer-state': [3] }))).toBeUndefined();
});

test('a printer that says nothing of what it can do can do little', () => {
  expect(readPrinterReport(answer(TAG.printer, { 'printer-state': [3] }))).toMatchObject({
    capabilities: { model: '', duplex: false, colour: false, maxCopies: 1 },
    acceptingJobs: true,
    takesPdf: false,
    createsJobs: false,
    keepsDocuments: false,
  });
});

test('the name of a model is cleaned and cut', () => {
  const name = `Laser\u001b[31m\n<b>${'x'.repeat(300)}`;
  const report = readPrinterReport(
    answer(TAG.printer, { 'printer-state': [3], 'printer-make-and-model': [name] }),
  );
  expect(report?.capabilities.model).toBe(`Laser[31m<b>${'x'.repeat(68)}`);
});

test('jobs without a number or a state are left out', () => {
  const job = { 'job-id': [7], 'job-state': [9] };
  expect(readJobReports(answer(TAG.job, job))).toMatchObject([{ id: 7, state: 'completed' }]);
  expect(readJobReports(answer(TAG.job, { 'job-id': [7] }))).toEqual([]);
  expect(readJobReports(answer(TAG.job, { ...job, 'job-state': [2] }))).toEqual([]);
  expect(readJobReports(answer(TAG.printer, job))).toEqual([]);
});
