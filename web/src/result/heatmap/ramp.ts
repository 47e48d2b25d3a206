/**
 * Colour ramp of the evidence map: viridis, whose lightness grows evenly with the value and which works
 * for every kind of colour vision. On skin, its colours are not mistaken for redness.
 */

type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

/** Nine evenly spaced samples of viridis (Smith & van der Walt, CC0). */
const STOPS = [
  [68, 1, 84],
  [71, 45, 123],
  [59, 82, 139],
  [44, 114, 142],
  [33, 145, 140],
  [40, 174, 128],
  [94, 201, 98],
  [173, 220, 48],
  [253, 231, 37],
] as const;

/** The ramp as a CSS gradient, for the legend. */
export const RAMP_GRADIENT = `linear-gradient(to right, ${STOPS.map(
  (stop) => `rgb(${stop.join(" ")})`,
).join(", ")})`;

/** Opacity of the weakest and of the strongest evidence. */
const ALPHA_LOW = 0.2;
const ALPHA_HIGH = 0.9;

/** Return colour and opacity (0–255 each) of a value between 0 and 1. */
export function rampColour(value: number): Rgba {
  const t = Math.min(1, Math.max(0, value));
  const position = t * (STOPS.length - 1);
  const index = Math.min(Math.floor(position), STOPS.length - 2);
  const fraction = position - index;
  const from = STOPS[index]!;
  const to = STOPS[index + 1]!;
  const mix = (channel: 0 | 1 | 2) =>
    Math.round(from[channel] + (to[channel] - from[channel]) * fraction);
  return [mix(0), mix(1), mix(2), Math.round(255 * (ALPHA_LOW + (ALPHA_HIGH - ALPHA_LOW) * t))];
}
