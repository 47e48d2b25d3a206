/** Add src/boot.ts to every page as a separate script that runs before the first paint. */

import type { HtmlTagDescriptor, Plugin } from "vite";

const ENTRY = "src/boot.ts";

export function boot(): Plugin {
  return {
    name: "scalp-boot",
    config: () => ({
      build: {
        rolldownOptions: { input: { index: "index.html", missing: "404.html", boot: ENTRY } },
      },
    }),
    transformIndexHtml: {
      order: "post",
      handler(_, { bundle }): HtmlTagDescriptor[] {
        if (bundle === undefined) return [script({ type: "module", src: `/${ENTRY}` })];
        const chunk = Object.values(bundle).find(
          (file) => file.type === "chunk" && file.name === "boot",
        );
        if (chunk?.type !== "chunk" || chunk.imports.length > 0 || chunk.exports.length > 0) {
          throw new Error(`${ENTRY} must become a single script without imports and exports`);
        }
        return [script({ src: `/${chunk.fileName}` })];
      },
    },
  };
}

/** Before the style sheets, for which a script after them would wait. */
const script = (attrs: Record<string, string>): HtmlTagDescriptor => ({
  tag: "script",
  attrs,
  injectTo: "head-prepend",
});
