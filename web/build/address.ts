/**
 * The tags that need the site's own address, which only a deployment knows: built with
 * SITE_ORIGIN=https://example.org they are there, without it they would be wrong, so they are not.
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
