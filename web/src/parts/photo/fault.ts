/** Why a photo cannot be used; each has a message, `photo.error.<fault>`. */
export type PhotoFault =
  /** The file has no bytes. */
  | "empty"
  /** Unknown file format. */
  | "type"
  | "too_large"
  | "too_small"
  /** The end of the file or a part of its picture is missing. */
  | "incomplete"
  /** Known format, damaged file. */
  | "unreadable"
  /** Format that neither the server accepts nor this browser decodes. */
  | "unsupported"
  /** The file could not be read: it is in cloud storage, was moved, or changed. */
  | "not_read"
  /** The device has too little memory. */
  | "memory"
  /** The browser cannot draw the photo, and the server does not accept the original file. */
  | "drawing"
  /** The browser changes canvas pixels, and the server does not accept the original file. */
  | "altered"
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
