/** Why a photo cannot be used; each has its own sentence, `photo.error.<fault>`. */
export type PhotoFault =
  /** Nothing is in the file. */
  | "empty"
  /** The bytes are of no format that the site knows. */
  | "type"
  | "too_large"
  | "too_small"
  /** The end of the file, or a part of its picture, is missing. */
  | "incomplete"
  /** The file is of a known format, and broken. */
  | "unreadable"
  /** A format that the server does not take and this browser does not open. */
  | "unsupported"
  /** The system does not give the file's bytes: it lies in a cloud, was moved, or changed. */
  | "not_read"
  /** The device has no memory left for the photo. */
  | "memory"
  /** The browser fails to draw the photo, and the server does not take the file as it is. */
  | "drawing"
  /** The browser returns other pixels than were drawn, and the server does not take the file. */
  | "altered"
  /** The sample photo did not arrive. */
  | "sample"
  | "unexpected";

export class PhotoError extends Error {
  override readonly name = "PhotoError";

  constructor(readonly fault: PhotoFault) {
    super(fault);
  }
}

export function faultOf(reason: unknown): PhotoFault {
  return reason instanceof PhotoError ? reason.fault : "unexpected";
}
