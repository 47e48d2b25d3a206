import { describe, expect, it } from "vitest";
import { resample, strongestNinth } from "../../src/result/heatmap/resample";
import { veil } from "../../src/result/heatmap/veil";

describe("veil", () => {
  const steps = Array.from({ length: 33 }, (_, index) => veil(index / 32));

  it("leaves what counted most as it is, and thins out evenly towards it", () => {
    const alphas = steps.map(([, , , alpha]) => alpha);
    expect(alphas.at(-1)).toBe(0);
    expect(alphas).toEqual([...alphas].sort((a, b) => b - a));
    expect(alphas[0]).toBeGreaterThan(127); // dims clearly
    expect(alphas[0]).toBeLessThan(255); // hides nothing
    expect(veil(-1)).toEqual(veil(0));
    expect(veil(2)).toEqual(veil(1));
  });

  it("has no green of its own, which would hide redness", () => {
    for (const [red, green, blue] of steps) {
      expect(green).toBeLessThan(Math.max(red, blue));
    }
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
