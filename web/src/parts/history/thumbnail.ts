/** Thumbnails for results kept on this device. */

import { createDrawing, decodeImage, isCanvasFaithful } from "../photo/canvas";

const LONGEST_SIDE = 480;
const JPEG_QUALITY = 0.8;

/** Return the photo at `url` as a small JPEG data: URL, or null if the browser cannot draw it. */
export async function createThumbnail(url: string): Promise<string | null> {
  try {
    const image = await decodeImage(url);
    if (image === null || !(await isCanvasFaithful())) return null;
    const { naturalWidth, naturalHeight } = image;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(naturalWidth, naturalHeight));
    const drawing = createDrawing(
      Math.round(naturalWidth * scale),
      Math.round(naturalHeight * scale),
    );
    const { canvas, context } = drawing;
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", JPEG_QUALITY);
  } catch {
    return null; // not enough memory for a canvas
  }
}
