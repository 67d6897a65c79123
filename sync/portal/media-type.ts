import type { MatterMaterial } from '@tongban/kiosk-config/catalogue';

/** What a terminal reads from an ID card, as a file; its JSON has an `idNumber`. */
const ID_CARD = 'application/vnd.tongban.id-card+json';
const PAPERS = ['application/pdf', 'image/jpeg', 'image/png'] as const;

const TAKEN: Readonly<Record<MatterMaterial['source'], readonly string[]>> = {
  card: [ID_CARD, ...PAPERS],
  document: PAPERS,
  signature: ['image/svg+xml', 'image/png', 'image/jpeg'],
  shared: [],
};

/** The kinds of file that a material may be. */
export function takenTypes(source: MatterMaterial['source']): readonly string[] {
  return TAKEN[source];
}

/** For a browser's file chooser: it knows the endings better than our own type. */
export function acceptList(source: MatterMaterial['source']): string {
  return TAKEN[source].map((type) => (type === ID_CARD ? '.json' : type)).join(',');
}

/** What a file is by its own beginning, whatever its name and the browser say; null for what no material may be. */
export function mediaTypeOf(bytes: Uint8Array): string | null {
  const beginning = Buffer.from(bytes.subarray(0, 256));
  const latin = beginning.toString('latin1');
  if (latin.startsWith('%PDF-')) return 'application/pdf';
  if (latin.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (latin.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (/^\s*(<\?xml[^>]*>\s*)?<svg[\s>]/.test(latin)) return 'image/svg+xml';
  return latin.trimStart().startsWith('{') && isIdCard(bytes) ? ID_CARD : null;
}

function isIdCard(bytes: Uint8Array): boolean {
  try {
    const read: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof read === 'object' && read !== null && 'idNumber' in read;
  } catch {
    return false; // no JSON, so no card
  }
}
