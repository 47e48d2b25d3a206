/** OpenStreetMap's tiles over the site's own map, while their server can be reached. */

import * as L from "leaflet";

const URL = "https://tile.openstreetmap.org/{z}/{x}/{y}.png";
const MAX_ZOOM = 19;

/** Consecutive failures after which no more tiles are requested. */
const MAX_FAILURES = 4;

/** Add the tile layer; remove it when the server cannot be reached, and retry once online. */
export function addTiles(map: L.Map, attribution: string): void {
  const tiles = L.tileLayer(URL, {
    maxZoom: MAX_ZOOM,
    attribution,
    // The server requires a referrer; the page's own policy would hide it.
    referrerPolicy: "strict-origin-when-cross-origin",
  });
  let failed = 0;
  tiles.on("tileload", () => {
    failed = 0;
  });
  tiles.on("tileerror", () => {
    failed += 1;
    if (failed >= MAX_FAILURES) tiles.remove();
  });
  const again = () => {
    failed = 0;
    tiles.addTo(map);
  };
  window.addEventListener("online", again);
  map.on("unload", () => window.removeEventListener("online", again));
  tiles.addTo(map);
}
