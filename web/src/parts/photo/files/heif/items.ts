/** The items of a HEIF file (pictures, tiles, metadata) from its `meta` box (ISO/IEC 23008-12). */

import { PhotoError } from "../../fault";
import { type Bytes, joined, textAt } from "../bytes";
import { type Box, boxesIn, Cursor, topBoxes } from "./boxes";

export interface Property {
  type: string;
  content: Bytes;
  essential: boolean;
}

export interface Items {
  primary: number;
  typeOf: (id: number) => string | undefined;
  /** In the order in which readers apply them. */
  propertiesOf: (id: number) => Property[];
  /** The items that this one is derived from (`dimg`), in order. */
  sourcesOf: (id: number) => number[];
  /** Return an item's bytes; raise `incomplete` if the file lacks some of them. */
  dataOf: (id: number) => Bytes;
}

/** Construction methods: what an item's offsets are relative to. */
const IN_FILE = 0;
const IN_IDAT = 1;

interface Place {
  method: number;
  base: number;
  extents: { offset: number; length: number }[];
}

export function itemsOf(bytes: Bytes): Items {
  const meta = topBoxes(bytes).find(({ type }) => type === "meta");
  if (meta === undefined) throw new PhotoError("incomplete");
  const inside = boxesIn(bytes, meta.content + 4, meta.end);
  const find = (name: string) => inside.find(({ type }) => type === name);
  const need = (name: string) => {
    const found = find(name);
    if (found === undefined) throw new PhotoError("unreadable");
    return found;
  };
  const types = readTypes(bytes, need("iinf"));
  const places = readPlaces(bytes, need("iloc"));
  const sources = readSources(bytes, find("iref"));
  const properties = readProperties(bytes, find("iprp"));
  const idat = find("idat");
  const primary = new Cursor(bytes, need("pitm").content);
  return {
    primary: primary.next(fullBoxVersion(primary) === 0 ? 2 : 4),
    typeOf: (id) => types.get(id),
    propertiesOf: (id) => properties.get(id) ?? [],
    sourcesOf: (id) => sources.get(id) ?? [],
    dataOf: (id) => dataAt(bytes, places.get(id), idat),
  };
}

/** Read version and flags; return the version, which decides the width of the numbers that follow. */
function fullBoxVersion(cursor: Cursor): number {
  return Math.floor(cursor.next(4) / 2 ** 24);
}

function dataAt(bytes: Bytes, place: Place | undefined, idat: Box | undefined): Bytes {
  if (place === undefined) throw new PhotoError("incomplete");
  const { method, base, extents } = place;
  if (method !== IN_FILE && method !== IN_IDAT) throw new PhotoError("unreadable");
  if (method === IN_IDAT && idat === undefined) throw new PhotoError("incomplete");
  const source = method === IN_FILE ? bytes : bytes.subarray(idat!.content, idat!.end);
  const parts = extents.map(({ offset, length }) => {
    const from = base + offset;
    const to = length === 0 ? source.length : from + length; // 0 means up to the end
    if (to > source.length || from >= to) throw new PhotoError("incomplete");
    return source.subarray(from, to);
  });
  return parts.length === 1 ? parts[0]! : joined(...parts);
}

function readTypes(bytes: Bytes, { content, end }: Box): Map<number, string> {
  const cursor = new Cursor(bytes, content);
  cursor.next(fullBoxVersion(cursor) === 0 ? 2 : 4); // number of entries
  return new Map(
    boxesIn(bytes, cursor.at, end).map((entry) => {
      const item = new Cursor(bytes, entry.content);
      const version = fullBoxVersion(item);
      if (version < 2) throw new PhotoError("unreadable"); // older than HEIF
      const id = item.next(version === 2 ? 2 : 4);
      return [id, textAt(bytes, item.at + 2)];
    }),
  );
}

function readPlaces(bytes: Bytes, { content }: Box): Map<number, Place> {
  const cursor = new Cursor(bytes, content);
  const version = fullBoxVersion(cursor);
  const widths = cursor.next(2);
  const [offsetWidth, lengthWidth, baseWidth, indexWidth] = [12, 8, 4, 0].map(
    (shift) => (widths >> shift) & 15,
  ) as [number, number, number, number];
  const places = new Map<number, Place>();
  for (let left = cursor.next(version < 2 ? 2 : 4); left > 0; left -= 1) {
    const id = cursor.next(version < 2 ? 2 : 4);
    const method = version > 0 ? cursor.next(2) & 15 : IN_FILE;
    const elsewhere = cursor.next(2) > 0; // in another file
    const base = cursor.next(baseWidth);
    const extents = Array.from({ length: cursor.next(2) }, () => {
      if (version > 0) cursor.next(indexWidth);
      return { offset: cursor.next(offsetWidth), length: cursor.next(lengthWidth) };
    });
    if (!elsewhere) places.set(id, { method, base, extents });
  }
  return places;
}

function readSources(bytes: Bytes, references: Box | undefined): Map<number, number[]> {
  const sources = new Map<number, number[]>();
  if (references === undefined) return sources;
  const cursor = new Cursor(bytes, references.content);
  const width = fullBoxVersion(cursor) === 0 ? 2 : 4;
  for (const { type, content } of boxesIn(bytes, cursor.at, references.end)) {
    if (type !== "dimg") continue;
    const reference = new Cursor(bytes, content);
    const id = reference.next(width);
    const count = reference.next(2);
    sources.set(
      id,
      Array.from({ length: count }, () => reference.next(width)),
    );
  }
  return sources;
}

function readProperties(bytes: Bytes, container: Box | undefined): Map<number, Property[]> {
  const properties = new Map<number, Property[]>();
  if (container === undefined) return properties;
  const inside = boxesIn(bytes, container.content, container.end);
  const known = inside
    .filter(({ type }) => type === "ipco")
    .flatMap(({ content, end }) => boxesIn(bytes, content, end));
  for (const { content } of inside.filter(({ type }) => type === "ipma")) {
    const cursor = new Cursor(bytes, content);
    const versionAndFlags = cursor.next(4);
    const idWidth = versionAndFlags < 2 ** 24 ? 2 : 4;
    const wide = (versionAndFlags & 1) === 1;
    for (let left = cursor.next(4); left > 0; left -= 1) {
      const id = cursor.next(idWidth);
      const applied = Array.from({ length: cursor.next(1) }, () => {
        const value = cursor.next(wide ? 2 : 1);
        const essential = value >= (wide ? 2 ** 15 : 2 ** 7);
        const found = known[(value & (wide ? 0x7fff : 0x7f)) - 1];
        return found === undefined ? [] : [propertyOf(bytes, found, essential)];
      });
      properties.set(id, [...(properties.get(id) ?? []), ...applied.flat()]);
    }
  }
  return properties;
}

function propertyOf(bytes: Bytes, { type, content, end }: Box, essential: boolean): Property {
  return { type, content: bytes.subarray(content, end), essential };
}
