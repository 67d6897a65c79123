/** Trying every bit of a longer text would hold up a start for seconds. */
const MOST_CHARACTERS = 8192;
/** All that is stored as text with a digest is plain ASCII: more than one of these is more than one bit. */
const UNUSUAL = /[^\x20-\x7e]/g;

/**
 * Looks for the text from which this one differs in one bit.
 * @param isRight what a digest says of a text
 * @returns null when no bit makes it right
 */
export function unflip(text: string, isRight: (text: string) => boolean): string | null {
  const unusual = [...text.matchAll(UNUSUAL)];
  const [only] = unusual;
  if (text.length > MOST_CHARACTERS || unusual.length > 1) return null;
  // A flipped highest bit is no text any more, and was read as some other character.
  if (only) return withAnother(text, only.index, isRight);
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes.readUInt8(at);
    for (let mask = 1; mask < 128; mask <<= 1) {
      bytes.writeUInt8(byte ^ mask, at);
      const other = bytes.toString('latin1');
      if (isRight(other)) return other;
    }
    bytes.writeUInt8(byte, at);
  }
  return null;
}

function withAnother(text: string, at: number, isRight: (text: string) => boolean): string | null {
  for (let code = 0x20; code < 0x7f; code++) {
    const other = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
    if (isRight(other)) return other;
  }
  return null;
}
