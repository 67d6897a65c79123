import ipp from 'ipp-encoder';
import { OPERATION, TAG } from '../protocol/tags.ts';
import type { SimulatedRequest } from './request.ts';
import type { PrinterCondition, SimulatedJob, SimulatedJobState } from './print-engine.ts';

/** What the model can do. */
export interface SimulatedModel {
  readonly duplex: boolean;
  readonly colour: boolean;
  /** 1 to 99. */
  readonly maxCopies: number;
  /** Create-Job and Send-Document. */
  readonly createsJobs: boolean;
  readonly takesPdf: boolean;
  /**
   * `errors`: stops and names the cause as an error. `bare`: without a suffix. `idle`: names the cause and stays idle.
   * Printers do all three.
   */
  readonly tells: 'errors' | 'bare' | 'idle';
}

export interface Attribute {
  readonly tag: number;
  readonly name: string;
  readonly value: unknown;
}
export interface Group {
  readonly tag: number;
  readonly attributes: readonly Attribute[];
}

const JOB_STATES: Readonly<Record<SimulatedJobState, number>> = {
  pending: 3,
  held: 4,
  processing: 5,
  'processing-stopped': 6,
  canceled: 7,
  aborted: 8,
  completed: 9,
};

const JOB_REASONS: Readonly<Record<SimulatedJobState, string>> = {
  pending: 'none',
  held: 'job-incoming',
  processing: 'job-printing',
  'processing-stopped': 'printer-stopped',
  canceled: 'job-canceled-by-user',
  aborted: 'document-format-error',
  completed: 'job-completed-successfully',
};

/** Encodes an answer in the version of its request; `groups` after the operation's own. */
export function encodeAnswer(
  { version, requestId }: Pick<SimulatedRequest, 'version' | 'requestId'>,
  statusCode: number,
  groups: readonly Group[] = [],
): Buffer {
  const operation: Group = {
    tag: TAG.operation,
    attributes: [
      { tag: TAG.charset, name: 'attributes-charset', value: 'utf-8' },
      { tag: TAG.language, name: 'attributes-natural-language', value: 'en' },
    ],
  };
  return ipp.response.encode({ version, statusCode, requestId, groups: [operation, ...groups] });
}

/** printer-state-reasons as the sensors give them. */
export function reasonsOf(condition: PrinterCondition, tells: SimulatedModel['tells']): string[] {
  const error = tells === 'bare' ? '' : '-error';
  return [
    condition.coverOpen ? `cover-open${error}` : '',
    condition.jammed ? `media-jam${error}` : '',
    condition.paper === 'out' ? `media-empty${error}` : '',
    condition.paper === 'low' ? 'media-low-warning' : '',
    condition.toner === 'out' ? `toner-empty${error}` : '',
    condition.toner === 'low' ? 'toner-low-warning' : '',
    condition.outputFull ? `output-area-full${error}` : '',
    condition.paused ? 'paused' : '',
  ].filter((reason) => reason !== '');
}

export interface PrinterView {
  readonly url: string;
  readonly model: SimulatedModel;
  readonly condition: PrinterCondition;
  readonly blocked: boolean;
  readonly jobs: readonly SimulatedJob[];
}

/** All that Get-Printer-Attributes knows; the caller picks what was asked for. */
export function printerAttributes({ url, model, condition, blocked, jobs }: PrinterView): Attribute[] {
  const busy = jobs.some(({ state }) => state === 'processing');
  const queued = jobs.filter(({ state }) => !['completed', 'canceled', 'aborted'].includes(state));
  const stopped = blocked && (model.tells !== 'idle' || condition.paused);
  const reasons = reasonsOf(condition, model.tells);
  const operations = Object.values(OPERATION).filter(
    (each) => model.createsJobs || (each !== OPERATION.createJob && each !== OPERATION.sendDocument),
  );
  return [
    { tag: TAG.uri, name: 'printer-uri-supported', value: [url] },
    { tag: TAG.keyword, name: 'uri-security-supported', value: ['none'] },
    { tag: TAG.keyword, name: 'uri-authentication-supported', value: ['requesting-user-name'] },
    { tag: TAG.name, name: 'printer-name', value: 'simulator' },
    { tag: TAG.text, name: 'printer-info', value: 'TEST' },
    { tag: TAG.text, name: 'printer-location', value: 'TEST' },
    { tag: TAG.uri, name: 'printer-more-info', value: url.replace('ipp:', 'http:') },
    { tag: TAG.text, name: 'printer-make-and-model', value: 'Simulated Office Printer' },
    { tag: TAG.enum, name: 'printer-state', value: stopped ? 5 : busy ? 4 : 3 },
    { tag: TAG.keyword, name: 'printer-state-reasons', value: reasons.length > 0 ? reasons : ['none'] },
    { tag: TAG.boolean, name: 'printer-is-accepting-jobs', value: true },
    { tag: TAG.integer, name: 'printer-up-time', value: Math.ceil(performance.now() / 1000) },
    { tag: TAG.integer, name: 'queued-job-count', value: queued.length },
    { tag: TAG.keyword, name: 'ipp-versions-supported', value: ['1.1', '2.0'] },
    { tag: TAG.enum, name: 'operations-supported', value: operations },
    { tag: TAG.charset, name: 'charset-configured', value: 'utf-8' },
    { tag: TAG.charset, name: 'charset-supported', value: ['utf-8'] },
    { tag: TAG.language, name: 'natural-language-configured', value: 'en' },
    { tag: TAG.language, name: 'generated-natural-language-supported', value: ['en'] },
    { tag: TAG.keyword, name: 'compression-supported', value: ['none'] },
    { tag: TAG.keyword, name: 'pdl-override-supported', value: 'attempted' },
    {
      tag: TAG.mimeType,
      name: 'document-format-supported',
      value: ['application/octet-stream', model.takesPdf ? 'application/pdf' : 'image/pwg-raster'],
    },
    { tag: TAG.mimeType, name: 'document-format-default', value: 'application/octet-stream' },
    {
      tag: TAG.keyword,
      name: 'sides-supported',
      value: model.duplex ? ['one-sided', 'two-sided-long-edge', 'two-sided-short-edge'] : ['one-sided'],
    },
    { tag: TAG.boolean, name: 'color-supported', value: model.colour },
    // A range is two integers; the encoder writes it as a text, in which bytes below 0x80 stay themselves.
    {
      tag: TAG.range,
      name: 'copies-supported',
      value: `\0\0\0\x01\0\0\0${String.fromCharCode(model.maxCopies)}`,
    },
    { tag: TAG.keyword, name: 'media-supported', value: ['iso_a4_210x297mm'] },
    { tag: TAG.keyword, name: 'media-default', value: 'iso_a4_210x297mm' },
    // A collection: its members follow as values without a name (RFC 8010 section 3.1.6).
    { tag: TAG.beginCollection, name: 'media-col-default', value: '' },
    { tag: TAG.memberName, name: '', value: 'media-size-name' },
    { tag: TAG.keyword, name: '', value: 'iso_a4_210x297mm' },
    { tag: TAG.endCollection, name: '', value: '' },
    {
      tag: TAG.keyword,
      name: 'multiple-document-handling-supported',
      value: ['separate-documents-collated-copies', 'separate-documents-uncollated-copies'],
    },
  ];
}

export function jobAttributes(job: SimulatedJob, url: string): Attribute[] {
  return [
    { tag: TAG.integer, name: 'job-id', value: job.id },
    { tag: TAG.uri, name: 'job-uri', value: `${url}/${job.id}` },
    { tag: TAG.enum, name: 'job-state', value: JOB_STATES[job.state] },
    { tag: TAG.keyword, name: 'job-state-reasons', value: [JOB_REASONS[job.state]] },
    { tag: TAG.name, name: 'job-name', value: job.name },
    { tag: TAG.name, name: 'job-originating-user-name', value: job.owner },
    { tag: TAG.integer, name: 'job-impressions-completed', value: job.pagesOut },
  ];
}
