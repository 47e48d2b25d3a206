/**
 * Making a photo ready in the browser: checked, made smaller, and drawn anew, which leaves EXIF
 * (place, time, device) behind. Where it cannot be drawn anew, the file goes without all of that.
 */

import type { PreparedPhoto } from "../../assessment/preparedPhoto";
import { createDrawing, decodeImage, isCanvasFaithful, toJpeg } from "./canvas";
import { PhotoError, type PhotoFault } from "./fault";
import type { Bytes } from "./files/bytes";
import { requireComplete, stripMetadata } from "./files/formats";
import { type Kind, kindOf, SENT_AS } from "./files/kind";
import { findingsOf } from "./quality";

/** What the bucket's policy allows. */
export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;
/** More than this is not opened at all: decoding it could cost a phone all its memory. */
const MAX_FILE_BYTES = 60 * 1024 * 1024;
/** The server rejects less than this. */
const MIN_SIDE = 224;
const LONGEST_SIDE = 1600;
/** A panorama is never shrunk below this, so that the server judges its shape and not our shrinking. */
const SHORTEST_SIDE = 480;

/** The size to draw a photo in: never larger than it is. */
export function targetSize(width: number, height: number): { width: number; height: number } {
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  const scale = Math.min(1, Math.max(LONGEST_SIDE / long, SHORTEST_SIDE / short));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** Raises a {@link PhotoError} for every photo that cannot be used. */
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

/** All bytes, once and for all: what lies in a cloud may be gone a moment later. */
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

/** The photo as a new JPEG, or why this browser cannot make one. */
async function redraw(image: HTMLImageElement): Promise<PreparedPhoto | PhotoFault> {
  const { width, height } = targetSize(image.naturalWidth, image.naturalHeight);
  try {
    if (!(await isCanvasFaithful())) return "altered";
    const drawing = createDrawing(width, height);
    drawing.context.fillStyle = "#fff"; // what JPEG shows where a PNG is transparent
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

/** The file without its metadata; `fault` is what is raised where the server does not take it. */
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
