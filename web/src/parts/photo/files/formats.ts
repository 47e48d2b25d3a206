/** Completeness check and metadata removal for each format. */

import { PhotoError } from "../fault";
import { checkBmp } from "./bmp";
import type { Bytes } from "./bytes";
import { checkGif } from "./gif";
import { checkHeif, stripHeif } from "./heif/picture";
import { completeJpeg, stripJpeg } from "./jpeg";
import type { Kind } from "./kind";
import { checkPng, stripPng } from "./png";
import { checkWebp, stripWebp } from "./webp";

const CHECKS: Record<Exclude<Kind, "jpeg">, (bytes: Bytes) => void> = {
  png: checkPng,
  webp: checkWebp,
  heic: checkHeif,
  avif: checkHeif,
  gif: checkGif,
  bmp: checkBmp,
};

/** Formats that the server accepts. */
const STRIP: Partial<Record<Kind, (bytes: Bytes) => Bytes>> = {
  jpeg: stripJpeg,
  png: stripPng,
  webp: stripWebp,
  heic: stripHeif,
};

/**
 * Return the file such that every decoder shows the whole picture; raise a PhotoError if a part is missing.
 *
 * Browsers draw incomplete files and leave the rest white or green, so decoding proves nothing.
 */
export function requireComplete(bytes: Bytes, kind: Kind): Bytes {
  try {
    if (kind === "jpeg") return completeJpeg(bytes);
    CHECKS[kind](bytes);
    return bytes;
  } catch (error) {
    // A number was read beyond the end of the file.
    if (error instanceof RangeError) throw new PhotoError("incomplete");
    throw error;
  }
}

/** Return the file without metadata (place, time, device), or null if the server rejects the format. */
export function stripMetadata(bytes: Bytes, kind: Kind): Bytes | null {
  try {
    return STRIP[kind]?.(bytes) ?? null;
  } catch (error) {
    if (error instanceof RangeError) throw new PhotoError("memory"); // completeness was checked before
    throw error;
  }
}
