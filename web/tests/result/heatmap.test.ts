import { describe, expect, it } from "vitest";
import { rampColour } from "../../src/result/heatmap/ramp";
import { resample, strongestNinth } from "../../src/result/heatmap/resample";

/** CIE L* of an sRGB colour. */
function lightness([red, green, blue]: readonly number[]): number {
  const linear = [red, green, blue].map((channel) => {
    const c = (channel ?? 0) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  const y = 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
  return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
}

const steps = Array.from({ length: 33 }, (_, index) => index / 32);

describe("rampColour", () => {
  it("runs from viridis' violet to its yellow and clamps what lies outside", () => {
    expect(rampColour(0).slice(0, 3)).toEqual([68, 1, 84]);
    expect(rampColour(1).slice(0, 3)).toEqual([253, 231, 37]);
    expect(rampColour(-1)).toEqual(rampColour(0));
    expect(rampColour(2)).toEqual(rampColour(1));
  });

  it("grows evenly in lightness", () => {
    const values = steps.map((value) => lightness(rampColour(value)));
    const growth = values.slice(1).map((value, index) => value - values[index]!);
    const mean = (values.at(-1)! - values[0]!) / growth.length;
    for (const step of growth) {
      expect(step).toBeGreaterThan(0.5 * mean);
      expect(step).toBeLessThan(1.5 * mean);
    }
  });

  it("covers more of the photo where there is more evidence, and never all of it", () => {
    const alphas = steps.map((value) => rampColour(value)[3]);
    expect(alphas).toEqual([...alphas].sort((a, b) => a - b));
    expect(alphas[0]).toBeLessThan(alphas.at(-1)!);
    expect(alphas.at(-1)).toBeLessThan(255);
  });
});

function grid(rows: number, columns: number, value: (row: number, column: number) => number) {
  const values = Array.from({ length: rows * columns }, (_, index) =>
    value(Math.floor(index / columns), index % columns),
  );
  return { rows, columns, values };
}

describe("resample", () => {
  it("keeps a flat map flat", () => {
    const raster = resample(
      grid(8, 10, () => 51),
      40,
      32,
    );
    for (const value of raster) expect(value).toBeCloseTo(0.2, 6);
  });

  it("returns the cells themselves at their own size", () => {
    const source = grid(8, 10, (row, column) => (row * 37 + column * 11) % 256);
    const raster = resample(source, 10, 8);
    for (const [index, value] of source.values.entries()) {
      expect(raster[index]).toBeCloseTo(value / 255, 6);
    }
  });

  it("stays within 0 and 1 at the sharpest edge", () => {
    const raster = resample(
      grid(8, 10, (_, column) => (column < 5 ? 0 : 255)),
      160,
      128,
    );
    expect(Math.min(...raster)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...raster)).toBeLessThanOrEqual(1);
  });

  it("does not move the peak, in landscape or portrait", () => {
    for (const [rows, columns] of [
      [8, 10],
      [10, 8],
    ] as const) {
      const peak = grid(rows, columns, (row, column) => (row === 2 && column === 6 ? 255 : 0));
      const raster = resample(peak, columns * 16, rows * 16);
      const index = raster.indexOf(Math.max(...raster));
      expect(Math.floor(index / (columns * 16) / 16)).toBe(2);
      expect(Math.floor((index % (columns * 16)) / 16)).toBe(6);
    }
  });
});

describe("strongestNinth", () => {
  it.each([
    [0, 0, [0, 0]],
    [0, 9, [0, 2]],
    [4, 5, [1, 1]],
    [7, 0, [2, 0]],
    [7, 9, [2, 2]],
  ])("peak in row %i, column %i", (row, column, expected) => {
    const map = grid(8, 10, (r, c) => (r === row && c === column ? 255 : 10));
    expect(strongestNinth(map)).toEqual(expected);
  });
});
