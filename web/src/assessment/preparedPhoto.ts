/** A photo that is ready for upload. */

import type { ContentType, RejectionCode } from "../vocabulary";

export interface PreparedPhoto {
  file: Blob;
  contentType: ContentType;
  /** The chosen file without metadata, not re-encoded: this browser could not draw it. */
  asItWas?: true;
  /** The project's own sample, for which the form is not needed. */
  sample?: true;
  /** Absent when this browser cannot decode the photo (HEIC outside Safari). */
  preview: { url: string; width: number; height: number } | null;
  /** What the server's photo gate will find; empty also where this browser cannot measure it. */
  findings: PhotoFinding[];
}

/** A reason for which the server warns about a photo or rejects it, by the server's code. */
export type PhotoFinding =
  | { kind: "low_resolution" | "blurred" | "too_dark" | "too_bright"; refused: false }
  | { kind: "not_a_scalp"; refused: false }
  | {
      kind: Extract<RejectionCode, "blurred" | "too_dark" | "too_bright" | "image_too_narrow">;
      refused: true;
    };

/** Release the memory of a photo's preview. */
export function releasePhoto(photo: PreparedPhoto | null): void {
  if (photo?.preview) URL.revokeObjectURL(photo.preview.url);
}
