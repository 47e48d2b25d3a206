/**
 * Blanking what a HEIC file tells besides its picture, for browsers that cannot draw it anew.
 *
 * A HEIF file is a tree of boxes (ISO 14496-12). `meta/iinf` names the items and their types,
 * `meta/iloc` where each item's bytes lie: in the file, or in `meta/idat`. EXIF and XMP are items.
 */

const META_HEADER = 12; // size, type, version and flags
const NAMING = new Set(["Exif", "mime", "uri "]); // EXIF, XMP, and what else is no picture

interface Box {
  type: string;
  start: number;
  content: number;
  end: number;
}

interface Extent {
  offset: number;
  length: number;
}

/** The place of a file's metadata cannot be told, so it cannot be blanked. */
export class UnknownLayoutError extends Error {
  override readonly name = "UnknownLayoutError";
}

/** `bytes` with zeros where EXIF and XMP were; a file that is no HEIF comes back as it is. */
export function withoutMetadata(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8 || fourLetters(view, 4) !== "ftyp") return bytes;
  try {
    const top = boxes(view, 0, view.byteLength);
    const meta = top.find(({ type }) => type === "meta");
    const blank = bytes.slice();
    for (const { offset, length } of meta === undefined ? [] : metadataExtents(view, meta)) {
      if (offset + length > blank.length) throw new UnknownLayoutError();
      blank.fill(0, offset, offset + length);
    }
    for (const { type, content, end } of top) if (type === "uuid") blank.fill(0, content, end);
    return blank;
  } catch (error) {
    if (error instanceof RangeError) throw new UnknownLayoutError(); // cut short
    throw error;
  }
}

function boxes(view: DataView, from: number, to: number): Box[] {
  const found: Box[] = [];
  for (let start = from; start + 8 <= to; ) {
    const declared = view.getUint32(start);
    const wide = declared === 1;
    const size = wide ? getUint64(view, start + 8) : declared || to - start;
    const content = start + (wide ? 16 : 8);
    if (start + size > to || content > start + size) throw new UnknownLayoutError();
    found.push({ type: fourLetters(view, start + 4), start, content, end: start + size });
    start += size;
  }
  return found;
}

function metadataExtents(view: DataView, meta: Box): Extent[] {
  const inside = boxes(view, meta.start + META_HEADER, meta.end);
  const [items, places] = ["iinf", "iloc"].map((name) => inside.find(({ type }) => type === name));
  if (items === undefined) return [];
  const named = namingItems(view, items);
  if (named.size === 0) return [];
  if (places === undefined) throw new UnknownLayoutError();
  const extents = itemExtents(view, places, inside.find(({ type }) => type === "idat")?.content);
  return [...named].flatMap((id) => {
    const found = extents.get(id);
    if (found === undefined) throw new UnknownLayoutError();
    return found;
  });
}

/** The numbers of the items that hold metadata. */
function namingItems(view: DataView, { content, end }: Box): Set<number> {
  const first = content + 4 + (view.getUint8(content) === 0 ? 2 : 4);
  const ids = new Set<number>();
  for (const { content: item } of boxes(view, first, end)) {
    const version = view.getUint8(item);
    if (version < 2) throw new UnknownLayoutError(); // from before HEIF
    const wide = version > 2;
    if (!NAMING.has(fourLetters(view, item + (wide ? 10 : 8)))) continue;
    ids.add(wide ? view.getUint32(item + 4) : view.getUint16(item + 4));
  }
  return ids;
}

/** Where each item's bytes lie, in the file; `idat` is where the content of that box begins. */
function itemExtents(view: DataView, { content }: Box, idat?: number): Map<number, Extent[]> {
  const version = view.getUint8(content);
  let at = content + 4;
  const next = (width: number): number => {
    const value = number(view, at, width);
    at += width;
    return value;
  };
  const widths = next(2);
  const [offset, length, base, index] = [12, 8, 4, 0].map((shift) => (widths >> shift) & 15);
  const places = new Map<number, Extent[]>();
  for (let count = next(version < 2 ? 2 : 4); count > 0; count -= 1) {
    const id = next(version < 2 ? 2 : 4);
    const method = version > 0 ? next(2) & 15 : 0;
    at += 2; // data reference
    const from = next(base!) + (method === 1 ? (idat ?? NaN) : 0);
    const extents = Array.from({ length: next(2) }, () => {
      at += version > 0 ? index! : 0;
      return { offset: from + next(offset!), length: next(length!) };
    });
    const known = method < 2 && extents.every((each) => each.length > 0 && each.offset >= 0);
    if (known) places.set(id, extents);
  }
  return places;
}

function number(view: DataView, at: number, width: number): number {
  if (width === 0) return 0;
  if (width === 2) return view.getUint16(at);
  if (width === 4) return view.getUint32(at);
  if (width === 8) return getUint64(view, at);
  throw new UnknownLayoutError();
}

/** Safari has getBigUint64 since version 15; what a file can hold is far below 2 ** 53. */
function getUint64(view: DataView, at: number): number {
  return view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4);
}

function fourLetters(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(at + index)));
}
