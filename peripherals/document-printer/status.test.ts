import { expect, test } from 'vitest';
import type { PrinterReport, PrinterState } from './protocol/printer-report.ts';
import { parseReasons } from './protocol/reasons.ts';
import { summarise, toStatus } from './status.ts';
import type { DocumentPrinterStatusKind } from './status.ts';

function report(state: PrinterState, reasons: unknown, acceptingJobs = true): PrinterReport {
  const capabilities = { model: '', duplex: false, colour: false, maxCopies: 1, reportsState: true };
  const model = {
    capabilities,
    takesPdf: true,
    createsJobs: true,
    keepsDocuments: false,
    hasA4: true,
    collates: true,
  };
  return { ...model, state, reasons: parseReasons(reasons), acceptingJobs };
}

const CASES: [string, PrinterState, unknown, DocumentPrinterStatusKind][] = [
  ['all clear', 'idle', ['none'], 'ready'],
  ['no reasons at all', 'idle', undefined, 'ready'],
  ['at work', 'processing', ['none'], 'busy'],
  ['a single reason as a string', 'stopped', 'media-empty', 'paper-out'],
  ['an error, though idle', 'idle', ['media-empty-error'], 'paper-out'],
  ['without a suffix it is an error', 'idle', ['media-jam'], 'jam'],
  ['one of two trays is empty', 'idle', ['media-empty-warning'], 'paper-low'],
  ['one of two trays is empty, while it prints', 'processing', ['media-empty-report'], 'paper-low'],
  [
    'a job waits for paper, a warning says',
    'processing',
    ['media-empty-warning', 'media-needed-warning'],
    'paper-out',
  ],
  ['stopped, and names its cause as a mere report', 'stopped', ['media-empty-report'], 'paper-out'],
  ['low paper', 'idle', ['media-low-warning'], 'paper-low'],
  ['low paper, called an error', 'idle', ['media-low'], 'paper-low'],
  ['low toner, at work', 'processing', ['toner-low-report'], 'toner-low'],
  ['no toner', 'stopped', ['marker-supply-empty-error', 'marker-supply-low-warning'], 'toner-out'],
  ['cover before jam before paper', 'stopped', ['media-empty', 'media-jam', 'cover-open'], 'cover-open'],
  ['jam before paper', 'stopped', ['media-needed-error', 'media-jam-error'], 'jam'],
  ['output full', 'stopped', ['output-area-full-error'], 'output-full'],
  ['output nearly full', 'idle', ['output-area-almost-full-warning'], 'attention'],
  ['fuser too hot', 'stopped', ['fuser-over-temp-error'], 'printer-error'],
  ['paused by a person', 'stopped', ['paused'], 'stopped'],
  ['stopped without a cause', 'stopped', ['none'], 'stopped'],
  ['stopped for a cause that nobody knows', 'stopped', ['com.example.flux-error'], 'printer-error'],
  ['a cause that nobody knows, still idle', 'idle', ['com.example.flux'], 'attention'],
  ['asleep', 'idle', ['com.example.sleep-report'], 'ready'],
  ['low paper and out of paper', 'stopped', ['media-low-warning', 'media-empty-error'], 'paper-out'],
  ['CUPS connects', 'processing', ['connecting-to-device'], 'busy'],
  ['CUPS waits', 'processing', ['cups-waiting-for-job-completed'], 'busy'],
  ['CUPS does not find its printer', 'idle', ['offline-report'], 'disconnected'],
  ['switched off at the panel', 'stopped', ['shutdown'], 'disconnected'],
];

test.each(CASES)('%s', (_, state, reasons, expected) => {
  expect(summarise(report(state, reasons))).toBe(expected);
});

test('takes no jobs', () => {
  expect(summarise(report('idle', ['none'], false))).toBe('stopped');
});

test('words of a printer never reach a status', () => {
  const strange = ['<script>', 'x'.repeat(5000), 'media-empty-error', 'media-empty-error', '', 7];
  expect(toStatus('paper-out', report('idle', strange))).toEqual({
    kind: 'paper-out',
    availability: 'needs-attention',
    reasons: ['media-empty-error', 'other-error'],
  });
});
