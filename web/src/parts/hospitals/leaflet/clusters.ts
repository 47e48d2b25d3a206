/** Clusters of markers, by Leaflet's plug-in. */

import type * as Leaflet from "leaflet";
import "leaflet";
import "leaflet.markercluster";
import "leaflet.markercluster/dist/MarkerCluster.css";

/** The plug-in adds to the object that Leaflet leaves on the window, of which imports are copies. */
const { markerClusterGroup } = (window as unknown as { L: typeof Leaflet }).L;

export { markerClusterGroup };
