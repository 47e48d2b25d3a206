/** The boxes of a HEIF file (ISO/IEC 14496-12). */

import { PhotoError } from "../../fault";
import { ascii, type Bytes, bigEndian, joined, textAt, viewOf } from "../bytes";

export interface Box {
  type: string;
  start: number;
  content: number;
  end: number;
}

/** Box types that phones write at the top level; anything else may not be a box. */
const TOP = new Set([
  "ftyp",
  "meta",
  "mdat",
  "idat",
  "moov",
  "moof",
  "mpvd",
  "sefd",
  "free",
  "skip",
  "uuid",
]);

/** Return the boxes between `from` and `to`; raise `incomplete` if one extends beyond. */
export function boxesIn(bytes: Bytes, from: number, to: number): Box[] {
  const found: Box[] = [];
  for (let at = from; at + 8 <= to; ) {
    const box = boxAt(bytes, at, to);
    if (box.end > to || box.content > box.end) throw new PhotoError("incomplete");
    found.push(box);
    at = box.end;
  }
  return found;
}

/** Return the top-level boxes of a file, up to the first bytes that cannot be a box. */
export function topBoxes(bytes: Bytes): Box[] {
  const found: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const box = boxAt(bytes, at, bytes.length);
    if (box.end > bytes.length || box.content > box.end) {
      if (TOP.has(box.type)) throw new PhotoError("incomplete");
      break;
    }
    found.push(box);
    at = box.end;
  }
  return found;
}

function boxAt(bytes: Bytes, start: number, to: number): Box {
  const view = viewOf(bytes);
  const declared = view.getUint32(start);
  const wide = declared === 1;
  const size = wide ? uint64(view, start + 8) : declared || to - start;
  const content = start + (wide ? 16 : 8);
  return { type: textAt(bytes, start + 4), start, content, end: start + size };
}

/** Reads consecutive numbers. */
export class Cursor {
  readonly #view: DataView;

  constructor(
    bytes: Bytes,
    public at: number,
  ) {
    this.#view = viewOf(bytes);
  }

  next(width: number): number {
    const { at } = this;
    this.at += width;
    switch (width) {
      case 0:
        return 0;
      case 1:
        return this.#view.getUint8(at);
      case 2:
        return this.#view.getUint16(at);
      case 4:
        return this.#view.getUint32(at);
      case 8:
        return uint64(this.#view, at);
      default:
        throw new PhotoError("unreadable");
    }
  }
}

/** Read 64 bits; without getBigUint64, which needs Safari 15, as offsets are far below 2 ** 53. */
function uint64(view: DataView, at: number): number {
  return view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4);
}

export function box(type: string, ...content: Bytes[]): Bytes {
  const body = joined(...content);
  return joined(bigEndian(4, body.length + 8), ascii(type), body);
}

/** Return a full box, which begins with version and flags. */
export function fullBox(type: string, version: number, flags: number, ...content: Bytes[]): Bytes {
  return box(type, bigEndian(4, version * 2 ** 24 + flags), ...content);
}
