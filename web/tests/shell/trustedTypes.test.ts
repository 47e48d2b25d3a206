import { describe, expect, it } from "vitest";
import { MAP_SOURCE, markup, scriptAddress } from "../../src/shell/trustedTypes";

describe("markup", () => {
  it.each(["", "<svg/>", "국토지리정보원", `국토지리정보원, © ${MAP_SOURCE}`])(
    "lets %j through",
    (text) => {
      expect(markup(text)).toBe(text);
    },
  );

  it.each([
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    `${MAP_SOURCE}<script>alert(1)</script>`,
    "<sv<svg/>g/>",
    "<",
  ])("refuses %j", (text) => {
    expect(markup(text)).toBeNull();
  });
});

describe("scriptAddress", () => {
  it("knows the service worker only", () => {
    expect(scriptAddress("/sw.js")).toBe("/sw.js");
    for (const other of ["/sw.js?x", "https://example.com/sw.js", "data:text/javascript,1", ""]) {
      expect(scriptAddress(other)).toBeNull();
    }
  });
});
