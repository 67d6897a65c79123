import type { FormValues } from '@tongban/kiosk-config/catalogue';
import { sha256Hex, type Agent, type LegalApplicant, type SealedForm } from '../contract/index.ts';

/** What a citizen handed in, opened: the same for every channel. */
export interface HandedIn {
  readonly channel: 'KIOSK' | 'ONLINE';
  readonly handleItem: string;
  readonly version: string;
  readonly language: SealedForm['language'];
  readonly form: FormValues;
  /** Who files for the person that the form is about. */
  readonly agent?: Agent | undefined;
  /** The enterprise that it is for. */
  readonly applicant?: LegalApplicant | undefined;
  readonly materials: readonly HandedInMaterial[];
}

export interface HandedInMaterial {
  readonly code: string;
  readonly mediaType: string;
  /** Plain, as the citizen gave it. */
  readonly bytes: Uint8Array;
}

/**
 * One text for all that a clerk decides on, so that two channels can be compared (art. 15). In it: matter, version,
 * language, every form value, an agent and an enterprise where there is one, and of every material the code, type, size and SHA-256 of its
 * plain content. Not in it: the channel, and what sealing makes anew each time (keys, nonces, envelopes), numbers and
 * times. Members and materials are sorted by code units and there is no white space, as in RFC 8785; strings, booleans
 * and whole numbers are all that occurs, and JSON.stringify writes those as that RFC asks.
 */
export function canonicalDocument(handedIn: HandedIn): string {
  const { handleItem, version, language, form, materials, agent, applicant } = handedIn;
  const sortedMaterials = materials
    .map(({ code, mediaType, bytes }) => ({ code, mediaType, sha256: sha256Hex(bytes), size: bytes.length }))
    .sort((a, b) => compare(a.code, b.code));
  const sortedForm = Object.fromEntries(Object.entries(form).sort(([a], [b]) => compare(a, b)));
  const by = agent ? { agent: { idNumber: agent.idNumber, name: agent.name } } : {};
  const forWhom = applicant ? { applicant: { creditCode: applicant.creditCode, name: applicant.name } } : {};
  return JSON.stringify({
    ...by,
    ...forWhom,
    ...{ form: sortedForm, handleItem, language, materials: sortedMaterials, version },
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
