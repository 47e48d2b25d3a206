/**
 * The server's photo gate, computed before anything is sent.
 *
 * Same measures of the same crop as scalp_core.vision.quality: the largest centre crop with the networks'
 * aspect ratio, resized with an antialiasing triangle filter like Pillow's.
 */

import { photoGate } from "../../../../model_artifacts/manifest.json";
import type { PhotoFinding } from "../../assessment/preparedPhoto";
import { centreCrop, INPUT, type Pixels } from "./crop";
import { mayBeScalp } from "./scalpLook";

/** Largest aspect ratio that the server accepts (scalp_core.vision.imaging). */
const MAX_ASPECT = 3;

interface Measures {
  /** Mean luma, 0 … 255. */
  brightness: number;
  /** Variance of the Laplacian, relative to the variance of the luma. */
  sharpness: number;
}

export function measure(pixels: Pixels): Measures {
  const crop = centreCrop(pixels.width, pixels.height);
  const [wide, high] =
    pixels.width >= pixels.height ? [INPUT.width, INPUT.height] : [INPUT.height, INPUT.width];
  const across = resizeRows(luma(pixels), pixels.width, crop.left, crop.width, wide);
  const turned = transpose(across, wide);
  const small = resizeRows(turned, pixels.height, crop.top, crop.height, high);
  return { brightness: mean(small), sharpness: sharpness(small, high) };
}

/** Return the gate's findings: one reason for a rejection, else all warnings. */
export function judge({ brightness, sharpness }: Measures, shorter: number): PhotoFinding[] {
  const { dark, bright, sharpness: sharp, warnBelowSide } = photoGate;
  if (brightness < dark.reject) return [{ kind: "too_dark", refused: true }];
  if (brightness > bright.reject) return [{ kind: "too_bright", refused: true }];
  if (sharpness < sharp.reject) return [{ kind: "blurred", refused: true }];
  const warned: PhotoFinding[] = [];
  if (shorter < warnBelowSide) warned.push({ kind: "low_resolution", refused: false });
  if (sharpness < sharp.warn) warned.push({ kind: "blurred", refused: false });
  if (brightness < dark.warn) warned.push({ kind: "too_dark", refused: false });
  if (brightness > bright.warn) warned.push({ kind: "too_bright", refused: false });
  return warned;
}

export function findingsOf(pixels: Pixels): PhotoFinding[] {
  const { width, height } = pixels;
  const shorter = Math.min(width, height);
  if (Math.max(width, height) > MAX_ASPECT * shorter) {
    return [{ kind: "image_too_narrow", refused: true }];
  }
  return judgePixels(pixels, shorter);
}

/**
 * Return the gate's findings, and whether the picture may show no scalp: that is advice, which the server
 * may see otherwise. Where light or focus are amiss, they come first.
 */
export function judgePixels(pixels: Pixels, shorter: number): PhotoFinding[] {
  const found = judge(measure(pixels), shorter);
  const clear = found.every(({ kind }) => kind === "low_resolution");
  if (!clear || mayBeScalp(pixels)) return found;
  return [{ kind: "not_a_scalp", refused: false }, ...found];
}

/** Return the luma (ITU-R BT.601). */
function luma({ data, width, height }: Pixels): Float32Array {
  const grey = new Float32Array(width * height);
  for (let from = 0, to = 0; to < grey.length; from += 4, to += 1) {
    grey[to] = 0.299 * data[from]! + 0.587 * data[from + 1]! + 0.114 * data[from + 2]!;
  }
  return grey;
}

/** Resize `length` values from `start` of every row to `size`, by a triangle filter. */
function resizeRows(
  source: Float32Array,
  width: number,
  start: number,
  length: number,
  size: number,
): Float32Array {
  const rows = source.length / width;
  const result = new Float32Array(size * rows);
  const scale = length / size;
  const reach = Math.max(scale, 1);
  for (let column = 0; column < size; column += 1) {
    const centre = start + (column + 0.5) * scale;
    const first = Math.max(start, Math.floor(centre - reach + 0.5));
    const end = Math.min(start + length, Math.floor(centre + reach + 0.5));
    const weights = Array.from({ length: end - first }, (_, step) =>
      Math.max(0, 1 - Math.abs(first + step + 0.5 - centre) / reach),
    );
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    for (let row = 0; row < rows; row += 1) {
      let sum = 0;
      for (let step = 0; step < weights.length; step += 1) {
        sum += weights[step]! * source[row * width + first + step]!;
      }
      result[row * size + column] = sum / whole;
    }
  }
  return result;
}

function transpose(source: Float32Array, width: number): Float32Array {
  const height = source.length / width;
  return source.map((_, index) => source[(index % height) * width + Math.floor(index / height)]!);
}

function sharpness(grey: Float32Array, width: number): number {
  const height = grey.length / width;
  const edges = new Float32Array((width - 2) * (height - 2));
  for (let row = 1, to = 0; row < height - 1; row += 1) {
    for (let at = row * width + 1; at < (row + 1) * width - 1; at += 1, to += 1) {
      edges[to] =
        grey[at - width]! + grey[at + width]! + grey[at - 1]! + grey[at + 1]! - 4 * grey[at]!;
    }
  }
  return variance(edges) / Math.max(variance(grey), 1);
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: Float32Array): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length;
}
