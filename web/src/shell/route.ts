/** The address behind the #: where on the site one is. */

export type Route =
  | { name: "start" }
  | { name: "photo" }
  | { name: "assessment"; id: string }
  | { name: "report"; id: string }
  | { name: "clinics" }
  | { name: "history" }
  | { name: "kept"; id: string }
  | { name: "keptReport"; id: string }
  | { name: "statistics" }
  | { name: "unknown" };

const ASSESSMENT = /^#\/a\/([0-9a-f]{32})(\/report)?$/;
const KEPT = /^#\/history\/([0-9a-f]{32})(\/report)?$/;
const PLAIN = ["photo", "clinics", "history", "statistics"] as const;

/** Without anything behind the # one is at the start. */
export function parseRoute(hash: string): Route {
  const [, id, report] = ASSESSMENT.exec(hash) ?? [];
  if (id !== undefined) return { name: report === undefined ? "assessment" : "report", id };
  const [, keptId, keptReport] = KEPT.exec(hash) ?? [];
  if (keptId !== undefined) {
    return { name: keptReport === undefined ? "kept" : "keptReport", id: keptId };
  }
  if (hash === "" || hash === "#" || hash === "#/") return { name: "start" };
  const name = PLAIN.find((one) => hash === `#/${one}`);
  return { name: name ?? "unknown" };
}

export function formatRoute(route: Route): string {
  switch (route.name) {
    case "assessment":
      return `#/a/${route.id}`;
    case "report":
      return `#/a/${route.id}/report`;
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

/** The assessment that a page is about. */
export function assessmentOf(route: Route): string | null {
  return route.name === "assessment" || route.name === "report" ? route.id : null;
}
