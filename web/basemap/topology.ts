/** Districts with exact borders made into a map small enough to be sent to a phone. */

import type { FeatureCollection, MultiPolygon, Polygon } from "geojson";
import { mergeArcs, quantize } from "topojson-client";
import { topology } from "topojson-server";
import {
  filter,
  filterAttachedWeight,
  planarRingArea,
  planarTriangleArea,
  presimplify,
  type Ring,
  simplify,
  type Triangle,
} from "topojson-simplify";
import type {
  GeometryCollection,
  MultiPolygon as MultiPolygonArcs,
  Polygon as PolygonArcs,
  Topology,
} from "topojson-specification";
import { type District, districtOf } from "./division.ts";

/** A district as the register has it. */
export interface Registered {
  code: string;
  name: string;
  shape: Polygon | MultiPolygon;
}

/** Steps of the grid over the whole map: fine enough to keep shared borders shared, then 70 m wide. */
const FINE_STEPS = 1e8;
const STEPS = 1e4;

/** Corners and islands below these are dropped, in square degrees: about 1 km² and 3 km². */
const SMALLEST_CORNER = 9e-5;
const SMALLEST_ISLAND = 3e-4;

/** Dokdo is smaller than that, and no map of Korea is without it. */
const DOKDO_WEST = 131.8;

/** The map: one object whose borders are shared, so that simplifying them leaves no gaps. */
export type Korea = Topology<{ districts: GeometryCollection<District> }>;

export function simplified(registered: Registered[]): Korea {
  const districts: FeatureCollection<Polygon | MultiPolygon, District> = {
    type: "FeatureCollection",
    features: registered.flatMap(({ code, name, shape }) => {
      const properties = districtOf(code, name);
      return properties === null ? [] : [{ type: "Feature", properties, geometry: shape }];
    }),
  };
  const weighed = presimplify(merged(topology({ districts }, FINE_STEPS) as Korea), cornerWeight);
  const coarse = simplify(weighed, SMALLEST_CORNER);
  const islands = filterAttachedWeight(coarse, SMALLEST_ISLAND, islandWeight);
  return quantize(filter(coarse, islands), STEPS) as Korea;
}

function isDokdo([longitude = 0]: number[]): boolean {
  return longitude > DOKDO_WEST;
}

function cornerWeight(corner: Triangle): number {
  return isDokdo(corner[1]) ? Infinity : planarTriangleArea(corner);
}

function islandWeight(ring: Ring): number {
  return ring[0] !== undefined && isDokdo(ring[0]) ? Infinity : planarRingArea(ring);
}

/** Parts of one district of today, such as a city's wards, become one. */
function merged(exact: Korea): Korea {
  const groups = new Map<string, { district: District; parts: Areas }>();
  for (const part of exact.objects.districts.geometries as Areas) {
    const district = part.properties as District;
    const key = `${district.province} ${district.name}`;
    const group = groups.get(key) ?? { district, parts: [] };
    group.parts.push(part);
    groups.set(key, group);
  }
  const geometries = [...groups.values()].map(({ district, parts }) => ({
    ...mergeArcs(exact, parts),
    properties: district,
  }));
  return { ...exact, objects: { districts: { type: "GeometryCollection", geometries } } };
}

type Areas = (PolygonArcs<District> | MultiPolygonArcs<District>)[];
