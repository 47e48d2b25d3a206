/**
 * Registration of two photos of one place: how the later one must be turned, enlarged and moved to lie on
 * the earlier one.
 *
 * Every turn and scale in reach is tried; phase correlation gives the best shift of each, and how far it
 * stands out. Hair and pores agree only at the true one, whatever the light.
 */

import { type Spectrum, transform } from "./fourier";
import { flatten, type Grey, reduce } from "./grey";

/** A similarity from the later photo to the earlier one; both have their origin in the middle. */
export interface Similarity {
  /** Radians, clockwise as y points down. */
  turn: number;
  /** Longest sides of the earlier photo in one of the later. */
  scale: number;
  /** In longest sides of the earlier photo. */
  x: number;
  y: number;
}

export interface Candidate extends Similarity {
  /** Height of the correlation's peak in standard deviations of the correlation. */
  peak: number;
}

/**
 * Peaks below this are not accepted: those of two scalps stay below 11, and below 20 a photo of one scalp may
 * lie 28 px off (docs/benchmarks.md).
 */
export const LEAST_PEAK = 20;

const DEGREE = Math.PI / 180;
const MOST_TURN = 24 * DEGREE;
const MOST_SCALE = 1.36;
/** Of the longest side. */
const MOST_SHIFT = 0.42;

/** A level: the picture's longest side, and the transform's, a power of two that leaves room for shifts. */
const COARSE = { longest: 112, size: 128 };
const FINE = { longest: 224, size: 256 };
/** Steps of the search on the coarse level; each closer look on the fine one halves them. */
const TURN_STEP = 3 * DEGREE;
const SCALE_STEP = 0.06;
/** Candidates of the coarse level that are looked at closely. */
const FINALISTS = 4;

/** Return the best similarity, to be accepted only if its peak is at least `LEAST_PEAK`. */
export function register(before: Grey, after: Grey): Candidate {
  const coarse = level(before, after, COARSE);
  const finalists = range(MOST_TURN, TURN_STEP)
    .flatMap((turn) =>
      range(Math.log(MOST_SCALE), SCALE_STEP).map((log) => coarse.correlate(turn, Math.exp(log))),
    )
    .sort((a, b) => b.peak - a.peak)
    .slice(0, FINALISTS);
  const fine = level(before, after, FINE);
  const best = finalists
    .map((candidate) => fine.refine(candidate, 1 / 2))
    .reduce((highest, each) => (each.peak > highest.peak ? each : highest));
  return fine.refine(fine.refine(best, 1 / 4), 1 / 8);
}

/** Return values from -most to most with a step of at most `step`, zero among them. */
function range(most: number, step: number): number[] {
  const half = Math.round(most / step);
  return Array.from({ length: 2 * half + 1 }, (_, index) => ((index - half) / half) * most);
}

function level(before: Grey, after: Grey, { longest, size }: typeof COARSE) {
  const still = flatten(reduce(before, longest));
  const moving = flatten(reduce(after, longest));
  const reference = blank(size);
  lay(still, reference.re, size, 0, 1);
  transform(reference, size);
  const work = blank(size);

  function correlate(turn: number, scale: number): Candidate {
    work.im.fill(0);
    lay(moving, work.re, size, turn, scale);
    transform(work, size);
    whiten(reference, work);
    transform(work, size, true);
    const { x, y, peak } = highest(work.re, size, MOST_SHIFT * longest);
    return { turn, scale, x: x / longest, y: y / longest, peak };
  }

  /** Return the best of a candidate and its neighbours, `share` of a coarse step away. */
  function refine(candidate: Candidate, share: number): Candidate {
    const neighbours = [-1, 0, 1].flatMap((turns) =>
      [-1, 0, 1].map((scales) =>
        correlate(
          candidate.turn + turns * share * TURN_STEP,
          candidate.scale * Math.exp(scales * share * SCALE_STEP),
        ),
      ),
    );
    return neighbours.reduce((best, each) => (each.peak > best.peak ? each : best));
  }

  return { correlate, refine };
}

function blank(size: number): Spectrum {
  return { re: new Float32Array(size * size), im: new Float32Array(size * size) };
}

/** Draw the picture, turned and enlarged about its middle, into the middle of a square. */
function lay(
  { data, width, height }: Grey,
  target: Float32Array,
  size: number,
  turn: number,
  scale: number,
): void {
  const cos = Math.cos(turn) / scale;
  const sin = Math.sin(turn) / scale;
  const middle = size / 2;
  for (let row = 0; row < size; row += 1) {
    const down = row - middle;
    for (let column = 0; column < size; column += 1) {
      const right = column - middle;
      const x = cos * right + sin * down + width / 2 - 0.5;
      const y = cos * down - sin * right + height / 2 - 0.5;
      const left = Math.floor(x);
      const top = Math.floor(y);
      let value = 0;
      if (left >= 0 && top >= 0 && left < width - 1 && top < height - 1) {
        const at = top * width + left;
        const upper = data[at]! + (x - left) * (data[at + 1]! - data[at]!);
        const below = at + width;
        const lower = data[below]! + (x - left) * (data[below + 1]! - data[below]!);
        value = upper + (y - top) * (lower - upper);
      }
      target[row * size + column] = value;
    }
  }
}

/**
 * Replace `moving` by the cross spectrum with three quarters of its whitening: wholly whitened, as in phase
 * correlation, faint frequencies are noise.
 */
function whiten(still: Spectrum, moving: Spectrum): void {
  for (let index = 0; index < moving.re.length; index += 1) {
    const a = still.re[index]!;
    const b = still.im[index]!;
    const c = moving.re[index]!;
    const d = moving.im[index]!;
    const real = a * c + b * d;
    const imaginary = b * c - a * d;
    const root = Math.sqrt(Math.sqrt(Math.sqrt(real * real + imaginary * imaginary + 1e-6)));
    const weight = 1 / (root * root * root); // the power of a number takes twenty times as long
    moving.re[index] = real * weight;
    moving.im[index] = imaginary * weight;
  }
}

/** Return the highest place within `most` pixels of no shift, between pixels by a parabola. */
function highest(surface: Float32Array, size: number, most: number) {
  let total = 0;
  let best = Number.NEGATIVE_INFINITY;
  let column = 0;
  let row = 0;
  const reach = Math.floor(Math.min(most, size / 2 - 2));
  for (const value of surface) total += value * value;
  for (let down = -reach; down <= reach; down += 1) {
    for (let right = -reach; right <= reach; right += 1) {
      const value = surface[wrap(down, size) * size + wrap(right, size)]!;
      if (value > best) [best, column, row] = [value, right, down];
    }
  }
  const at = (right: number, down: number) =>
    surface[wrap(row + down, size) * size + wrap(column + right, size)]!;
  return {
    x: column + vertex(at(-1, 0), best, at(1, 0)),
    y: row + vertex(at(0, -1), best, at(0, 1)),
    peak: best / Math.sqrt(total / surface.length),
  };
}

function wrap(place: number, size: number): number {
  return place < 0 ? place + size : place;
}

/** Return where the parabola through three neighbours is highest, from the middle one. */
function vertex(before: number, middle: number, after: number): number {
  const bend = before - 2 * middle + after;
  return bend < 0 ? (before - after) / (2 * bend) : 0;
}
