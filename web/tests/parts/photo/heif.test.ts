import { describe, expect, it } from "vitest";
import { PhotoError } from "../../../src/parts/photo/fault";
import { ascii, type Bytes, bigEndian, joined } from "../../../src/parts/photo/files/bytes";
import { requireComplete, stripMetadata } from "../../../src/parts/photo/files/formats";
import { box, fullBox } from "../../../src/parts/photo/files/heif/boxes";

const u16 = (...values: number[]) => bigEndian(2, ...values);
const u32 = (...values: number[]) => bigEndian(4, ...values);
const textOf = (bytes: Uint8Array) => String.fromCharCode(...bytes);

/** Return a length-prefixed NAL unit; type 1 is picture data, 39 a message. */
const unit = (type: number, content: string) =>
  joined(u32(content.length + 2), Uint8Array.of(type << 1, 1), ascii(content));
const coded = (name: string) => joined(unit(39, "a message"), unit(1, `\x80pixels of ${name}`));

/** A decoder configuration with an array of parameter sets and one of messages. */
const CONFIGURATION = joined(
  new Uint8Array(21),
  Uint8Array.of(3, 2),
  Uint8Array.of(34),
  u16(1, 3),
  ascii("\x44\x01\x01"),
  Uint8Array.of(39),
  u16(1, 9),
  ascii("a message"),
);

interface Item {
  type: string;
  data: Bytes;
  /** In `idat` instead of the file. */
  beside?: boolean;
  sources?: number[];
  properties?: Bytes[];
  /** Replaces the data's offset. */
  offset?: number;
}

const PICTURE = [box("hvcC", CONFIGURATION), fullBox("ispe", 0, 0, u32(512, 512))];
const tile = (name: string): Item => ({ type: "hvc1", data: coded(name), properties: PICTURE });
const GRID: Item = {
  type: "grid",
  data: joined(Uint8Array.of(0, 0, 0, 1), u16(1024, 512)),
  beside: true,
  sources: [2, 3],
  properties: [
    fullBox("ispe", 0, 0, u32(1024, 512)),
    box("irot", Uint8Array.of(1)),
    box("udes", ascii("my head")),
  ],
};
const EXIF: Item = { type: "Exif", data: ascii("Seoul, 37.5 N") };
const XMP: Item = { type: "mime", data: ascii("<x>my phone</x>"), beside: true };
const DEPTH: Item = { type: "hvc1", data: coded("depths"), properties: PICTURE };
const PHOTO = [GRID, tile("the left"), tile("the right"), EXIF, XMP, DEPTH];

/** Return a HEIF file of items, numbered from 1, whose first is primary. */
function heif(items: Item[]): Bytes {
  const properties = items.flatMap((item) => item.properties ?? []);
  const numberOf = (property: Bytes) => properties.indexOf(property) + 1;
  const meta = (dataAt: number) => {
    const at = { file: dataAt, idat: 0 };
    const places = items.map(({ data, beside, offset }, index) => {
      const where = beside ? "idat" : "file";
      const place = joined(
        u16(index + 1, beside ? 1 : 0, 0, 1),
        u32(offset ?? at[where], data.length),
      );
      at[where] += data.length;
      return place;
    });
    const references = items.flatMap(({ sources }, index) =>
      sources ? [box("dimg", u16(index + 1, sources.length, ...sources))] : [],
    );
    return fullBox(
      "meta",
      0,
      0,
      fullBox("pitm", 0, 0, u16(1)),
      fullBox(
        "iinf",
        0,
        0,
        u16(items.length),
        ...items.map(({ type }, index) =>
          fullBox("infe", 2, 0, u16(index + 1, 0), ascii(`${type}my name of it\0`)),
        ),
      ),
      fullBox("iloc", 1, 0, Uint8Array.of(0x44, 0), u16(items.length), ...places),
      fullBox("iref", 0, 0, ...references),
      box(
        "iprp",
        box("ipco", ...properties),
        fullBox(
          "ipma",
          0,
          0,
          u32(items.length),
          ...items.map((item, index) =>
            joined(
              u16(index + 1),
              Uint8Array.of(item.properties?.length ?? 0, ...(item.properties ?? []).map(numberOf)),
            ),
          ),
        ),
      ),
      box("idat", ...items.flatMap(({ data, beside }) => (beside ? [data] : []))),
    );
  };
  const start = box("ftyp", ascii("heic"), u32(0), ascii("mif1heic"));
  const data = items.flatMap((item) => (item.beside ? [] : [item.data]));
  return joined(start, meta(start.length + meta(0).length + 8), box("mdat", ...data));
}

function faultOf(bytes: Bytes): string | null {
  try {
    requireComplete(bytes, "heic");
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(PhotoError);
    return (error as PhotoError).fault;
  }
}

const bare = (bytes: Bytes) => stripMetadata(bytes, "heic")!;

describe("a HEIC that is sent", () => {
  const sent = textOf(bare(heif(PHOTO)));

  it("has the parts of its picture, turned as it was", () => {
    expect(faultOf(bare(heif(PHOTO)))).toBeNull();
    for (const part of ["pixels of the left", "pixels of the right", "grid", "irot"]) {
      expect(sent).toContain(part);
    }
  });

  it.each(["Seoul", "my phone", "my name of it", "my head", "a message", "pixels of depths"])(
    "does not contain %s",
    (metadata) => {
      expect(textOf(heif(PHOTO))).toContain(metadata);
      expect(sent).not.toContain(metadata);
    },
  );

  it.each(["mpvd", "uuid", "free", "moov", "abcd"])("loses the box %s", (type) => {
    const file = joined(heif(PHOTO), box(type, ascii("a place")), ascii("and a tail"));
    expect(faultOf(file)).toBeNull();
    expect(textOf(bare(file))).toBe(sent);
  });

  it("is the same when it is made once more", () => {
    expect(textOf(bare(bare(heif(PHOTO))))).toBe(sent);
  });

  it("is refused when it holds pictures that the server does not decode", () => {
    expect(() => bare(heif([{ type: "jpeg", data: ascii("pixels") }]))).toThrow("unreadable");
  });
});

describe("a HEIC of which a part is missing", () => {
  const changed = (index: number, change: Partial<Item>) =>
    heif(PHOTO.map((item, at) => (at === index ? { ...item, ...change } : item)));

  it.each([
    ["a tile is zeros", changed(2, { data: coded("the right").fill(0) })],
    ["a tile has a hole", changed(2, { data: coded("the right").fill(0, 24, 28) })],
    ["a tile ends early", changed(2, { data: coded("the right").subarray(0, -1) })],
    ["a tile has no picture", changed(2, { data: unit(39, "a message") })],
    ["a tile lies behind the end", changed(2, { offset: 999_999 })],
    ["a tile lies partly behind the end", changed(5, { offset: 0 }).subarray(0, -1)],
    ["a tile has no parameters", changed(2, { properties: [] })],
    ["the grid names too few tiles", changed(0, { sources: [2] })],
    ["the grid names a tile that is not there", changed(0, { sources: [2, 9] })],
    ["the grid is zeros", changed(0, { data: new Uint8Array(8) })],
  ])("%s", (_, file) => expect(faultOf(file)).toBe("incomplete"));

  it("is noticed wherever it is cut", () => {
    const whole = joined(heif(PHOTO), box("mpvd", ascii("a video")));
    const video = whole.length - 15;
    for (let length = 0; length < whole.length; length += 1) {
      // Of a box behind the picture, less than its header cannot be recognised.
      const harmless = length >= video && length < video + 8;
      expect([length, faultOf(whole.slice(0, length)) === null]).toEqual([length, harmless]);
    }
  });
});
