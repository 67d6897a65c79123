import { aggregationFrame, type Answer, type OperationName, type RequestBody } from '../contract/index.ts';
import { day } from '../contract/common.ts';
import type { Caller } from './ground.ts';
import type { Platform } from './platform.ts';
import { Refusal } from './refusal.ts';

/** A request that was let in and fits its schema. */
export interface Handled<O extends OperationName> extends Caller {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: RequestBody<O>;
  /** Of an operation that takes bytes. */
  readonly bytes: Uint8Array;
}

type Handlers = {
  readonly [O in OperationName]: (request: Handled<O>) => Answer<O> | Promise<Answer<O>>;
};

/** Which part of the platform answers which operation. */
export function handlersOf(platform: Platform): Handlers {
  const { matters, applications, uploads, revisions, notices } = platform;
  const path = (request: { path: Readonly<Record<string, string>> }, name: string): string =>
    request.path[name] ?? '';
  return {
    getCatalogue: (r) => matters.getCatalogue(r.query['since']),
    getItemVersion: (r) => matters.getItemVersion(path(r, 'handleItem'), path(r, 'version')),
    getApplyNo: (r) => applications.getApplyNo(r, r.body),
    saveApplyInfo: (r) => applications.saveApplyInfo(r, path(r, 'applyNo'), r.body),
    uploadApplyStuff: (r) => uploads.start(r, path(r, 'applyNo'), r.body),
    putChunk: (r) => uploads.putChunk(r, path(r, 'uploadId'), chunkNumber(path(r, 'chunk')), r.bytes),
    completeUpload: (r) => uploads.complete(r, path(r, 'uploadId')),
    submitApplyInfo: (r) => applications.submitApplyInfo(r, path(r, 'applyNo'), r.body),
    uploadApplySupplementStuffs: (r) => revisions.supplement(r, path(r, 'applyNo'), r.body),
    queryApplyInfo: (r) => applications.queryApplyInfo(r.terminalId, path(r, 'applyNo')),
    listEvents: (r) => platform.feed.list(r.terminalId, r.query['cursor'] ?? ''),
    reportEvents: (r) => platform.libraries.report(r.terminalId, r.body),
    listQualityReturns: (r) => revisions.list(r.terminalId, r.query['cursor'] ?? ''),
    fixQualityReturn: (r) => revisions.fix(r, path(r, 'returnId'), r.body),
    reconcile: (r) => platform.reconciliation.reconcile(r.terminalId, dayOf(path(r, 'date')), r.body),
    listAnnouncements: () => notices.listAnnouncements(),
    getUnitConnection: (r) => notices.getUnitConnection(path(r, 'unitCode')),
    sendHeartbeat: (r) => {
      if (path(r, 'terminalId') !== r.terminalId) {
        throw new Refusal('HEADER_INVALID', 'a terminal speaks for itself alone', 'x-terminal-id');
      }
      return platform.terminals.heartbeat(r.terminalId, r.body);
    },
    rate: (r) => notices.rate(r, r.body),
    createHotlineTicket: (r) => notices.createHotlineTicket(r, r.body),
  };
}

/** Where the platform itself judges item by item, it is less strict about the whole than a terminal must be. */
export const framesOf: Partial<Record<OperationName, typeof aggregationFrame>> = {
  reportEvents: aggregationFrame,
};

function chunkNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new Refusal('BODY_INVALID', 'the chunk has no number');
  return Number(text);
}

function dayOf(text: string): string {
  if (!day.safeParse(text).success) throw new Refusal('BODY_INVALID', 'this is no day', 'date');
  return text;
}
