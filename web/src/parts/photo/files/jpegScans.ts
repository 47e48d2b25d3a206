/**
 * Completeness of a JPEG's coded data, which markers alone do not show.
 *
 * Decodes the Huffman codes (ITU-T T.81, annexes F and G) without computing a picture.
 */

import { type Bytes, viewOf } from "./bytes";
import type { Segment } from "./jpeg";
import {
  BitReader,
  type Huffman,
  MAX_PADDING,
  MissingData,
  NO_CODES,
  readTables,
} from "./jpegBits";

const DHT = 0xc4;
const DRI = 0xdd;
const SOS = 0xda;
/** Huffman-coded frames: baseline, extended and progressive. Browsers decode no others. */
const FRAMES = [0xc0, 0xc1, 0xc2];
const PROGRESSIVE = 0xc2;
const COEFFICIENTS = 64;

interface Component {
  id: number;
  /** Blocks per unit (MCU), horizontally and vertically. */
  across: number;
  down: number;
  /** Blocks that hold pixels: those of a scan of this component alone. */
  columns: number;
  rows: number;
  /** Blocks in a row when whole units are stored. */
  stride: number;
  /** The lowest bit received of each coefficient; 0 is the last. */
  lowest: Uint8Array;
  /** Bit set of the nonzero coefficients, for refinement scans of progressive files. */
  filled: Uint8Array;
}

interface Frame {
  progressive: boolean;
  components: Component[];
  unitsAcross: number;
  unitsDown: number;
}

interface Scan {
  first: number;
  last: number;
  refines: boolean;
  dc: Huffman;
  ac: Huffman;
}

/** Whether this is a frame of a supported kind. */
export function isWalkable({ marker }: Segment): boolean {
  return FRAMES.includes(marker);
}

/** Return the end of the picture's data, or null if a part is missing. */
export function endOfData(bytes: Bytes, segments: Segment[]): number | null {
  const tables = new Map<number, Huffman>();
  let frame: Frame | null = null;
  let interval = 0;
  try {
    for (const segment of segments) {
      const { marker, content, end, next } = segment;
      if (marker === DHT) readTables(bytes.subarray(content, end), tables);
      else if (marker === DRI) interval = viewOf(bytes).getUint16(content);
      else if (isWalkable(segment)) frame = readFrame(bytes, content, marker);
      else if (marker === SOS && frame !== null) {
        const after = walkScan(bytes, content, end, frame, tables, interval);
        if (isComplete(frame)) return after;
        if (next - after > MAX_PADDING) return null;
      }
    }
  } catch (error) {
    if (!(error instanceof MissingData || error instanceof RangeError)) throw error;
  }
  return null;
}

function isComplete({ components }: Frame): boolean {
  return components.every(({ lowest }) => lowest.every((bit) => bit === 0));
}

function readFrame(bytes: Bytes, at: number, marker: number): Frame {
  const view = viewOf(bytes);
  const height = view.getUint16(at + 1);
  const width = view.getUint16(at + 3);
  if (height === 0) throw new MissingData(); // given after the first scan instead, which no encoder does
  const progressive = marker === PROGRESSIVE;
  const sampled = Array.from({ length: view.getUint8(at + 5) }, (_, index) => {
    const place = at + 6 + 3 * index;
    const sampling = view.getUint8(place + 1);
    return { id: view.getUint8(place), across: sampling >> 4, down: sampling & 15 };
  });
  const most = (of: "across" | "down") => Math.max(...sampled.map((each) => each[of]));
  const unitsAcross = Math.ceil(width / (8 * most("across")));
  const unitsDown = Math.ceil(height / (8 * most("down")));
  const components = sampled.map((each): Component => {
    const stride = unitsAcross * each.across;
    return {
      ...each,
      columns: Math.ceil((width * each.across) / most("across") / 8),
      rows: Math.ceil((height * each.down) / most("down") / 8),
      stride,
      lowest: new Uint8Array(COEFFICIENTS).fill(255),
      filled: new Uint8Array(progressive ? (stride * unitsDown * each.down * COEFFICIENTS) / 8 : 0),
    };
  });
  return { progressive, components, unitsAcross, unitsDown };
}

function walkScan(
  bytes: Bytes,
  content: number,
  start: number,
  frame: Frame,
  tables: Map<number, Huffman>,
  interval: number,
): number {
  const count = bytes[content]!;
  const [first, last, bits] = bytes.subarray(content + 1 + 2 * count);
  const parts = Array.from({ length: count }, (_, index) => {
    const [id, chosen] = bytes.subarray(content + 1 + 2 * index);
    const component = frame.components.find((each) => each.id === id);
    if (component === undefined) throw new MissingData();
    const scan: Scan = {
      first: frame.progressive ? first! : 0,
      last: frame.progressive ? last! : COEFFICIENTS - 1,
      refines: frame.progressive && bits! >> 4 > 0,
      dc: tables.get(chosen! >> 4) ?? NO_CODES,
      ac: tables.get(0x10 | (chosen! & 15)) ?? NO_CODES,
    };
    return { component, scan };
  });
  const reader = new BitReader(bytes, start);
  const walker = new Walker(reader, frame.progressive);
  const [only] = parts;
  const alone = parts.length === 1;
  const across = alone ? only!.component.columns : frame.unitsAcross;
  const units = across * (alone ? only!.component.rows : frame.unitsDown);
  for (let unit = 0; unit < units; unit += 1) {
    if (interval > 0 && unit > 0 && unit % interval === 0) walker.restart();
    const row = Math.floor(unit / across);
    const column = unit % across;
    if (alone) walker.block(only!.component, only!.scan, row, column);
    else {
      for (const { component, scan } of parts) {
        for (let index = 0; index < component.across * component.down; index += 1) {
          const down = Math.floor(index / component.across);
          const right = index % component.across;
          const { across: wide, down: high } = component;
          walker.block(component, scan, row * high + down, column * wide + right);
        }
      }
    }
  }
  for (const { component, scan } of parts) {
    component.lowest.fill(frame.progressive ? bits! & 15 : 0, scan.first, scan.last + 1);
  }
  return reader.end();
}

/** Walks through blocks; with fields as `BitReader`'s, for the same reason. */
class Walker {
  private emptyBlocks = 0;

  constructor(
    private readonly reader: BitReader,
    private readonly progressive: boolean,
  ) {}

  restart(): void {
    this.reader.restart();
    this.emptyBlocks = 0;
  }

  block(component: Component, scan: Scan, row: number, column: number): void {
    let first = scan.first;
    if (first === 0) {
      if (scan.refines) this.reader.bits(1);
      else this.reader.bits(this.reader.symbol(scan.dc));
      first = 1;
    }
    if (scan.last < first) return;
    const from = (row * component.stride + column) * COEFFICIENTS;
    if (scan.refines) this.refine(component.filled, from, scan, first);
    else this.coefficients(component.filled, from, scan, first);
  }

  private coefficients(filled: Uint8Array, from: number, { last, ac }: Scan, first: number): void {
    if (this.emptyBlocks > 0) {
      this.emptyBlocks -= 1;
      return;
    }
    for (let index = first; index <= last; index += 1) {
      const symbol = this.reader.symbol(ac);
      const zeros = symbol >> 4;
      const size = symbol & 15;
      if (size === 0 && zeros < 15) {
        this.emptyBlocks = this.progressive ? this.run(zeros) - 1 : 0;
        return;
      }
      index += zeros;
      this.reader.bits(size);
      if (this.progressive && size > 0 && index <= last) fill(filled, from + index);
    }
  }

  private refine(filled: Uint8Array, from: number, { last, ac }: Scan, first: number): void {
    let index = first;
    for (; this.emptyBlocks === 0 && index <= last; index += 1) {
      const symbol = this.reader.symbol(ac);
      const fills = (symbol & 15) > 0;
      let zeros = symbol >> 4;
      if (fills) this.reader.bits(1);
      else if (zeros < 15) {
        this.emptyBlocks = this.run(zeros);
        break;
      }
      for (; index <= last; index += 1) {
        if (isFilled(filled, from + index)) this.reader.bits(1);
        else if (zeros === 0) break;
        else zeros -= 1;
      }
      if (fills && index <= last) fill(filled, from + index);
    }
    if (this.emptyBlocks === 0) return;
    for (; index <= last; index += 1) if (isFilled(filled, from + index)) this.reader.bits(1);
    this.emptyBlocks -= 1;
  }

  /** Return the length of an end-of-band run, including this block. */
  private run(size: number): number {
    return (1 << size) + this.reader.bits(size);
  }
}

function isFilled(bits: Uint8Array, index: number): boolean {
  return (bits[index >> 3]! & (1 << (index & 7))) !== 0;
}

function fill(bits: Uint8Array, index: number): void {
  bits[index >> 3]! |= 1 << (index & 7);
}
