import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { newerApisUsed, type Use } from "../../build/usedApis.ts";

const WEB = fileURLToPath(new URL("../..", import.meta.url));
const SAMPLES = "tests/build/newerApis.fixture.ts";

/** APIs used where they exist, and why the site works without them. */
const OPTIONAL: Record<string, string> = {
  "CanvasRenderingContext2D.imageSmoothingQuality": "a hint; ignored where unknown",
  "HTMLDialogElement.close": "defined by components/modalPolyfill.ts",
  "HTMLDialogElement.showModal": "checked by components/modal.ts, which has a fallback",
  "HTMLLinkElement.fetchPriority": "a hint; ignored where unknown",
  ListFormat: "checked by i18n/index.tsx, which has a fallback",
  "Navigator.share": "the button is shown only where this exists",
  "Navigator.storage": "called with ?.; without it the browser may evict kept results",
  "NotificationEvent.notification": "the event comes only after showNotification",
  "ServiceWorkerRegistration.showNotification":
    "called only by periodic sync, which the browsers that lack this do not have",
  "StorageManager.persist": "called with ?.; without it the browser may evict kept results",
};

describe("the oldest browsers of browsers.json", () => {
  const site = newerApisUsed(`${WEB}tsconfig.json`, ["src/main.tsx", "src/boot.ts", SAMPLES]);
  const worker = newerApisUsed(`${WEB}worker/tsconfig.json`, ["sw.ts"]);
  const [samples, used] = [
    site.filter(isSample),
    [...site.filter((use) => !isSample(use)), ...worker],
  ];

  it("have all that the site and its worker call", () => {
    expect(used.filter(({ api }) => !(api in OPTIONAL))).toEqual([]);
  });

  it("lack whatever is listed here as optional", () => {
    expect(new Set(used.map(({ api }) => api))).toEqual(new Set(Object.keys(OPTIONAL)));
  });

  it("are known well enough to notice every way of using a newer API", () => {
    const lines = readFileSync(WEB + SAMPLES, "utf8").split("\n");
    const wanted = lines.flatMap((line, index) => {
      const [, api] = /\/\/ (\S+)$/.exec(line) ?? [];
      return api === undefined ? [] : [{ api, place: `${SAMPLES}:${index + 1}` }];
    });
    expect(samples).toEqual(wanted);
  });
});

function isSample({ place }: Use): boolean {
  return place.startsWith(SAMPLES);
}
