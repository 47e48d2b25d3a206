/** Byte arrays of files. */

export type Bytes = Uint8Array<ArrayBuffer>;

export function viewOf(bytes: Bytes): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Return `length` bytes from `at` on as Latin-1 text; fewer at the end of the file. */
export function textAt(bytes: Bytes, at: number, length = 4): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

export function startsWith(bytes: Bytes, text: string, at = 0): boolean {
  return textAt(bytes, at, text.length) === text;
}

export function ascii(text: string): Bytes {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** Return `values` as big-endian unsigned integers of `width` bytes each. */
export function bigEndian(width: 1 | 2 | 4, ...values: number[]): Bytes {
  const bytes = new Uint8Array(width * values.length);
  values.forEach((value, index) => {
    for (let at = 0; at < width; at += 1) {
      bytes[index * width + at] = value >>> (8 * (width - 1 - at));
    }
  });
  return bytes;
}

/** Number of trailing zeros that no coded picture ends in. */
const TRAILING_ZEROS = 32;

/** Whether the end was never written: copying often allocates a file's whole length first. */
export function endsInZeros(coded: Bytes): boolean {
  const end = coded.subarray(-TRAILING_ZEROS);
  return end.length === TRAILING_ZEROS && end.every((byte) => byte === 0);
}

export function joined(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
