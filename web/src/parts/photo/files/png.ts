/** PNG (ISO/IEC 15948): completeness check and metadata removal. */

import { PhotoError } from "../fault";
import { ascii, type Bytes, bigEndian, joined, textAt, viewOf } from "./bytes";
import { orientationOf, tiffOf } from "./exif";

const SIGNATURE = 8;
const LAST = "IEND";
/** Chunks of pixels and transparency; below, those of colours. */
const PICTURE = new Set(["IHDR", "PLTE", "IDAT", "IEND", "tRNS"]);
const COLOURS = new Set(["gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT"]);

interface Chunk {
  type: string;
  start: number;
  end: number;
}

/** Raise a PhotoError if a part is missing or changed. */
export function checkPng(bytes: Bytes): void {
  const view = viewOf(bytes);
  for (const { type, start, end } of chunksOf(bytes)) {
    if (!PICTURE.has(type)) continue;
    const sum = crc32(bytes.subarray(start + 4, end - 4));
    if (sum !== view.getUint32(end - 4)) throw new PhotoError("unreadable");
  }
}

/** Return the PNG with its picture, colours and orientation only. */
export function stripPng(bytes: Bytes): Bytes {
  const parts = [bytes.subarray(0, SIGNATURE)];
  for (const { type, start, end } of chunksOf(bytes)) {
    if (PICTURE.has(type) || COLOURS.has(type)) parts.push(bytes.subarray(start, end));
    if (type !== "eXIf") continue;
    const orientation = orientationOf(bytes.subarray(start + 8, end - 4));
    if (orientation !== 1) parts.push(chunkOf("eXIf", tiffOf(orientation)));
  }
  return joined(...parts);
}

function chunksOf(bytes: Bytes): Chunk[] {
  const view = viewOf(bytes);
  const chunks: Chunk[] = [];
  for (let start = SIGNATURE; start + 12 <= bytes.length; ) {
    const end = start + 12 + view.getUint32(start);
    const type = textAt(bytes, start + 4);
    if (end > bytes.length) break;
    chunks.push({ type, start, end });
    if (type === LAST) return chunks;
    start = end;
  }
  throw new PhotoError("incomplete");
}

function chunkOf(type: string, content: Bytes): Bytes {
  const body = joined(ascii(type), content);
  return joined(bigEndian(4, content.length), body, bigEndian(4, crc32(body)));
}

/** Polynomial of the CRC, lowest bit first (ISO/IEC 15948, annex D). */
const POLYNOMIAL = 0xedb88320;
const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
  }
  return remainder;
});

function crc32(bytes: Bytes): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ REMAINDERS[(sum ^ byte) & 255]!;
  return ~sum >>> 0;
}
