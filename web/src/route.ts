/** The address behind the #: start, photo, or one assessment. */

export type Route = { name: "start" } | { name: "photo" } | { name: "assessment"; id: string };

const ASSESSMENT = /^#\/a\/([0-9a-f]{32})$/;

/** Anything that is not an address of ours leads to the start. */
export function parseRoute(hash: string): Route {
  const id = ASSESSMENT.exec(hash)?.[1];
  if (id !== undefined) return { name: "assessment", id };
  return hash === "#/photo" ? { name: "photo" } : { name: "start" };
}

export function formatRoute(route: Route): string {
  if (route.name === "assessment") return `#/a/${route.id}`;
  return route.name === "photo" ? "#/photo" : "#/";
}
