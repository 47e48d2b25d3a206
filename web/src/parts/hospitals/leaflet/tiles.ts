/** OpenStreetMap's tiles over our own map, for as long as they can be had. */

import * as L from "leaflet";

const URL = "https://tile.openstreetmap.org/{z}/{x}/{y}.png";
const MAX_ZOOM = 19;

/** So many tiles in a row must fail before none are asked for any more. */
const PATIENCE = 4;

/** Keeps asking for tiles from leaving holes and errors where there is no way to their server. */
export function addTiles(map: L.Map, attribution: string): void {
  const tiles = L.tileLayer(URL, {
    maxZoom: MAX_ZOOM,
    attribution,
    // The server answers only to who says where the map is; the page's own policy would hide it.
    referrerPolicy: "strict-origin-when-cross-origin",
  });
  let failed = 0;
  tiles.on("tileload", () => {
    failed = 0;
  });
  tiles.on("tileerror", () => {
    failed += 1;
    if (failed >= PATIENCE) tiles.remove();
  });
  const again = () => {
    failed = 0;
    tiles.addTo(map);
  };
  window.addEventListener("online", again);
  map.on("unload", () => window.removeEventListener("online", again));
  tiles.addTo(map);
}
