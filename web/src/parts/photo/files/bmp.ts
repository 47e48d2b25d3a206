/** BMP: whether all pixels are there. */

import { PhotoError } from "../fault";
import { type Bytes, viewOf } from "./bytes";

/** The oldest header has sizes of 16 bits. */
const CORE_HEADER = 12;
/** How pixels are stored: as they are, with or without masks of bits. Others are compressed. */
const UNCOMPRESSED = [0, 3, 6];

/** Raise what is amiss with a BMP of which pixels are missing. */
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
