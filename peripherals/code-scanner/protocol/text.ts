/** What the bytes of a code mean; a QR code does not say, so it is set for the scanner. */
export type CodeEncoding = 'utf-8' | 'gbk';

const DECODERS: Readonly<Record<CodeEncoding, TextDecoder>> = {
  // A byte order mark is a character like others here: the grammar refuses it.
  'utf-8': new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }),
  gbk: new TextDecoder('gbk', { fatal: true }),
};

/** The text, or null when the bytes are not text in this encoding. */
export function decodeText(bytes: Uint8Array, encoding: CodeEncoding): string | null {
  try {
    return DECODERS[encoding].decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
