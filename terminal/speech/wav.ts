const HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;

/**
 * A whole WAV of what a program wrote to a pipe. There it cannot go back and write how long it has become, so it leaves
 * the largest number, by which a decoder may refuse the file or wait for more.
 * @returns null for anything but a WAV with sound in it
 */
export function wholeWav(bytes: Buffer): Uint8Array<ArrayBuffer> | null {
  if (bytes.length < HEADER_BYTES || bytes.toString('latin1', 0, 4) !== 'RIFF') return null;
  if (bytes.toString('latin1', 8, HEADER_BYTES) !== 'WAVE') return null;
  const wav = Uint8Array.from(bytes);
  const view = new DataView(wav.buffer);
  for (let at = HEADER_BYTES; at + CHUNK_HEADER_BYTES <= wav.length;) {
    const name = bytes.toString('latin1', at, at + 4);
    const length = view.getUint32(at + 4, true);
    const left = wav.length - at - CHUNK_HEADER_BYTES;
    if (name === 'data') {
      const sound = Math.min(length, left);
      if (sound === 0) return null;
      view.setUint32(at + 4, sound, true);
      view.setUint32(4, wav.length - CHUNK_HEADER_BYTES, true);
      return wav;
    }
    // Chunks begin at even places.
    at += CHUNK_HEADER_BYTES + length + (length % 2);
  }
  return null;
}
