import { createHash } from "node:crypto";
import type { Plugin } from "vite";

/** What opens without a connection: the start page and, from there, the page of the photo. */
const AHEAD = ["index.html", "PhotoPage.tsx"];

/** Tells the service worker which of the built files to fetch ahead. */
export function serviceWorker(): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    generateBundle(_options, bundle) {
      const files = Object.values(bundle);
      const worker = files.find(({ fileName }) => fileName === "sw.js");
      if (worker?.type !== "chunk") throw new Error("the service worker was not built");
      const wanted = new Set<string>(["favicon.svg"]);
      const add = (fileName: string): void => {
        const chunk = bundle[fileName];
        if (chunk?.type !== "chunk" || wanted.has(fileName)) return;
        wanted.add(fileName);
        for (const needed of chunk.viteMetadata?.importedCss ?? []) wanted.add(needed);
        for (const needed of chunk.viteMetadata?.importedAssets ?? []) {
          if (needed.endsWith(".svg")) wanted.add(needed); // not the sample photo, nor a licence
        }
        chunk.imports.forEach(add);
      };
      for (const file of files) {
        const source = file.type === "chunk" ? file.facadeModuleId : null;
        if (source && AHEAD.some((name) => source.endsWith(`/${name}`))) add(file.fileName);
      }
      const shell = [...wanted].sort().map((fileName) => `/${fileName}`);
      const version = createHash("sha256").update(shell.join()).digest("hex").slice(0, 12);
      worker.code = worker.code
        .replaceAll("__SHELL__", JSON.stringify(shell))
        .replaceAll("__VERSION__", JSON.stringify(version));
    },
  };
}
