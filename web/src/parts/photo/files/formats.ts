/** What the page does with each format before a photo of it is drawn or sent. */

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

/** Formats that the server takes. */
const BARE: Partial<Record<Kind, (bytes: Bytes) => Bytes>> = {
  jpeg: stripJpeg,
  png: stripPng,
  webp: stripWebp,
  heic: stripHeif,
};

/**
 * The file, so that every decoder shows its whole picture; raises where a part of that is missing.
 *
 * Browsers draw what there is and leave the rest white or green, so they cannot be asked.
 */
export function requireComplete(bytes: Bytes, kind: Kind): Bytes {
  try {
    if (kind === "jpeg") return completeJpeg(bytes);
    CHECKS[kind](bytes);
    return bytes;
  } catch (error) {
    // A number was read behind the end of the file.
    if (error instanceof RangeError) throw new PhotoError("incomplete");
    throw error;
  }
}

/** The file with its picture alone, without place, time, device and the like; null if not sent. */
export function stripMetadata(bytes: Bytes, kind: Kind): Bytes | null {
  try {
    return BARE[kind]?.(bytes) ?? null;
  } catch (error) {
    if (error instanceof RangeError) throw new PhotoError("memory"); // the file is whole
    throw error;
  }
}
