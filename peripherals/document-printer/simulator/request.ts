import ipp from 'ipp-encoder';
import { OPERATION } from '../protocol/tags.ts';
import type { IppRequestKind } from './faults.ts';

/** A request as the printer reads it. */
export interface SimulatedRequest {
  readonly kind: IppRequestKind | undefined;
  readonly version: { readonly major: number; readonly minor: number };
  readonly requestId: number;
  readonly document: Uint8Array;
  text(name: string): string | undefined;
  number(name: string): number | undefined;
  /** All values of a list of keywords; undefined when it is not there. */
  list(name: string): readonly unknown[] | undefined;
}

const KINDS: ReadonlyMap<number, IppRequestKind> = new Map<number, IppRequestKind>([
  [OPERATION.getPrinterAttributes, 'printer-attributes'],
  [OPERATION.validateJob, 'validate-job'],
  [OPERATION.createJob, 'create-job'],
  [OPERATION.sendDocument, 'send-document'],
  [OPERATION.printJob, 'print-job'],
  [OPERATION.getJobAttributes, 'job-attributes'],
  [OPERATION.getJobs, 'jobs'],
  [OPERATION.cancelJob, 'cancel-job'],
]);

/** @throws RangeError when it is no request of IPP */
export function readRequest(body: Buffer): SimulatedRequest {
  const request = ipp.request.decode(body);
  const document = body.subarray(ipp.request.decode.bytes);
  const attributes = request.groups.flatMap((group) => group.attributes);
  const list = (name: string): readonly unknown[] | undefined =>
    attributes.find((attribute) => attribute.name === name)?.value;
  const jobNumber = /\/(\d+)$/.exec(String(list('job-uri')?.[0] ?? ''))?.[1];
  return {
    kind: KINDS.get(request.operationId),
    version: request.version,
    requestId: request.requestId,
    document,
    list,
    text: (name) => {
      const value = list(name)?.[0];
      return typeof value === 'string' ? value : undefined;
    },
    number: (name) => {
      const value = list(name)?.[0];
      if (typeof value === 'number') return value;
      // A job is named by its number or by its address.
      return name === 'job-id' && jobNumber !== undefined ? Number(jobNumber) : undefined;
    },
  };
}
