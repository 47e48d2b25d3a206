/**
 * The evidence map's veil: it dims what counted little and leaves what counted in the photo's own colours.
 *
 * A tint would change the redness that people look for, and a green one would hide it. The veil is a
 * slate that is lighter than black hair and darker than skin, so that it shows on both.
 */

type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

const SLATE = [52, 60, 76] as const;

/** Opacity where nothing counted. */
const MOST = 0.82;

/** Return the veil (0–255 each) over a place that counted by `value`, from 0 to 1. */
export function veil(value: number): Rgba {
  const counted = Math.min(1, Math.max(0, value));
  return [...SLATE, Math.round(255 * MOST * (1 - counted))];
}
