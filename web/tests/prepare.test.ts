import { describe, expect, it } from "vitest";
import { contentTypeOf, targetSize } from "../src/parts/photo/prepare";

describe("contentTypeOf", () => {
  it.each([
    ["a.jpg", "image/jpeg", "image/jpeg"],
    ["IMG_0001.HEIC", "", "image/heic"],
    ["scan.jpeg", "", "image/jpeg"],
    ["photo.jpg", "text/plain", null],
    ["photo.gif", "image/gif", null],
    ["photo", "", null],
    ["notes.txt", "", null],
  ])("%s (%s) → %s", (name, type, expected) => {
    expect(contentTypeOf({ name, type })).toBe(expected);
  });
});

describe("targetSize", () => {
  it.each([
    [[640, 480], [640, 480]],
    [[4000, 3000], [1600, 1200]],
    [[3000, 4000], [1200, 1600]],
    [[8000, 2000], [1920, 480]],
    [[8000, 300], [8000, 300]],
  ])("%o → %o", ([width, height], [toWidth, toHeight]) => {
    expect(targetSize(width!, height!)).toEqual({ width: toWidth, height: toHeight });
  });
});
