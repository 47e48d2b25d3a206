/** Routes of the site, kept in the URL's fragment. */

import { eachPlace, PLACES, type PlaceIds } from "../assessment/shots";

export type Route =
  | { name: "start" }
  | { name: "photo" }
  | { name: "places" }
  | { name: "check"; ids: PlaceIds }
  | { name: "assessment"; id: string }
  | { name: "report"; id: string }
  | { name: "ask" }
  | { name: "clinics" }
  | { name: "history" }
  | { name: "kept"; id: string }
  | { name: "keptReport"; id: string }
  | { name: "statistics" }
  | { name: "unknown" };

const ASSESSMENT = /^#\/a\/([0-9a-f]{32})(\/report)?$/;
const KEPT = /^#\/history\/([0-9a-f]{32})(\/report)?$/;
const CHECK = /^#\/c\/([0-9a-f]{32}|-)\/([0-9a-f]{32}|-)\/([0-9a-f]{32}|-)$/;
const PLAIN = ["photo", "places", "ask", "clinics", "history", "statistics"] as const;

/** Return the route of a fragment; an empty one is the start page. */
export function parseRoute(hash: string): Route {
  const [, id, report] = ASSESSMENT.exec(hash) ?? [];
  if (id !== undefined) return { name: report === undefined ? "assessment" : "report", id };
  const [, keptId, keptReport] = KEPT.exec(hash) ?? [];
  if (keptId !== undefined) {
    return { name: keptReport === undefined ? "kept" : "keptReport", id: keptId };
  }
  const [check, ...ids] = CHECK.exec(hash) ?? [];
  if (check !== undefined) {
    const idOf = (index: number) => (ids[index] === "-" ? null : (ids[index] ?? null));
    return { name: "check", ids: eachPlace((place) => idOf(PLACES.indexOf(place))) };
  }
  if (hash === "" || hash === "#" || hash === "#/") return { name: "start" };
  const name = PLAIN.find((page) => hash === `#/${page}`);
  return { name: name ?? "unknown" };
}

export function formatRoute(route: Route): string {
  switch (route.name) {
    case "assessment":
      return `#/a/${route.id}`;
    case "report":
      return `#/a/${route.id}/report`;
    case "check":
      return `#/c/${PLACES.map((place) => route.ids[place] ?? "-").join("/")}`;
    case "kept":
      return `#/history/${route.id}`;
    case "keptReport":
      return `#/history/${route.id}/report`;
    case "start":
    case "unknown":
      return "#/";
    default:
      return `#/${route.name}`;
  }
}

/** Return the id of the assessment that a page shows. */
export function assessmentOf(route: Route): string | null {
  return route.name === "assessment" || route.name === "report" ? route.id : null;
}
