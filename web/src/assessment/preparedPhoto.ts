/** A photo that is ready to be sent. */

import type { ContentType } from "../vocabulary";

export interface PreparedPhoto {
  file: Blob;
  contentType: ContentType;
  /** The file as it was chosen, without its metadata: this browser could not draw it anew. */
  asItWas?: true;
  /** Absent when this browser cannot decode the photo (HEIC outside Safari). */
  preview: { url: string; width: number; height: number } | null;
  /** What the server will find amiss; empty as well where this browser cannot look. */
  findings: PhotoFinding[];
}

/** The server assesses the photo with a warning, or refuses it. */
export type PhotoFinding =
  | { kind: "low_resolution" | "blurred" | "too_dark" | "too_bright"; refused: false }
  | { kind: "blurred" | "too_dark" | "too_bright" | "too_narrow"; refused: true };

/** Give the memory of a photo's preview back. */
export function releasePhoto(photo: PreparedPhoto | null): void {
  if (photo?.preview) URL.revokeObjectURL(photo.preview.url);
}
