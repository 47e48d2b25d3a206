import { describe, expect, it } from "vitest";
import { UnknownLayoutError, withoutMetadata } from "../src/parts/photo/heif";

type Bytes = number[];
const letters = (text: string): Bytes => [...text].map((letter) => letter.charCodeAt(0));
const u16 = (value: number): Bytes => [value >> 8, value & 255];
const u32 = (value: number): Bytes => [...u16(value >>> 16), ...u16(value & 0xffff)];
const box = (type: string, ...content: Bytes[]): Bytes => {
  const all = content.flat();
  return [...u32(all.length + 8), ...letters(type), ...all];
};
const full = (type: string, version: number, ...content: Bytes[]): Bytes =>
  box(type, [version, 0, 0, 0], ...content);
const item = (id: number, type: string): Bytes =>
  full("infe", 2, u16(id), u16(0), letters(type), [0]);

const PICTURE = "pixels";
const EXIF = "Seoul, 37.5 N";
const XMP = "<x>my phone</x>";

interface Layout {
  /** Places in the file (0), or in a box of `meta` (1). */
  method?: 0 | 1;
  exifAt?: number;
  located?: boolean;
  type?: string;
}

/** A HEIF file of a picture, EXIF and XMP; their bytes lie in this order in `mdat` or `idat`. */
function heif({ method = 0, exifAt, located = true, type = "Exif" }: Layout = {}) {
  const data = letters(PICTURE + EXIF + XMP);
  const build = (start: number): Bytes => {
    const places = (
      [
        [1, 0, PICTURE.length],
        [2, exifAt ?? PICTURE.length, EXIF.length],
        [3, PICTURE.length + EXIF.length, XMP.length],
      ] as const
    ).filter(([id]) => located || id !== 2);
    const entries = places.flatMap(([id, offset, length]) => [
      ...[...u16(id), ...u16(method), ...u16(0)],
      ...[...u16(1), ...u32((method === 0 ? start : 0) + offset), ...u32(length)],
    ]);
    const inside = [
      full("iinf", 0, u16(3), item(1, "hvc1"), item(2, type), item(3, "mime")),
      full("iloc", 1, [0x44, 0x00], u16(places.length), entries),
      method === 1 ? box("idat", data) : [],
    ];
    return [
      ...box("ftyp", letters("heic"), u32(0)),
      ...full("meta", 0, ...inside),
      ...(method === 0 ? box("mdat", data) : []),
    ];
  };
  const without = build(0).length - data.length;
  return new Uint8Array(build(without));
}

const textOf = (bytes: Uint8Array) => String.fromCharCode(...bytes);

describe("withoutMetadata", () => {
  it.each([0, 1] as const)("blanks EXIF and XMP and nothing else (method %i)", (method) => {
    const original = heif({ method });
    expect(textOf(original)).toContain(EXIF + XMP);
    const blank = withoutMetadata(original);
    const changed = [...original.keys()].filter((index) => original[index] !== blank[index]);
    const first = textOf(original).indexOf(EXIF);
    const last = first + EXIF.length + XMP.length;
    expect(changed).toEqual(Array.from({ length: last - first }, (_, index) => first + index));
    expect(textOf(original)).toContain(EXIF); // what the person chose stays theirs
  });

  it("leaves a file without metadata alone, and one of another kind", () => {
    const other = new Uint8Array(letters("these are notes, and they are long enough"));
    expect(withoutMetadata(other)).toEqual(other);
    expect(textOf(withoutMetadata(heif({ type: "hvc1" })))).toContain(EXIF);
  });

  it("refuses what it cannot blank for sure", () => {
    expect(() => withoutMetadata(heif({ located: false }))).toThrow(UnknownLayoutError);
    expect(() => withoutMetadata(heif({ exifAt: 9999 }))).toThrow(UnknownLayoutError);
  });

  it("ends with a clear answer for a file that is cut anywhere", () => {
    const whole = heif();
    for (let length = 0; length < whole.length; length += 1) {
      try {
        expect(textOf(withoutMetadata(whole.slice(0, length)))).not.toContain(EXIF);
      } catch (error) {
        expect(error).toBeInstanceOf(UnknownLayoutError);
      }
    }
  });
});
