import { describe, expect, it } from "vitest";
import { OSM_ATTRIBUTION, trustedMarkup, trustedScriptUrl } from "../../src/shell/trustedTypes";

describe("trustedMarkup", () => {
  it.each(["", "<svg/>", "국토지리정보원", `국토지리정보원, © ${OSM_ATTRIBUTION}`])(
    "lets %j through",
    (text) => {
      expect(trustedMarkup(text)).toBe(text);
    },
  );

  it.each([
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    `${OSM_ATTRIBUTION}<script>alert(1)</script>`,
    "<sv<svg/>g/>",
    "<",
  ])("refuses %j", (text) => {
    expect(trustedMarkup(text)).toBeNull();
  });
});

describe("trustedScriptUrl", () => {
  it("knows the site's two workers only", () => {
    for (const own of ["/sw.js", "/assets/worker-aB3_-x9Z.js"]) {
      expect(trustedScriptUrl(own)).toBe(own);
    }
    for (const other of [
      "/sw.js?x",
      "/assets/worker-aB3_-x9Z.js?x",
      "/assets/../worker-aB3_-x9Z.js",
      "https://example.com/sw.js",
      "data:text/javascript,1",
      "",
    ]) {
      expect(trustedScriptUrl(other)).toBeNull();
    }
  });
});
