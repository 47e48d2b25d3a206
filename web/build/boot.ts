/** Put src/boot.ts into every page as a script of its own that runs before the first paint. */

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
          (one) => one.type === "chunk" && one.name === "boot",
        );
        if (chunk?.type !== "chunk" || chunk.imports.length > 0 || chunk.exports.length > 0) {
          throw new Error(`${ENTRY} has to become one script without imports and exports`);
        }
        return [script({ src: `/${chunk.fileName}` })];
      },
    },
  };
}

/** Before the style sheets, which a script after them would have to wait for. */
const script = (attrs: Record<string, string>): HtmlTagDescriptor => ({
  tag: "script",
  attrs,
  injectTo: "head-prepend",
});
