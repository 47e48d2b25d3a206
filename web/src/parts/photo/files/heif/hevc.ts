/** HEVC pictures as HEIF stores them (ISO/IEC 14496-15): length-prefixed NAL units. */

import { PhotoError } from "../../fault";
import { type Bytes, bigEndian, joined, viewOf } from "../bytes";

/** NAL unit types up to this one hold picture data (ITU-T H.265, table 7-1). */
const LAST_OF_PICTURE = 31;
/** The parameter set types; higher types are messages, which may hold text, and filler data. */
const LAST_OF_PARAMETERS = 34;

/** Offsets in `hvcC` of the NAL length size and of the parameter set arrays. */
const LENGTH_SIZE = 21;
const LISTS = 22;

/** Return the NAL units that decoding needs; raise `incomplete` if data is missing. */
export function pictureUnits(data: Bytes, configuration: Bytes): Bytes {
  const width = lengthWidth(configuration);
  const kept: Bytes[] = [];
  let pictures = 0;
  for (let at = 0; at < data.length; ) {
    const length = data.subarray(at, at + width).reduce((sum, byte) => sum * 256 + byte, 0);
    const end = at + width + length;
    if (length < 3 || end > data.length) throw new PhotoError("incomplete");
    const unit = data.subarray(at + width, end);
    const type = typeOf(unit);
    if (type <= LAST_OF_PARAMETERS) {
      if (hasHole(unit)) throw new PhotoError("incomplete");
      kept.push(data.subarray(at, end));
    }
    if (type <= LAST_OF_PICTURE) pictures += 1;
    at = end;
  }
  if (pictures === 0) throw new PhotoError("incomplete");
  return joined(...kept);
}

/** Return `hvcC` with only the parameter sets in its arrays. */
export function bareConfiguration(configuration: Bytes): Bytes {
  const view = viewOf(configuration);
  const lists: Bytes[] = [];
  let at = LISTS + 1;
  for (let left = view.getUint8(LISTS); left > 0; left -= 1) {
    const start = at;
    const type = view.getUint8(at) & 0x3f;
    at += 3;
    for (let units = view.getUint16(start + 1); units > 0; units -= 1) at += 2 + view.getUint16(at);
    if (at > configuration.length) throw new PhotoError("incomplete");
    if (type <= LAST_OF_PARAMETERS) lists.push(configuration.subarray(start, at));
  }
  return joined(configuration.subarray(0, LISTS), bigEndian(1, lists.length), ...lists);
}

function lengthWidth(configuration: Bytes): number {
  return (viewOf(configuration).getUint8(LENGTH_SIZE) & 3) + 1;
}

function typeOf(unit: Bytes): number {
  return (unit[0]! >> 1) & 0x3f;
}

/**
 * Whether a unit contains bytes that no encoder writes, as a part that was never written does.
 *
 * Within a unit two zeros are never followed by 0, 1 or 2, and none ends it (ITU-T H.265, 7.4.2), so
 * that the beginning of a unit can be recognised in a stream.
 */
function hasHole(unit: Bytes): boolean {
  if (unit[unit.length - 1] === 0) return true;
  for (let at = unit.indexOf(0); at >= 0; at = unit.indexOf(0, at + 1)) {
    if (unit[at + 1] === 0 && at + 2 < unit.length && unit[at + 2]! < 3) return true;
  }
  return false;
}
