import { createHash } from "node:crypto";
import type { Plugin, Rolldown } from "vite";

/** Pages that must open offline: the start page and the photo page. */
const FIRST = ["index.html", "src/boot.ts", "parts/photo/PhotoPage.tsx"];
/** Parts that are useless offline; every other part is cached when the network allows. */
const ONLINE = ["parts/hospitals/", "parts/statistics/StatisticsPage.tsx", "rare.css"];

/** Put the names of the files to precache into the service worker. */
export function serviceWorker(): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    generateBundle: {
      // After Vite has dropped the chunks that hold nothing but styles: one of them among the files to
      // precache, and the worker is never installed.
      order: "post",
      handler(_options, bundle) {
        const worker = bundle["sw.js"];
        if (worker?.type !== "chunk") throw new Error("the service worker was not built");
        const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
        const isFirst = (chunk: Rolldown.OutputChunk) => isFrom(chunk, FIRST);
        const isLater = (chunk: Rolldown.OutputChunk) =>
          chunk.isDynamicEntry && !isFirst(chunk) && !isFrom(chunk, ONLINE);
        const shell = new Set(["favicon.svg", ...filesOf(bundle, chunks.filter(isFirst))]);
        const later = filesOf(bundle, chunks.filter(isLater)).filter((file) => !shell.has(file));
        const version = createHash("sha256")
          .update([...shell, ...later].join())
          .digest("hex");
        worker.code = worker.code
          .replaceAll("__SHELL__", addresses(shell))
          .replaceAll("__LATER__", addresses(later))
          .replaceAll("__VERSION__", JSON.stringify(version.slice(0, 12)));
      },
    },
  };
}

function isFrom(chunk: Rolldown.OutputChunk, places: string[]): boolean {
  const source = chunk.facadeModuleId ?? "";
  return places.some((place) => source.includes(`/${place}`));
}

/** Return the files of the chunks, of their static imports, workers, style sheets and drawings. */
function filesOf(bundle: Rolldown.OutputBundle, chunks: Rolldown.OutputChunk[]): string[] {
  const files = new Set<string>();
  // Vite emits a web worker as an asset, which no metadata connects with the chunk that starts it.
  const workers = Object.values(bundle).filter(
    ({ type, fileName }) => type === "asset" && fileName.endsWith(".js"),
  );
  const add = (fileName: string): void => {
    const chunk = bundle[fileName];
    if (chunk?.type !== "chunk" || files.has(fileName)) return;
    files.add(fileName);
    for (const needed of chunk.viteMetadata?.importedCss ?? []) files.add(needed);
    for (const needed of chunk.viteMetadata?.importedAssets ?? []) {
      if (needed.endsWith(".svg")) files.add(needed); // neither the sample photo nor a licence
    }
    for (const { fileName: worker } of workers) if (chunk.code.includes(worker)) files.add(worker);
    for (const imported of chunk.imports) add(imported);
  };
  for (const { fileName } of chunks) add(fileName);
  return [...files];
}

function addresses(files: Iterable<string>): string {
  return JSON.stringify([...files].sort().map((fileName) => `/${fileName}`));
}
