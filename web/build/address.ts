/**
 * Add the tags that need the site's own URL, which only a deployment knows.
 *
 * They are left out unless SITE_ORIGIN is set, as in SITE_ORIGIN=https://example.org npm run build.
 */

import type { HtmlTagDescriptor, Plugin } from "vite";

export function address(): Plugin {
  const origin = process.env.SITE_ORIGIN?.replace(/\/$/, "");
  return {
    name: "scalp-address",
    transformIndexHtml(): HtmlTagDescriptor[] {
      if (!origin) return [];
      return [
        { tag: "link", attrs: { rel: "canonical", href: `${origin}/` }, injectTo: "head" },
        property("og:url", `${origin}/`),
        property("og:image", `${origin}/share.png`),
        property("og:image:width", "1200"),
        property("og:image:height", "630"),
      ];
    },
  };
}

const property = (name: string, content: string): HtmlTagDescriptor => ({
  tag: "meta",
  attrs: { property: name, content },
  injectTo: "head",
});
