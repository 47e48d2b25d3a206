/** Reading the coded data of a JPEG: bits, and Huffman codes of them (ITU-T T.81, annexes C and F). */

import type { Bytes } from "./bytes";

/** Most codes have no more bits. */
const SHORT = 9;
/** Encoders that pad the data of a scan do so by a few bytes; a hole displaces more. */
export const MAX_PADDING = 64;

/** The data end before the picture does. */
export class MissingData extends Error {}

/** The codes of one table, by their length in bits. */
export interface Huffman {
  /** For the next bits, whose code is short: its length and, in the low byte, its symbol. */
  short: Uint16Array;
  /** One more than the last code of this length. */
  ends: number[];
  /** What to add to a code of this length to get the place of its symbol. */
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

/** The data from `at` on, up to the next marker. */
export class BitReader {
  #buffer = 0; // bits read and not yet used, the last #count of it
  #count = 0;
  #padding = 0; // of them, zeros that stand for what is behind the data

  constructor(
    private readonly bytes: Bytes,
    private at: number,
  ) {}

  /** Behind the last byte that was used. */
  end(): number {
    let at = this.at;
    for (let unused = (this.#count - this.#padding) >> 3; unused > 0; unused -= 1) {
      at -= this.bytes[at - 1] === 0 && this.bytes[at - 2] === 0xff ? 2 : 1;
    }
    return at;
  }

  /** Go on behind the restart marker that must stand here. */
  restart(): void {
    let at = this.end();
    const last = at + MAX_PADDING;
    while (at < last && !isRestart(this.bytes, at)) at += 1;
    if (at === last) throw new MissingData();
    this.at = at + 2;
    this.#count = 0;
    this.#padding = 0;
  }

  symbol({ short, ends, shifts, symbols }: Huffman): number {
    if (this.#count < 16) this.#fill();
    const known = short[(this.#buffer >>> (this.#count - SHORT)) & (2 ** SHORT - 1)]!;
    if (known > 0) {
      this.#use(known >> 8);
      return known & 255;
    }
    for (let length = SHORT + 1; length <= 16; length += 1) {
      const code = (this.#buffer >>> (this.#count - length)) & (2 ** length - 1);
      if (code < (ends[length] ?? 0)) {
        this.#use(length);
        return symbols[code + shifts[length]!] ?? 0;
      }
    }
    throw new MissingData();
  }

  bits(count: number): number {
    if (this.#count < count) this.#fill();
    this.#use(count);
    return (this.#buffer >>> this.#count) & (2 ** count - 1);
  }

  #use(count: number): void {
    this.#count -= count;
    if (this.#count < this.#padding) throw new MissingData();
  }

  #fill(): void {
    while (this.#count <= 24) {
      const byte = this.bytes[this.at];
      // In coded data a 0 follows each FF; anything else is a marker, where the data end.
      const ends = byte === undefined || (byte === 0xff && this.bytes[this.at + 1] !== 0);
      this.#buffer = (this.#buffer << 8) | (ends ? 0 : byte);
      this.#count += 8;
      if (ends) this.#padding += 8;
      else this.at += byte === 0xff ? 2 : 1;
    }
  }
}

function isRestart(bytes: Bytes, at: number): boolean {
  const code = bytes[at + 1] ?? 0;
  return bytes[at] === 0xff && code >= 0xd0 && code <= 0xd7;
}
