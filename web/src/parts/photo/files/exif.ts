/** The orientation in EXIF, the only part of it that display needs. */

import { ascii, type Bytes, bigEndian, joined, startsWith, viewOf } from "./bytes";

const ORIENTATION = 0x0112;
const SHORT = 3;

/** Return the orientation, 1 … 8, of a TIFF structure (EXIF without "Exif\0\0"); 1 if unreadable. */
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

/** Return a TIFF structure that holds only an orientation. */
export function tiffOf(orientation: number): Bytes {
  return joined(
    ascii("MM\0*"),
    bigEndian(4, 8), // offset of the directory
    bigEndian(2, 1, ORIENTATION, SHORT),
    bigEndian(4, 1),
    bigEndian(2, orientation, 0),
    bigEndian(4, 0), // no further directory
  );
}
