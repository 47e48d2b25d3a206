/** BMP: completeness check. */

import { PhotoError } from "../fault";
import { type Bytes, viewOf } from "./bytes";

/** Length of the oldest header, which has 16-bit sizes. */
const CORE_HEADER = 12;
/** Compression methods that store plain pixels, with or without bit masks. */
const UNCOMPRESSED = [0, 3, 6];

/** Raise a PhotoError if pixels are missing. */
export function checkBmp(bytes: Bytes): void {
  const view = viewOf(bytes);
  const old = view.getUint32(14, true) === CORE_HEADER;
  const width = old ? view.getUint16(18, true) : view.getInt32(18, true);
  const height = Math.abs(old ? view.getInt16(20, true) : view.getInt32(22, true));
  const depth = view.getUint16(old ? 24 : 28, true);
  const uncompressed = old || UNCOMPRESSED.includes(view.getUint32(30, true));
  const row = 4 * Math.ceil((width * depth) / 32);
  const length = uncompressed ? row * height : view.getUint32(34, true);
  if (view.getUint32(10, true) + length > bytes.length) throw new PhotoError("incomplete");
}
