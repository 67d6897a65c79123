import { closeSync, existsSync, fstatSync, openSync, writeFileSync, writeSync } from 'node:fs';

const MIB = 1024 * 1024;
/** Every picture is brought to this length, so that one can take the place of another. */
const PICTURE_BYTES = MIB;
const COMMENT = 0xfe;
const MAX_COMMENT_BYTES = 0xffff;
const MARKER_AND_LENGTH_BYTES = 4;
/** Chromium plays 30 a second, from the beginning again after the last. */
const PICTURES = 2;

/**
 * Writes what a camera sees as Motion-JPEG, whole pictures one behind the other, for Chromium's
 * `--use-fake-device-for-media-stream --use-file-for-fake-video-capture=FILE`. Called again with another picture of the
 * same size it changes what the running camera sees: Chromium maps the file into its memory, so it is neither cut nor
 * replaced but written over. Source: Chromium, media/capture/video/file_video_capture_device.cc.
 * @param file must end in `.mjpeg`
 * @param picture a JPEG
 * @throws when the name ends otherwise, or the picture is too large
 */
export function writeFakeVideo(file: string, picture: Uint8Array): void {
  if (!file.endsWith('.mjpeg')) throw new Error('Chromium knows Motion-JPEG by the name .mjpeg');
  const video = Buffer.concat(Array<Buffer>(PICTURES).fill(lengthen(picture)));
  if (!existsSync(file)) return writeFileSync(file, video);
  const open = openSync(file, 'r+');
  try {
    if (fstatSync(open).size !== video.length) throw new Error('the file is no video of this simulator');
    writeSync(open, video, 0, video.length, 0);
  } finally {
    closeSync(open);
  }
}

/** The same picture with comments behind its start. */
function lengthen(picture: Uint8Array): Buffer {
  let missing = PICTURE_BYTES - picture.length;
  if (missing < MARKER_AND_LENGTH_BYTES) throw new Error(`the picture has more than ${PICTURE_BYTES} bytes`);
  const parts: Uint8Array[] = [picture.subarray(0, 2)];
  while (missing > 0) {
    let length = Math.min(missing, MAX_COMMENT_BYTES + 2);
    // What is left has to hold a marker and a length.
    if (missing - length > 0 && missing - length < MARKER_AND_LENGTH_BYTES) length -= MARKER_AND_LENGTH_BYTES;
    const comment = Buffer.alloc(length);
    comment.writeUInt8(0xff, 0);
    comment.writeUInt8(COMMENT, 1);
    comment.writeUInt16BE(length - 2, 2);
    parts.push(comment);
    missing -= length;
  }
  return Buffer.concat([...parts, picture.subarray(2)]);
}
