import { describe, expect, it } from "vitest";
import { ascii, bigEndian, joined } from "../../../src/parts/photo/files/bytes";
import { kindOf } from "../../../src/parts/photo/files/kind";

const heif = (...brands: string[]) =>
  joined(
    bigEndian(4, 8 + 4 * (brands.length + 1)),
    ascii("ftyp"),
    ascii(brands[0]!),
    bigEndian(4, 0),
    ascii(brands.slice(1).join("")),
  );

describe("kindOf", () => {
  it.each([
    ["jpeg", ascii("\xff\xd8\xff\xe1")],
    ["png", ascii("\x89PNG\r\n\x1a\n")],
    ["webp", ascii("RIFF\x10\0\0\0WEBPVP8 ")],
    ["gif", ascii("GIF89a")],
    ["bmp", ascii("BM\x36\0\0\0\0\0\0\0")],
    ["heic", heif("heic", "mif1", "heic")],
    ["heic", heif("heix", "mif1")],
    ["heic", heif("mif1", "heic")],
    ["heic", heif("mif1")],
    ["avif", heif("avif", "mif1", "miaf")],
    ["avif", heif("mif1", "avif")],
  ])("%s", (kind, bytes) => expect(kindOf(bytes)).toBe(kind));

  it.each([
    ["nothing", ""],
    ["a text", "these are notes"],
    ["a drawing", '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ["a document", "%PDF-1.7"],
    ["a sound", "RIFF\x10\0\0\0WAVEfmt "],
    ["a text that begins like a picture", "BM is short for bitmap"],
  ])("%s is no photo", (_, text) => expect(kindOf(ascii(text))).toBeNull());

  it("a video is no photo, though it consists of boxes, too", () => {
    expect(kindOf(heif("mp42", "isom"))).toBeNull();
  });
});
