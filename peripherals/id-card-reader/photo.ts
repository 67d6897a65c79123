import { execFile } from 'node:child_process';
import { PHOTO_LENGTH } from './protocol/commands.ts';

/** 102 × 126 points of 24 bits: 54 bytes of head, and lines that are filled up to 308 bytes. */
const BMP_LENGTH = 54 + 126 * 308;
const BMP_WIDTH = 102;
const BMP_HEIGHT = 126;
const BMP_BITS = 24;
const DEFAULT_TIMEOUT_MS = 5000;

/**
 * The program that makes a picture of a card's photo: 1,024 bytes (WLT) on its standard input, a BMP of 38,862 bytes
 * on its standard output. The compression is not published; the decoder is a licensed product of others, often
 * for 32 bits only, so it runs as a process of its own.
 */
export interface PhotoDecoder {
  /** An absolute path; no shell looks at it. */
  readonly program: string;
  readonly args?: readonly string[];
  readonly timeoutMs?: number;
}

/** `why` is for the log. no-decoder: none is configured · no-photo: these are not the bytes of one. */
export type Photo =
  | { readonly kind: 'decoded'; readonly bmp: Uint8Array }
  | {
      readonly kind: 'placeholder';
      readonly why: 'no-decoder' | 'no-photo' | 'not-started' | 'timed-out' | 'failed' | 'no-picture';
    };

/**
 * Makes a picture of the photo of a card. It is never worth a failure: without a decoder, and whatever goes wrong with
 * it, a placeholder is to be shown. The bytes go through pipes and touch no disk.
 */
export function decodePhoto(wlt: Uint8Array, decoder: PhotoDecoder | null): Promise<Photo> {
  if (decoder === null) return Promise.resolve(placeholder('no-decoder'));
  if (wlt.length !== PHOTO_LENGTH) return Promise.resolve(placeholder('no-photo'));
  // A path that no program can have (empty, or with a NUL) is refused by a throw.
  return runDecoder(wlt, decoder).catch(() => placeholder('not-started'));
}

function runDecoder(wlt: Uint8Array, decoder: PhotoDecoder): Promise<Photo> {
  const { program, args = [], timeoutMs = DEFAULT_TIMEOUT_MS } = decoder;
  return new Promise((resolve) => {
    const child = execFile(
      program,
      args,
      // One byte too many ends it. It gets nothing of the terminal's surroundings.
      { encoding: 'buffer', maxBuffer: BMP_LENGTH, env: {}, windowsHide: true, killSignal: 'SIGKILL' },
      (error, bmp) => {
        clearTimeout(timer);
        if (error === null) resolve(isPicture(bmp) ? { kind: 'decoded', bmp } : placeholder('no-picture'));
        else if (child.pid === undefined) resolve(placeholder('not-started'));
        else resolve(placeholder(error.code === TOO_MUCH ? 'no-picture' : 'failed'));
      },
    );
    // The callback waits until the pipes are closed, which a child of the decoder may hold open: do not wait for it.
    const timer = setTimeout(() => {
      resolve(placeholder('timed-out'));
      child.kill('SIGKILL');
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, timeoutMs);
    // A decoder that ends without reading breaks the pipe; its exit says the rest.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(wlt);
  });
}

const TOO_MUCH = 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER';

function placeholder(why: Extract<Photo, { kind: 'placeholder' }>['why']): Photo {
  return { kind: 'placeholder', why };
}

/** Looks at the head only: what the points show is the decoder's business. */
function isPicture(bmp: Buffer): boolean {
  return (
    bmp.length === BMP_LENGTH &&
    bmp.toString('latin1', 0, 2) === 'BM' &&
    bmp.readInt32LE(18) === BMP_WIDTH &&
    Math.abs(bmp.readInt32LE(22)) === BMP_HEIGHT &&
    bmp.readUInt16LE(28) === BMP_BITS
  );
}
