/**
 * One chunk for all that the start page loads.
 *
 * Left alone, the bundler makes one for each set of pages that share a module: fifteen requests before
 * the first paint, and as many links to compare whenever a later part is loaded.
 */

import { fileURLToPath } from "node:url";
import type { Plugin, Rolldown } from "vite";

const ENTRY = fileURLToPath(new URL("../src/main.tsx", import.meta.url));

/** That of the page whose script it is. */
const NAME = "index";

export function firstChunk(): Plugin {
  let first: Set<string> | undefined;
  const name: Rolldown.CodeSplittingNameFunction = (id, modules) => {
    first ??= imported(modules);
    return first.has(id) ? NAME : null;
  };
  return {
    name: "first-chunk",
    apply: "build",
    config: () => ({
      build: {
        rolldownOptions: { output: { codeSplitting: { groups: [{ name, debugName: NAME }] } } },
      },
    }),
  };
}

/** Return all modules that the entry needs before it runs; what `import()` loads later is not among them. */
function imported(modules: Rolldown.ChunkingContext): Set<string> {
  const found = new Set([ENTRY]);
  for (const id of found) {
    for (const needed of modules.getModuleInfo(id)?.importedIds ?? []) found.add(needed);
  }
  return found;
}
