/** Simplify districts with exact borders into a map small enough for phones. */

import type { Feature, MultiPolygon, Polygon, Position } from "geojson";
import mapshaper from "mapshaper";
import { type District, districtOf } from "./division.ts";

/** A district of the register. */
export interface Registered {
  code: string;
  name: string;
  shape: Polygon | MultiPolygon;
}

/** Smaller islands are dropped, in square degrees: about 3 km². */
const SMALLEST_ISLAND = 3e-4;

/** Dokdo is smaller, but belongs on every map of Korea. */
const DOKDO_WEST = 131.8;
const DOKDO: District = { province: "47", name: "독도" };

/**
 * Neighbours were surveyed apart: their borders are snapped together first (within 50 m, gaps and overlaps
 * up to 2 km²), so that simplification leaves no gaps. Then corners are removed by their weight in the
 * shape, and the rest is quantised to a grid of 70 m.
 */
const COMMANDS = [
  "-i districts.json snap snap-interval=0.0005",
  "-clean gap-fill-area=2km2 sliver-control=0.5",
  "-dissolve province,name",
  "-simplify weighted 10% keep-shapes",
  "-o korea.json format=topojson quantization=10000",
];

/** TopoJSON with one object, `districts`. */
export async function simplified(registered: Registered[]): Promise<object> {
  const features = registered.flatMap(({ code, name, shape }) => {
    const district = districtOf(code, name);
    return district === null ? [] : parts(shape, district);
  });
  const input = JSON.stringify({ type: "FeatureCollection", features });
  const output = await mapshaper.applyCommands(COMMANDS.join(" "), { "districts.json": input });
  return JSON.parse(String(output["korea.json"])) as object;
}

/** Return a feature per polygon, so that a district's large islands are kept. */
function parts(shape: Polygon | MultiPolygon, district: District): Feature<Polygon, District>[] {
  const all = shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
  return all.flatMap((coordinates) => {
    const [outline = []] = coordinates;
    const properties = isDokdo(outline) ? DOKDO : district;
    const kept = properties === DOKDO || all.length === 1 || area(outline) >= SMALLEST_ISLAND;
    return kept
      ? [{ type: "Feature", properties, geometry: { type: "Polygon", coordinates } }]
      : [];
  });
}

function isDokdo([first]: Position[]): boolean {
  return first?.[0] !== undefined && first[0] > DOKDO_WEST;
}

function area(outline: Position[]): number {
  const crossed = outline.map(([x0 = 0, y0 = 0], index) => {
    const [x1 = 0, y1 = 0] = outline[(index + 1) % outline.length] ?? [];
    return x0 * y1 - x1 * y0;
  });
  return Math.abs(crossed.reduce((sum, term) => sum + term, 0)) / 2;
}
