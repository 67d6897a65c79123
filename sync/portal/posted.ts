import { z } from 'zod';
import type { SealedForm } from '../contract/index.ts';

/** A form as a browser posts it. */
export interface Posted {
  /** Made with the page; the same when the browser posts the same page again. */
  readonly key: string;
  readonly language: SealedForm['language'];
  /** Text by name of the input: `card.FACT`, `answer.FIELD`. */
  readonly texts: ReadonlyMap<string, string>;
  /** Chosen files by name of the input: `material.CODE`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const keySchema = z.uuid();

/**
 * Reads multipart/form-data (RFC 7578).
 * @returns null when it is none, or was not made by our page
 */
export async function readPosted(body: Uint8Array<ArrayBuffer>, contentType: string): Promise<Posted | null> {
  let data: FormData;
  try {
    data = await new Response(body, { headers: { 'content-type': contentType } }).formData();
  } catch {
    return null; // the parser says nothing that would help a citizen: the page is offered anew
  }
  const texts = new Map<string, string>();
  const files = new Map<string, Uint8Array>();
  for (const [name, value] of data) {
    if (typeof value === 'string') texts.set(name, value);
    // A browser posts an empty file for an input that was left alone.
    else if (value.size > 0) files.set(name, new Uint8Array(await value.arrayBuffer()));
  }
  const key = keySchema.safeParse(texts.get('key'));
  if (!key.success) return null;
  return { key: key.data, language: texts.get('lang') === 'en' ? 'en' : 'zh-CN', texts, files };
}
