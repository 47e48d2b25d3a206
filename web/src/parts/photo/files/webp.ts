/** WebP (RFC 9649): completeness check and metadata removal. */

import { PhotoError } from "../fault";
import { ascii, type Bytes, endsInZeros, joined, textAt, viewOf } from "./bytes";
import { orientationOf, tiffOf } from "./exif";

const HEADER = 12;
const PIXELS = new Set(["VP8 ", "VP8L", "ANMF"]);
const KEPT = new Set([...PIXELS, "ALPH", "ANIM", "ICCP"]);
const FEATURES = "VP8X";
/** Feature flags: EXIF and XMP chunks follow. */
const HAS_EXIF = 8;
const HAS_XMP = 4;

interface Chunk {
  type: string;
  content: Bytes;
}

/** Raise a PhotoError if a part is missing. */
export function checkWebp(bytes: Bytes): void {
  chunksOf(bytes);
}

/** Return the WebP with its picture, colours and orientation only. */
export function stripWebp(bytes: Bytes): Bytes {
  const chunks = chunksOf(bytes);
  const exif = chunks.find(({ type }) => type === "EXIF")?.content;
  const orientation = exif === undefined ? 1 : orientationOf(withoutPrefix(exif));
  const parts = chunks.flatMap(({ type, content }) => {
    if (type === FEATURES) {
      const flags = content.slice();
      flags[0] = (flags[0]! & ~(HAS_EXIF | HAS_XMP)) | (orientation === 1 ? 0 : HAS_EXIF);
      return [chunkOf(type, flags)];
    }
    return KEPT.has(type) ? [chunkOf(type, content)] : [];
  });
  if (orientation !== 1) parts.push(chunkOf("EXIF", tiffOf(orientation)));
  return joined(...riffOf(joined(ascii("WEBP"), ...parts)));
}

/** Return EXIF without JPEG's "Exif" prefix, which some writers add. */
function withoutPrefix(exif: Bytes): Bytes {
  return textAt(exif, 0, 6) === "Exif\0\0" ? exif.subarray(6) : exif;
}

function chunksOf(bytes: Bytes): Chunk[] {
  const view = viewOf(bytes);
  const end = 8 + view.getUint32(4, true);
  const chunks: Chunk[] = [];
  for (let at = HEADER; at + 8 <= end; ) {
    const type = textAt(bytes, at);
    const length = view.getUint32(at + 4, true);
    const content = bytes.subarray(at + 8, at + 8 + length);
    const isMissing = content.length < length || (PIXELS.has(type) && endsInZeros(content));
    if (isMissing) throw new PhotoError("incomplete");
    chunks.push({ type, content });
    at += 8 + length + (length % 2);
  }
  if (end > bytes.length || !chunks.some(({ type }) => PIXELS.has(type))) {
    throw new PhotoError("incomplete");
  }
  return chunks;
}

function chunkOf(type: string, content: Bytes): Bytes {
  return joined(
    ascii(type),
    littleEndian(content.length),
    content,
    new Uint8Array(content.length % 2),
  );
}

function riffOf(content: Bytes): Bytes[] {
  return [ascii("RIFF"), littleEndian(content.length), content];
}

function littleEndian(value: number): Bytes {
  return Uint8Array.from([0, 8, 16, 24], (shift) => (value >>> shift) & 255);
}
