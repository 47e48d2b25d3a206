/**
 * Prepare a photo in the browser: check it, shrink it and re-encode it, which removes EXIF (place, time,
 * device). Where it cannot be drawn, the original file is sent without its metadata.
 */

import type { PreparedPhoto } from "../../assessment/preparedPhoto";
import { createDrawing, decodeImage, isCanvasFaithful, toJpeg } from "./canvas";
import { PhotoError, type PhotoFault } from "./fault";
import type { Bytes } from "./files/bytes";
import { requireComplete, stripMetadata } from "./files/formats";
import { type Kind, kindOf, SENT_AS } from "./files/kind";
import { findingsOf } from "./quality";

/** Limit of the presigned POST. */
const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;
/** Larger files are not opened: decoding them could exhaust a phone's memory. */
const MAX_FILE_BYTES = 60 * 1024 * 1024;
/** The server rejects smaller photos. */
const MIN_SIDE = 224;
const LONGEST_SIDE = 1600;
/** The short side is not shrunk below this, so that the server rejects a panorama for its shape. */
const SHORTEST_SIDE = 480;

/** Return the size to draw a photo in; photos are never enlarged. */
export function targetSize(width: number, height: number): { width: number; height: number } {
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  const scale = Math.min(1, Math.max(LONGEST_SIDE / long, SHORTEST_SIDE / short));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** Return the photo ready for upload; raise a {@link PhotoError} if it cannot be used. */
export async function preparePhoto(file: Blob): Promise<PreparedPhoto> {
  if (file.size === 0) throw new PhotoError("empty");
  if (file.size > MAX_FILE_BYTES) throw new PhotoError("too_large");
  const chosen = await read(file);
  const kind = kindOf(chosen);
  if (kind === null) throw new PhotoError("type");
  const bytes = requireComplete(chosen, kind);

  const image = await open(bytes, kind);
  if (image === null) {
    if (kind === "heic") return keepOriginal(bytes, kind, null, "unreadable");
    throw new PhotoError(SENT_AS[kind] === undefined ? "unsupported" : "unreadable");
  }
  if (Math.min(image.naturalWidth, image.naturalHeight) < MIN_SIDE) {
    throw new PhotoError("too_small");
  }
  const drawn = await redraw(image);
  return typeof drawn === "string" ? keepOriginal(bytes, kind, image, drawn) : drawn;
}

/** Read all bytes at once: a file in cloud storage may be unavailable a moment later. */
async function read(file: Blob): Promise<Bytes> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw new PhotoError(error instanceof RangeError ? "memory" : "not_read");
  }
}

async function open(bytes: Bytes, kind: Kind): Promise<HTMLImageElement | null> {
  const url = URL.createObjectURL(new Blob([bytes], { type: `image/${kind}` }));
  try {
    return await decodeImage(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Return the photo as a new JPEG, or why this browser cannot make one. */
async function redraw(image: HTMLImageElement): Promise<PreparedPhoto | PhotoFault> {
  const { width, height } = targetSize(image.naturalWidth, image.naturalHeight);
  try {
    if (!(await isCanvasFaithful())) return "altered";
    const drawing = createDrawing(width, height);
    drawing.context.fillStyle = "#fff"; // background of transparent PNGs
    drawing.context.fillRect(0, 0, width, height);
    drawing.context.drawImage(image, 0, 0, width, height);
    const findings = findingsOf(drawing.context.getImageData(0, 0, width, height));
    const file = await toJpeg(drawing);
    if (file.size > MAX_UPLOAD_BYTES) throw new PhotoError("too_large");
    const preview = { url: URL.createObjectURL(file), width, height };
    return { file, contentType: "image/jpeg", preview, findings };
  } catch (error) {
    if (error instanceof PhotoError) throw error;
    return "drawing"; // browsers differ in what they raise when memory runs out
  }
}

/** Return the original file without metadata; raise `fault` if the server does not accept its format. */
function keepOriginal(
  bytes: Bytes,
  kind: Kind,
  image: HTMLImageElement | null,
  fault: PhotoFault,
): PreparedPhoto {
  const contentType = SENT_AS[kind];
  const bare = stripMetadata(bytes, kind);
  if (contentType === undefined || bare === null) throw new PhotoError(fault);
  if (bare.length > MAX_UPLOAD_BYTES) throw new PhotoError("too_large");
  const file = new Blob([bare], { type: contentType });
  const preview = image && {
    url: URL.createObjectURL(file),
    width: image.naturalWidth,
    height: image.naturalHeight,
  };
  return { file, contentType, preview, findings: [], asItWas: true };
}
