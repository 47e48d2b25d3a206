/** Position of a district's label. */

import type { MultiPolygon, Polygon, Position } from "geojson";

/** Return the centroid of the largest polygon's outline, as latitude and longitude. */
export function labelPoint(shape: Polygon | MultiPolygon): [number, number] {
  const parts = shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
  let largest = { area: 0, at: [0, 0] as [number, number] };
  for (const [outline = []] of parts) {
    const found = centre(outline);
    if (found.area > largest.area) largest = found;
  }
  return largest.at;
}

function centre(outline: Position[]): { area: number; at: [number, number] } {
  let doubled = 0;
  let [x, y] = [0, 0];
  outline.forEach(([x0 = 0, y0 = 0], index) => {
    const [x1 = 0, y1 = 0] = outline[(index + 1) % outline.length] ?? [];
    const cross = x0 * y1 - x1 * y0;
    doubled += cross;
    x += (x0 + x1) * cross;
    y += (y0 + y1) * cross;
  });
  return { area: Math.abs(doubled) / 2, at: [y / (3 * doubled), x / (3 * doubled)] };
}
