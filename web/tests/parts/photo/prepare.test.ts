import { describe, expect, it } from "vitest";
import { targetSize } from "../../../src/parts/photo/prepare";

describe("targetSize", () => {
  it.each([
    [
      [640, 480],
      [640, 480],
    ],
    [
      [4000, 3000],
      [1600, 1200],
    ],
    [
      [3000, 4000],
      [1200, 1600],
    ],
    [
      [8000, 2000],
      [1920, 480],
    ],
    [
      [8000, 300],
      [8000, 300],
    ],
  ])("%o → %o", ([width, height], [toWidth, toHeight]) => {
    expect(targetSize(width!, height!)).toEqual({ width: toWidth, height: toHeight });
  });
});
