/** GIF (version 89a): completeness check. */

import { PhotoError } from "../fault";
import { type Bytes, viewOf } from "./bytes";

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;

/** Raise a PhotoError if the file ends before its trailer. */
export function checkGif(bytes: Bytes): void {
  const view = viewOf(bytes);
  let at = 13 + tableLength(view.getUint8(10));
  for (let block = view.getUint8(at); block !== TRAILER; block = view.getUint8(at)) {
    if (block === EXTENSION) at += 2;
    else if (block === IMAGE) at += 11 + tableLength(view.getUint8(at + 9));
    else throw new PhotoError(block === 0 ? "incomplete" : "unreadable"); // zeros were never written
    for (let length = view.getUint8(at); length > 0; length = view.getUint8(at)) at += 1 + length;
    at += 1;
  }
}

/** Return the length in bytes of the colour table that a packed field announces. */
function tableLength(packed: number): number {
  return packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0;
}
