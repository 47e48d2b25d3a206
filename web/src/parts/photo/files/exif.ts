/** The one thing of EXIF that a picture cannot be shown without: which way up it is. */

import { ascii, type Bytes, bigEndian, joined, startsWith, viewOf } from "./bytes";

const ORIENTATION = 0x0112;
const SHORT = 3;

/** 1 … 8 from a TIFF structure (EXIF without its "Exif\0\0"); 1 where it cannot be read. */
export function orientationOf(tiff: Bytes): number {
  const little = startsWith(tiff, "II*\0");
  if (!little && !startsWith(tiff, "MM\0*")) return 1;
  const view = viewOf(tiff);
  try {
    const directory = view.getUint32(4, little);
    for (let left = view.getUint16(directory, little), at = directory + 2; left > 0; left -= 1) {
      if (view.getUint16(at, little) === ORIENTATION) {
        const value = view.getUint16(at + 8, little);
        return value >= 1 && value <= 8 ? value : 1;
      }
      at += 12;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
}

/** A TIFF structure that holds nothing but an orientation. */
export function tiffOf(orientation: number): Bytes {
  return joined(
    ascii("MM\0*"),
    bigEndian(4, 8), // where the directory begins
    bigEndian(2, 1, ORIENTATION, SHORT),
    bigEndian(4, 1),
    bigEndian(2, orientation, 0),
    bigEndian(4, 0), // no further directory
  );
}
