/** The document camera as the page has it: one picture stream, never sound, and only while a paper is photographed. */

/** As the contract tells it to core. */
export type CameraFailure = 'not-found' | 'in-use' | 'ended' | 'failed';

/** More does not make a page more readable, and the contract takes no more. */
const WIDEST_PX = 3840;
const HIGHEST_PX = 2160;
/** A camera that is turned on shows something after 1 to 4 s; one that says it has nothing may recover for as long. */
const NO_PICTURE_MS = 10_000;
const JPEG_QUALITY = 0.9;
/** Noise of a bad sensor makes large files: the contract takes 12 million characters of base64, four for three bytes. */
const JPEG_MAX_CHARACTERS = 12_000_000;
const JPEG_SMALLER_QUALITY = 0.7;

/**
 * Turns a camera on at the highest resolution up to 4K that it has of its own (Chromium would otherwise cut a picture
 * of 4:3 to the shape it is asked for).
 * @param usbId vendor and product as Chromium writes them behind the camera's name ("1bcf:2c99"); null: the first one
 */
export async function openCamera(
  usbId: string | null,
): Promise<{ readonly stream: MediaStream } | { readonly failure: CameraFailure }> {
  try {
    const video: MediaTrackConstraints & { resizeMode?: string } = {
      width: { ideal: WIDEST_PX },
      height: { ideal: HIGHEST_PX },
      resizeMode: 'none',
    };
    if (usbId !== null) {
      const devices = await navigator.mediaDevices.enumerateDevices();
      const wanted = devices.find(({ kind, label }) => kind === 'videoinput' && label.endsWith(`(${usbId})`));
      if (wanted === undefined) return { failure: 'not-found' };
      video.deviceId = { exact: wanted.deviceId };
    }
    return { stream: await navigator.mediaDevices.getUserMedia({ audio: false, video }) };
  } catch (error) {
    return { failure: failureOf(error instanceof Error ? error.name : '') };
  }
}

function failureOf(name: string): CameraFailure {
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'not-found';
  return name === 'NotReadableError' || name === 'AbortError' ? 'in-use' : 'failed';
}

/**
 * Calls back once when the camera is lost: its cable was pulled, or no picture comes for ten seconds.
 * @returns stops watching, and the camera
 */
export function watchCamera(
  stream: MediaStream,
  video: HTMLVideoElement,
  onFailure: (reason: CameraFailure) => void,
): () => void {
  const [track] = stream.getVideoTracks();
  const giveUp = () => onFailure('failed');
  let timer = setTimeout(giveUp, NO_PICTURE_MS);
  const hasPicture = () => clearTimeout(timer);
  const hasNone = () => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, NO_PICTURE_MS);
  };
  const ended = () => onFailure('ended');
  video.addEventListener('playing', hasPicture);
  track?.addEventListener('unmute', hasPicture);
  track?.addEventListener('mute', hasNone);
  track?.addEventListener('ended', ended);
  return () => {
    clearTimeout(timer);
    video.removeEventListener('playing', hasPicture);
    track?.removeEventListener('unmute', hasPicture);
    track?.removeEventListener('mute', hasNone);
    track?.removeEventListener('ended', ended);
    for (const each of stream.getTracks()) each.stop();
    video.srcObject = null;
  };
}

/** The picture on a canvas as JPEG in base64; null when the browser cannot make one. */
export async function jpegOf(canvas: HTMLCanvasElement): Promise<string | null> {
  const jpeg = await base64Of(canvas, JPEG_QUALITY);
  if (jpeg === null || jpeg.length <= JPEG_MAX_CHARACTERS) return jpeg;
  return await base64Of(canvas, JPEG_SMALLER_QUALITY);
}

async function base64Of(canvas: HTMLCanvasElement, quality: number): Promise<string | null> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
  if (blob === null) return null;
  const address = await new Promise<unknown>((resolve) => {
    const reader = new FileReader();
    reader.addEventListener('loadend', () => resolve(reader.result));
    reader.readAsDataURL(blob);
  });
  return typeof address === 'string' ? address.slice(address.indexOf(',') + 1) : null;
}
