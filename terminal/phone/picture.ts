import { PHONE_PICTURE } from '@tongban/contract/phone';

const QUALITY = 0.9;
/** Noise of a bad sensor makes large files. */
const SMALLER_QUALITY = 0.7;

/**
 * The picture in a file as the terminal takes it: upright, no larger than a page needs, and JPEG made anew, so that nothing
 * of what a phone notes beside a photograph (place, time, device) goes along.
 * @returns null when this browser cannot read it
 */
export async function pictureOf(file: File): Promise<Blob | null> {
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const scale = Math.min(
      1,
      PHONE_PICTURE.longSidePx / Math.max(width, height),
      Math.sqrt(PHONE_PICTURE.pixels / (width * height)),
    );
    const canvas = document.createElement('canvas');
    canvas.width = Math.floor(width * scale);
    canvas.height = Math.floor(height * scale);
    const context = canvas.getContext('2d');
    if (!context) return null;
    // JPEG knows no transparency: it would be black.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const jpeg = await jpegOf(canvas, QUALITY);
    return jpeg && jpeg.size > PHONE_PICTURE.bytes ? await jpegOf(canvas, SMALLER_QUALITY) : jpeg;
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(address);
  }
}

function jpegOf(canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
}
