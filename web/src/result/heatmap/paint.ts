import type { ActivationGrid } from "../../api/client";
import { resample } from "./resample";
import { veil } from "./veil";

/** Pixels per grid cell; the browser scales these up to the screen. */
const SCALE = 8;
/** Steps of the lookup table: one per value of a channel. Computing each pixel is slow on phones. */
const STEPS = 255;

/** Draw the map into `canvas`, which the page places over the region that the models saw. */
export function paintHeatmap(canvas: HTMLCanvasElement, grid: ActivationGrid): void {
  const width = grid.columns * SCALE;
  const height = grid.rows * SCALE;
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (context === null) return;
  const colours = Array.from({ length: STEPS + 1 }, (_, step) => veil(step / STEPS));
  const image = context.createImageData(width, height);
  resample(grid, width, height).forEach((value, index) => {
    image.data.set(colours[Math.round(value * STEPS)]!, index * 4);
  });
  context.putImageData(image, 0, 0);
}
