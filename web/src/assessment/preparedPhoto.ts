/** A photo that is ready for upload. */

import type { ContentType } from "../vocabulary";

export interface PreparedPhoto {
  file: Blob;
  contentType: ContentType;
  /** The chosen file without metadata, not re-encoded: this browser could not draw it. */
  asItWas?: true;
  /** Absent when this browser cannot decode the photo (HEIC outside Safari). */
  preview: { url: string; width: number; height: number } | null;
  /** What the server's photo gate will find; empty also where this browser cannot measure it. */
  findings: PhotoFinding[];
}

/** A reason for which the server warns about a photo or rejects it. */
export type PhotoFinding =
  | { kind: "low_resolution" | "blurred" | "too_dark" | "too_bright"; refused: false }
  | { kind: "blurred" | "too_dark" | "too_bright" | "too_narrow"; refused: true };

/** Release the memory of a photo's preview. */
export function releasePhoto(photo: PreparedPhoto | null): void {
  if (photo?.preview) URL.revokeObjectURL(photo.preview.url);
}
