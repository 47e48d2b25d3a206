/** A file's format by its bytes: names and MIME types are often wrong or missing. */

import type { ContentType } from "../../../vocabulary";
import { type Bytes, startsWith, textAt, viewOf } from "./bytes";

/** Formats that the server accepts, and others that browsers decode. */
export type Kind = "jpeg" | "png" | "webp" | "heic" | "avif" | "gif" | "bmp";

/** Content type of the formats that the server accepts. */
export const SENT_AS: Partial<Record<Kind, ContentType>> = {
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  heic: "image/heic",
};

/** Brands of HEIF files with HEVC pictures (ISO/IEC 23008-12, annex B), and with AV1 pictures. */
const HEVC_BRANDS = ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs"];
const AV1_BRANDS = ["avif", "avis"];
/** Brands of any HEIF file, whatever codec its pictures use. */
const HEIF_BRANDS = ["mif1", "mif2", "msf1"];

export function kindOf(bytes: Bytes): Kind | null {
  if (startsWith(bytes, "\xff\xd8\xff")) return "jpeg";
  if (startsWith(bytes, "\x89PNG\r\n\x1a\n")) return "png";
  if (startsWith(bytes, "RIFF") && startsWith(bytes, "WEBP", 8)) return "webp";
  if (startsWith(bytes, "GIF87a") || startsWith(bytes, "GIF89a")) return "gif";
  if (startsWith(bytes, "ftyp", 4)) return heifKindOf(bytes);
  if (startsWith(bytes, "BM") && startsWith(bytes, "\0\0\0\0", 6)) return "bmp";
  return null;
}

function heifKindOf(bytes: Bytes): Kind | null {
  const brands = brandsOf(bytes);
  const has = (known: string[]) => brands.some((brand) => known.includes(brand));
  if (has(HEVC_BRANDS)) return "heic";
  if (has(AV1_BRANDS)) return "avif";
  return has(HEIF_BRANDS) ? "heic" : null;
}

/** Return the major brand of a HEIF file, then the compatible ones. */
export function brandsOf(bytes: Bytes): string[] {
  const end = Math.min(bytes.length >= 4 ? viewOf(bytes).getUint32(0) : 0, bytes.length);
  const brands = [textAt(bytes, 8)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(textAt(bytes, at));
  return brands;
}
