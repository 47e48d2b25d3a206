/** Marker clusters by Leaflet.markercluster. */

import type * as Leaflet from "leaflet";
import "leaflet";
import "leaflet.markercluster";
import "leaflet.markercluster/dist/MarkerCluster.css";

/** The plug-in extends the global `L`; the module's namespace object does not get the additions. */
const { markerClusterGroup } = (window as unknown as { L: typeof Leaflet }).L;

export { markerClusterGroup };
