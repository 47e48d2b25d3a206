/** JPEG (ITU-T T.81): completeness check and metadata removal. */

import { PhotoError } from "../fault";
import { ascii, type Bytes, bigEndian, endsInZeros, joined, startsWith, viewOf } from "./bytes";
import { orientationOf, tiffOf } from "./exif";
import { endOfData, isWalkable } from "./jpegScans";

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COM = 0xfe;

const EXIF = "Exif\0\0";
const ICC = "ICC_PROFILE\0";
const ADOBE = "Adobe"; // defines how colours are coded
const JFIF = "JFIF\0"; // likewise; its header may hold a thumbnail

/** JFIF 1.1 without a thumbnail. */
const PLAIN_JFIF = joined(
  ascii(JFIF),
  bigEndian(1, 1, 1, 0),
  bigEndian(2, 1, 1),
  bigEndian(1, 0, 0),
);

/** A marker with its parameters; the coded data of a scan follows, up to `next`. */
export interface Segment {
  marker: number;
  content: number;
  end: number;
  next: number;
}

interface Structure {
  segments: Segment[];
  /** Offset after the end marker; null if there is none. */
  end: number | null;
}

const END = bigEndian(1, 0xff, EOI);

/** Return the JPEG with an end marker; raise a PhotoError if a part of the picture is missing. */
export function completeJpeg(bytes: Bytes): Bytes {
  const structure = structureOf(bytes);
  const end = endOf(bytes, structure);
  // Without the marker, decoders go on reading whatever follows the picture.
  return structure.end === null ? joined(bytes.subarray(0, end), END) : bytes;
}

/** Return the JPEG with its picture, colours and orientation only. */
export function stripJpeg(bytes: Bytes): Bytes {
  const structure = structureOf(bytes);
  const end = endOf(bytes, structure);
  const parts: Bytes[] = [bigEndian(1, 0xff, SOI)];
  let orientation = 1;
  for (const segment of structure.segments.filter(({ content }) => content < end)) {
    const { marker, content, next } = segment;
    const holds = (name: string) => startsWith(bytes, name, content);
    if (marker === APP0 && holds(JFIF)) parts.push(segmentOf(APP0, PLAIN_JFIF));
    else if (marker === APP1 && holds(EXIF)) {
      orientation = orientationOf(bytes.subarray(content + EXIF.length, segment.end));
    } else if (isPicture(marker) || (marker === APP2 && holds(ICC))) {
      parts.push(bytes.subarray(content - 4, Math.min(next, end)));
    } else if (marker === APP14 && holds(ADOBE)) {
      parts.push(bytes.subarray(content - 4, segment.end));
    }
  }
  if (orientation !== 1) parts.splice(1, 0, segmentOf(APP1, ascii(EXIF), tiffOf(orientation)));
  parts.push(END);
  return joined(...parts);
}

function isPicture(marker: number): boolean {
  return !(marker >= APP0 && marker <= APP15) && marker !== COM;
}

function segmentOf(marker: number, ...content: Bytes[]): Bytes {
  const body = joined(...content);
  return joined(bigEndian(1, 0xff, marker), bigEndian(2, body.length + 2), body);
}

/** Return the end of the picture's data, without the end marker, which cheap cameras omit. */
function endOf(bytes: Bytes, { segments, end }: Structure): number {
  if (end !== null && !segments.some(isWalkable)) return end - 2; // no browser decodes it
  const dataEnd = endOfData(bytes, segments);
  const isMissing = dataEnd === null || (end === null && endsInZeros(bytes.subarray(0, dataEnd)));
  if (isMissing) throw new PhotoError("incomplete");
  return dataEnd;
}

/** Return the segments up to the end marker, or as far as the file is valid. */
function structureOf(bytes: Bytes): Structure {
  const view = viewOf(bytes);
  const segments: Segment[] = [];
  for (let at = nextMarker(bytes, 2); at + 1 < bytes.length; ) {
    const marker = bytes[at + 1]!;
    if (marker === EOI) return { segments, end: at + 2 };
    const content = at + 4;
    if (content > bytes.length) break;
    const end = at + 2 + view.getUint16(at + 2);
    if (end < content || end > bytes.length) break;
    at = nextMarker(bytes, end); // decoders skip what lies in between
    segments.push({ marker, content, end, next: marker === SOS ? at : end });
  }
  return { segments, end: null };
}

/** Return the offset of the next marker that is neither stuffing nor a restart marker. */
function nextMarker(bytes: Bytes, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const code = bytes[at + 1] ?? 0;
    const restart = code >= 0xd0 && code <= 0xd7;
    if (code > 0x01 && code !== 0xff && !restart) return at;
  }
  return bytes.length;
}
