import ipp from 'ipp-encoder';
import { TAG } from './tags.ts';

/** One attribute of a request: how it is named, its tag and its values. */
export interface RequestAttribute {
  readonly name: string;
  readonly tag: (typeof TAG)[keyof typeof TAG];
  readonly value: string | number | boolean | readonly string[];
}

export interface IppRequest {
  /** One of OPERATION. */
  readonly operation: number;
  /** Attributes of the operation after charset, language and printer-uri, which each request has. */
  readonly attributes?: readonly RequestAttribute[];
  /** The job template of a new job. */
  readonly job?: readonly RequestAttribute[];
}

/**
 * Encodes a request of IPP/1.1, which every printer must accept (RFC 8010 section 3.1; RFC 8011 section 4.1.8).
 * A document, if there is one, follows these bytes.
 * @param requestId 1 to 2³¹−1; the answer carries the same
 * @param printerUri ipp: or ipps: address as the printer knows itself
 */
export function encodeRequest(request: IppRequest, requestId: number, printerUri: string): Uint8Array {
  const operation = [
    { name: 'attributes-charset', tag: TAG.charset, value: 'utf-8' },
    { name: 'attributes-natural-language', tag: TAG.language, value: 'en' },
    { name: 'printer-uri', tag: TAG.uri, value: printerUri },
    ...(request.attributes ?? []),
  ];
  const groups = [{ tag: TAG.operation, attributes: operation }];
  return ipp.request.encode({
    operationId: request.operation,
    requestId,
    groups: request.job?.length ? [...groups, { tag: TAG.job, attributes: request.job }] : groups,
  });
}
