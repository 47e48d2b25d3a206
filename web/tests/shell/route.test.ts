import { describe, expect, it } from "vitest";
import { formatRoute, parseRoute, type Route } from "../../src/shell/route";

const id = "0123456789abcdef0123456789abcdef";

describe("routes", () => {
  it.each<[Route, string]>([
    [{ name: "start" }, "#/"],
    [{ name: "photo" }, "#/photo"],
    [{ name: "assessment", id }, `#/a/${id}`],
    [{ name: "report", id }, `#/a/${id}/report`],
    [{ name: "places" }, "#/places"],
    [{ name: "check", ids: { crown: id, parting: null, back: id } }, `#/c/${id}/-/${id}`],
    [{ name: "clinics" }, "#/clinics"],
    [{ name: "statistics" }, "#/statistics"],
    [{ name: "history" }, "#/history"],
    [{ name: "kept", id }, `#/history/${id}`],
    [{ name: "keptReport", id }, `#/history/${id}/report`],
    [{ name: "report", id }, `#/a/${id}/report`],
  ])("%o ⇄ %s", (route, hash) => {
    expect(formatRoute(route)).toBe(hash);
    expect(parseRoute(hash)).toEqual(route);
  });

  it.each(["", "#", "#/"])("%s is the start", (hash) => {
    expect(parseRoute(hash)).toEqual({ name: "start" });
  });

  it.each([
    "#/nowhere",
    "#/a/",
    `#/a/${id}0`,
    `#/a/${id.toUpperCase()}`,
    "#/a/../x",
    `#/history/${id}/x`,
    `#/c/${id}/${id}`,
    `#/c/${id}/-/x`,
  ])("%s is no page", (hash) => {
    expect(parseRoute(hash)).toEqual({ name: "unknown" });
  });
});
