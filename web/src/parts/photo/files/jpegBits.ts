/** Bits and Huffman codes of a JPEG's coded data (ITU-T T.81, annexes C and F). */

import type { Bytes } from "./bytes";

/** Codes up to this many bits are looked up in one table; most codes are. */
const SHORT = 9;
/** Most bytes of padding after a scan; a gap in the data shifts by more. */
export const MAX_PADDING = 64;

/** Raised when the data ends before the picture is complete. */
export class MissingData extends Error {}

/** The codes of one table, by their length in bits. */
export interface Huffman {
  /** By the next bits: the length of a short code and, in the low byte, its symbol. */
  short: Uint16Array;
  /** One more than the last code of this length. */
  ends: number[];
  /** What to add to a code of this length to get the index of its symbol. */
  shifts: number[];
  symbols: Bytes;
}

export const NO_CODES: Huffman = {
  short: new Uint16Array(2 ** SHORT),
  ends: [],
  shifts: [],
  symbols: new Uint8Array(),
};

export function readTables(content: Bytes, tables: Map<number, Huffman>): void {
  for (let at = 0; at + 17 <= content.length; ) {
    const short = new Uint16Array(2 ** SHORT);
    const ends = [0];
    const shifts = [0];
    let code = 0;
    let count = 0;
    for (let length = 1; length <= 16; length += 1) {
      shifts[length] = count - code;
      for (let codes = content[at + length]!; codes > 0; codes -= 1) {
        const entry = (length << 8) | (content[at + 17 + count] ?? 0);
        const rest = SHORT - length;
        if (rest >= 0) short.fill(entry, code << rest, (code + 1) << rest);
        code += 1;
        count += 1;
      }
      ends[length] = code;
      code <<= 1;
    }
    const symbols = content.subarray(at + 17, at + 17 + count);
    tables.set(content[at]!, { short, ends, shifts, symbols });
    at += 17 + count;
  }
}

/**
 * Reads the data from `at` up to the next marker.
 *
 * Its fields are private for TypeScript only: `#fields` become WeakMaps for the oldest browsers, and
 * each bit of a photo would be looked up in them.
 */
export class BitReader {
  private buffer = 0; // its last `count` bits are read but not used yet
  private count = 0;
  private padding = 0; // how many of them are zeros beyond the end of the data

  constructor(
    private readonly bytes: Bytes,
    private at: number,
  ) {}

  /** Return the offset after the last byte used. */
  end(): number {
    let at = this.at;
    for (let unused = (this.count - this.padding) >> 3; unused > 0; unused -= 1) {
      at -= this.bytes[at - 1] === 0 && this.bytes[at - 2] === 0xff ? 2 : 1;
    }
    return at;
  }

  /** Skip the restart marker that must follow here. */
  restart(): void {
    let at = this.end();
    const last = at + MAX_PADDING;
    while (at < last && !isRestart(this.bytes, at)) at += 1;
    if (at === last) throw new MissingData();
    this.at = at + 2;
    this.count = 0;
    this.padding = 0;
  }

  symbol({ short, ends, shifts, symbols }: Huffman): number {
    if (this.count < 16) this.fill();
    const known = short[(this.buffer >>> (this.count - SHORT)) & (2 ** SHORT - 1)]!;
    if (known > 0) {
      this.use(known >> 8);
      return known & 255;
    }
    for (let length = SHORT + 1; length <= 16; length += 1) {
      const code = (this.buffer >>> (this.count - length)) & (2 ** length - 1);
      if (code < (ends[length] ?? 0)) {
        this.use(length);
        return symbols[code + shifts[length]!] ?? 0;
      }
    }
    throw new MissingData();
  }

  bits(count: number): number {
    if (this.count < count) this.fill();
    this.use(count);
    return (this.buffer >>> this.count) & (2 ** count - 1);
  }

  private use(count: number): void {
    this.count -= count;
    if (this.count < this.padding) throw new MissingData();
  }

  private fill(): void {
    while (this.count <= 24) {
      const byte = this.bytes[this.at];
      // In coded data FF is followed by 0; anything else is a marker, which ends the data.
      const ends = byte === undefined || (byte === 0xff && this.bytes[this.at + 1] !== 0);
      this.buffer = (this.buffer << 8) | (ends ? 0 : byte);
      this.count += 8;
      if (ends) this.padding += 8;
      else this.at += byte === 0xff ? 2 : 1;
    }
  }
}

function isRestart(bytes: Bytes, at: number): boolean {
  const code = bytes[at + 1] ?? 0;
  return bytes[at] === 0xff && code >= 0xd0 && code <= 0xd7;
}
