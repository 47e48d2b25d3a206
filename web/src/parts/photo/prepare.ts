/**
 * Making a photo ready in the browser: checked, made smaller, and drawn anew, which leaves EXIF
 * (place, time, device) behind.
 */

import type { PreparedPhoto } from "../../photo";
import { CONTENT_TYPES, type ContentType } from "../../vocabulary";
import { UnknownLayoutError, withoutMetadata } from "./heif";
import { findingsOf } from "./quality";

export type PhotoFault = "empty" | "type" | "too_large" | "too_small" | "unreadable";

export class PhotoError extends Error {
  override readonly name = "PhotoError";

  constructor(readonly fault: PhotoFault) {
    super(fault);
  }
}

/** What the bucket's policy allows. */
export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;
/** More than this is not opened at all: decoding it could cost a phone all its memory. */
const MAX_FILE_BYTES = 60 * 1024 * 1024;
/** The server rejects less than this. */
const MIN_SIDE = 224;
const LONGEST_SIDE = 1600;
/** A panorama is never shrunk below this, so that the server judges its shape and not our shrinking. */
const SHORTEST_SIDE = 480;
const JPEG_QUALITY = 0.92;

const BY_EXTENSION: Record<string, ContentType> = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  heic: "image/heic",
  heif: "image/heif",
};

/** The file's type as the browser says, else by its name: many systems do not know HEIC. */
export function contentTypeOf(file: { name: string; type: string }): ContentType | null {
  const declared = CONTENT_TYPES.find((type) => type === file.type);
  if (declared !== undefined || file.type !== "") return declared ?? null;
  return BY_EXTENSION[file.name.split(".").pop()?.toLowerCase() ?? ""] ?? null;
}

/** The size to draw a photo in: never larger than it is. */
export function targetSize(width: number, height: number): { width: number; height: number } {
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  const scale = Math.min(1, Math.max(LONGEST_SIDE / long, SHORTEST_SIDE / short));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

export async function preparePhoto(file: File): Promise<PreparedPhoto> {
  const contentType = contentTypeOf(file);
  if (contentType === null) throw new PhotoError("type");
  if (file.size === 0) throw new PhotoError("empty");
  if (file.size > MAX_FILE_BYTES) throw new PhotoError("too_large");

  const image = await decode(file);
  if (image === null) {
    const heic = contentType === "image/heic" || contentType === "image/heif";
    if (!heic) throw new PhotoError("unreadable");
    if (file.size > MAX_UPLOAD_BYTES) throw new PhotoError("too_large");
    return { file: await blanked(file), contentType, preview: null, findings: [] };
  }
  if (Math.min(image.naturalWidth, image.naturalHeight) < MIN_SIDE) {
    throw new PhotoError("too_small");
  }
  const { width, height } = targetSize(image.naturalWidth, image.naturalHeight);
  const canvas = draw(image, width, height);
  const findings = findingsOf(canvas.getImageData(0, 0, width, height));
  const jpeg = await toJpeg(canvas.canvas);
  if (jpeg.size > MAX_UPLOAD_BYTES) throw new PhotoError("too_large");
  const preview = { url: URL.createObjectURL(jpeg), width, height };
  return { file: jpeg, contentType: "image/jpeg", preview, findings };
}

/** A photo that cannot be drawn anew, without its place, time and device. */
async function blanked(file: File): Promise<Blob> {
  try {
    return new Blob([withoutMetadata(new Uint8Array(await file.arrayBuffer()))]);
  } catch (error) {
    if (error instanceof UnknownLayoutError) throw new PhotoError("unreadable");
    throw error;
  }
}

/** An image element applies the EXIF orientation and knows every format that the browser knows. */
async function decode(file: File): Promise<HTMLImageElement | null> {
  const url = URL.createObjectURL(file);
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    return image;
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function draw(image: HTMLImageElement, width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new PhotoError("unreadable");
  context.fillStyle = "#fff"; // what JPEG shows where a PNG is transparent
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, width, height);
  return context;
}

async function toJpeg(canvas: HTMLCanvasElement): Promise<Blob> {
  const jpeg = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY),
  );
  if (jpeg === null) throw new PhotoError("unreadable");
  return jpeg;
}
