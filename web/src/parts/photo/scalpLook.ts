/**
 * Whether a picture may show a scalp, by colour and contrast alone.
 *
 * It notices lawns, skies, pages and screens, and advises; the server's networks decide. The limits lie
 * well outside of what rendered scalps reach, in all lights and colours of skin and hair that the three
 * drawing techniques have (extremes of 145 renders in brackets; tests/e2e/test_scalp_look.py).
 */

import { centreCrop, type Pixels } from "./crop";

/** The crop is averaged to so many cells: hairs and noise vanish, colours stay. */
const COLUMNS = 80;
const ROWS = 60;
/** Pixels that are read of a cell, in each direction. */
const SAMPLES = 3;

/** Largest share of cells that are clearly green, blue or violet (0.14). */
const MOST_FOREIGN = 0.4;
const FOREIGN_SATURATION = 0.4;
/** Largest share of cells in glowing colours, such as fruit and signs (0.01). */
const MOST_VIVID = 0.3;
const VIVID_SATURATION = 0.75;
/** Largest share of bright cells without any colour, such as paper (0.53). */
const MOST_BLANK = 0.8;
const BLANK_CHROMA = 12;
const BLANK_LUMA = 110;
/** Chroma that the most colourful twentieth of the cells reaches, 0 … 255 (21). */
const LEAST_COLOUR = 10;
/** Standard deviation of the luma, 0 … 255 (13.8 … 46.5). */
const LEAST_CONTRAST = 6;
const MOST_CONTRAST = 64;
/** Darker cells have no colour to speak of. */
const DARK = 60;

export function mayBeScalp(pixels: Pixels): boolean {
  const cells = average(pixels);
  const lumas: number[] = [];
  const chromas: number[] = [];
  let foreign = 0;
  let vivid = 0;
  let blank = 0;
  for (const [red, green, blue] of cells) {
    const most = Math.max(red, green, blue);
    const chroma = most - Math.min(red, green, blue);
    const saturation = chroma / Math.max(most, 1);
    const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
    if (most !== red && saturation >= FOREIGN_SATURATION && most >= DARK) foreign += 1;
    if (saturation >= VIVID_SATURATION && most >= DARK) vivid += 1;
    if (chroma < BLANK_CHROMA && luma > BLANK_LUMA) blank += 1;
    lumas.push(luma);
    chromas.push(chroma);
  }
  const contrast = deviation(lumas);
  const colour = chromas.sort((one, other) => one - other)[Math.floor(cells.length * 0.95)]!;
  return (
    foreign <= MOST_FOREIGN * cells.length &&
    vivid <= MOST_VIVID * cells.length &&
    blank <= MOST_BLANK * cells.length &&
    colour >= LEAST_COLOUR &&
    contrast >= LEAST_CONTRAST &&
    contrast <= MOST_CONTRAST
  );
}

/** Return the mean colour of each cell of the networks' crop. */
function average({ data, width, height }: Pixels): [number, number, number][] {
  const crop = centreCrop(width, height);
  const cells: [number, number, number][] = [];
  const place = (index: number, count: number, start: number, length: number) =>
    start + Math.floor(((index + 0.5) * length) / count);
  for (let row = 0; row < ROWS; row += 1) {
    for (let column = 0; column < COLUMNS; column += 1) {
      const sum: [number, number, number] = [0, 0, 0];
      for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
        const across = column * SAMPLES + (sample % SAMPLES);
        const down = row * SAMPLES + Math.floor(sample / SAMPLES);
        const x = place(across, COLUMNS * SAMPLES, crop.left, crop.width);
        const y = place(down, ROWS * SAMPLES, crop.top, crop.height);
        const at = (y * width + x) * 4;
        for (const channel of [0, 1, 2] as const) sum[channel] += data[at + channel]!;
      }
      cells.push(sum.map((value) => value / SAMPLES ** 2) as [number, number, number]);
    }
  }
  return cells;
}

function deviation(values: number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / values.length);
}
