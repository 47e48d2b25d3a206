/** The whole site in happy-dom, for everything that needs no layout, drawing or workers. */

import "fake-indexeddb/auto";
import { configure, waitFor } from "@testing-library/preact";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, vi } from "vitest";
import type { Assessment } from "../../src/api/client";
import type { Journey } from "../../src/assessment/journey";
import type { PreparedPhoto } from "../../src/assessment/preparedPhoto";
import { startSite } from "../../src/shell/site";
import { care, products, REFERENCE, statistics } from "./answers";
import { FakeServer } from "./server";

// Generous, so that slow machines do not fail.
configure({ asyncUtilTimeout: 30_000, getElementError: (message) => new Error(message ?? "") });

type Window = { happyDOM: { setURL: (url: string) => void } };

export const PHOTO: PreparedPhoto = {
  file: new Blob(["a photo"], { type: "image/jpeg" }),
  contentType: "image/jpeg",
  preview: null,
  findings: [],
};

export let server: FakeServer;
let stop: () => void = () => undefined;

/** Give each test of a file a server of its own, and an empty device. */
export function freshSite(): void {
  beforeAll(quieten);
  beforeEach(async () => {
    server = await new FakeServer().start();
    server
      .on("GET /config.json", { json: {} })
      .on("GET /api/v1/stats", { json: statistics({}) })
      .on("GET /api/v1/stats/reference", { json: REFERENCE })
      .on("POST /api/v1/products", { json: products() });
  });

  afterEach(async () => {
    stop();
    stop = () => undefined;
    localStorage.clear();
    sessionStorage.clear();
    await server.stop();
    await emptyStorage();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });
}

/**
 * happy-dom raises `hashchange` a moment after pushState and replaceState as well, which no browser
 * does, and after a new address has been given to it.
 */
const quiet: string[] = [];

function quietly(change: () => void): void {
  const before = location.hash;
  change();
  if (location.hash !== before) quiet.push(location.href);
}

let quietened: unknown;

/** Once in each window; files that run one after the other may share theirs. */
function quieten(): void {
  if (quietened === history) return;
  quietened = history;
  window.addEventListener("hashchange", (event) => {
    const place = quiet.indexOf(event.newURL);
    if (place < 0) return;
    quiet.splice(place, 1);
    event.stopImmediatePropagation();
  });
  for (const name of ["pushState", "replaceState"] as const) {
    const write = history[name].bind(history);
    history[name] = (...state) => quietly(() => write(...state));
  }
}

/** Open the site at an address; `user` interacts with it. */
export function openSite(hash = "", locale: "ko" | "en" = "ko") {
  quietly(() => (window as unknown as Window).happyDOM.setURL(`${server.url}/${hash}`));
  document.documentElement.lang = locale;
  document.body.innerHTML = '<div id="app"></div>';
  const site = startSite(document.querySelector("#app")!);
  stop = site.stop;
  return { ...site, user: userEvent.setup() };
}

/** Reload the page: its memory is lost, its storage stays. */
export function reopen(locale: "ko" | "en" = "ko") {
  stop();
  return openSite(location.hash, locale);
}

/** Let the server have this result, with care for it. */
export function serve(assessment: Assessment): Assessment {
  server.on(`GET /api/v1/assessments/${assessment.id}`, { json: assessment });
  const { scalpType } = assessment.result!.type;
  server.on("POST /api/v1/care", { json: care({ scalpType }) });
  return assessment;
}

/** Let the server accept the next photo, with this result for it. */
export function takePhotos(assessment: Assessment): void {
  serve(assessment);
  const upload = {
    url: `${server.url}/bucket`,
    fields: { key: `uploads/${assessment.id}` },
    expiresAt: "2999-01-01T00:00:00Z",
    maxBytes: 10_000_000,
  };
  server
    .on("POST /api/v1/assessments", {
      status: 201,
      json: { id: assessment.id, status: "pending", upload, pollAfterSeconds: 0 },
    })
    .on("POST /bucket", { status: 204 })
    .on(`DELETE /api/v1/assessments/${assessment.id}`, { status: 204 });
}

/** Send a photo by the journey, as choosing one needs a browser. */
export function send(journey: Journey): void {
  journey.answer({ sex: "female", ageGroup: "30s", consent: true, fourteen: true });
  journey.setPhoto(PHOTO);
  void journey.submit();
}

/** Return the region of the page with this heading. */
export async function region(name: string): Promise<HTMLElement> {
  return waitFor(() => {
    const heading = [...document.querySelectorAll<HTMLElement>("h1, h2, h3")].find(
      (each) => each.textContent?.trim() === name,
    );
    const found = heading?.closest<HTMLElement>("section");
    if (!found) throw new Error(`no part of the page is called ${name}`);
    return found;
  });
}

/** Unfold the part of a result with this title, and return it. */
export async function unfold(title: string): Promise<HTMLElement> {
  const found = await region(title);
  found.querySelector("details")!.open = true;
  return found;
}

export function goTo(hash: string): void {
  location.hash = hash;
}

async function emptyStorage(): Promise<void> {
  for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name!);
}
