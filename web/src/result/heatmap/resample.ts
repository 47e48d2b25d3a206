/** Activation grids: resampled for display, and their strongest part for screen readers. */

import type { ActivationGrid } from "../../api/client";

/** Return the Catmull-Rom weights of four neighbours for a point at `t` between the middle two. */
function weights(t: number): [number, number, number, number] {
  return [
    ((2 - t) * t - 1) * t * 0.5,
    ((3 * t - 5) * t * t + 2) * 0.5,
    ((4 - 3 * t) * t + 1) * t * 0.5,
    (t - 1) * t * t * 0.5,
  ];
}

/**
 * Return `grid` as a raster of `width` × `height` values 0 … 1, by bicubic interpolation between the
 * cells' centres; beyond the edge the nearest cell is repeated.
 */
export function resample(grid: ActivationGrid, width: number, height: number): Float32Array {
  const { rows, columns, values } = grid;
  const cell = (row: number, column: number) => {
    const r = Math.min(rows - 1, Math.max(0, row));
    const c = Math.min(columns - 1, Math.max(0, column));
    return (values[r * columns + c] ?? 0) / 255;
  };
  const raster = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const v = ((y + 0.5) * rows) / height - 0.5;
    const row = Math.floor(v);
    const wv = weights(v - row);
    for (let x = 0; x < width; x += 1) {
      const u = ((x + 0.5) * columns) / width - 0.5;
      const column = Math.floor(u);
      const wu = weights(u - column);
      let sum = 0;
      for (let j = 0; j < 4; j += 1) {
        for (let i = 0; i < 4; i += 1) {
          sum += wv[j]! * wu[i]! * cell(row - 1 + j, column - 1 + i);
        }
      }
      raster[y * width + x] = Math.min(1, Math.max(0, sum)); // bicubic interpolation overshoots
    }
  }
  return raster;
}

type Third = 0 | 1 | 2;

/** Return the ninth of the photo with the strongest evidence, as [row, column] of thirds. */
export function strongestNinth(grid: ActivationGrid): [row: Third, column: Third] {
  const { rows, columns, values } = grid;
  const sums = new Array<number>(9).fill(0);
  values.forEach((value, index) => {
    const row = Math.floor(index / columns);
    const column = index % columns;
    for (let ninth = 0; ninth < 9; ninth += 1) {
      const height = overlap(row, rows, Math.floor(ninth / 3));
      sums[ninth]! += value * height * overlap(column, columns, ninth % 3);
    }
  });
  const best = sums.indexOf(Math.max(...sums));
  return [Math.floor(best / 3) as Third, (best % 3) as Third];
}

/** Return the overlap of a cell and a third, as a fraction of the whole side. */
function overlap(cell: number, cells: number, third: number): number {
  const from = Math.max(cell / cells, third / 3);
  return Math.max(0, Math.min((cell + 1) / cells, (third + 1) / 3) - from);
}
