/** The map by Leaflet, which needs no key and, apart from OpenStreetMap's tiles, no network. */

import * as L from "leaflet";
import "leaflet/dist/leaflet.css";
import type { Hospital, Position } from "../hospital";
import type { HospitalMap, MapSettings } from "../map";
import { markerClusterGroup } from "./clusters";
import { clusterIcon, personIcon, pinIcon } from "./icons";
import { addLand } from "./land";
import { addTiles } from "./tiles";
import "./leaflet.css";

const KOREA: L.LatLngBoundsExpression = [
  [33.1, 125.2],
  [38.6, 130.0],
];
const REACH: L.LatLngBoundsExpression = [
  [31, 121],
  [41, 135],
];

const CLOSE = 15;
const SURROUNDINGS = 13;
/** Closest zoom where no hospital is shown, so that there is more to see than land. */
const WIDE = 10;
const CLOSEST = 18;
const CLUSTER_PIXELS = 56;

export class LeafletMap implements HospitalMap {
  readonly #map: L.Map;
  readonly #details: HTMLElement;
  readonly #onSelect: (id: string) => void;
  readonly #clusters: L.MarkerClusterGroup;
  readonly #resizing: ResizeObserver;
  #chosen: L.Marker | null = null;
  #person: L.Marker | null = null;

  constructor({ element, details, words, onSelect }: MapSettings) {
    const moving = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#details = details;
    this.#onSelect = onSelect;
    this.#map = L.map(element, {
      minZoom: 6,
      maxZoom: CLOSEST,
      zoomSnap: 0.5,
      maxBounds: REACH,
      zoomControl: false,
      attributionControl: false,
      zoomAnimation: moving,
      fadeAnimation: moving,
      markerZoomAnimation: moving,
      inertia: moving,
    });
    // At the bottom, because info windows open upwards.
    L.control
      .zoom({ position: "bottomleft", zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut })
      .addTo(this.#map);
    L.control.attribution({ prefix: false }).addTo(this.#map);
    this.#map.fitBounds(KOREA);
    // Not in the tab order: the list offers the same hospitals to keyboards.
    this.#clusters = markerClusterGroup({
      maxClusterRadius: CLUSTER_PIXELS,
      showCoverageOnHover: false,
      animate: moving,
      iconCreateFunction: (cluster) => clusterIcon(cluster.getChildCount()),
    }).addTo(this.#map);
    this.#resizing = new ResizeObserver(() => this.#map.invalidateSize({ animate: false }));
    this.#resizing.observe(element);
    void addLand(this.#map, words.provinces, words.borders).catch(() => undefined);
    addTiles(this.#map, words.tiles);
  }

  show(hospitals: readonly Hospital[], fitTo: readonly Hospital[]): void {
    this.#clusters.clearLayers();
    this.#clusters.addLayers(hospitals.map((hospital) => this.#marker(hospital)));
    if (fitTo.length === 0) return;
    const maxZoom = hospitals.length > 0 ? CLOSE : WIDE;
    this.#map.fitBounds(L.latLngBounds(fitTo.map(at)), { padding: [32, 32], maxZoom });
  }

  select(hospital: Hospital | null): void {
    this.#chosen?.remove();
    this.#chosen = null;
    this.#map.closePopup();
    if (hospital === null) return;
    this.#map.setView(at(hospital), Math.max(this.#map.getZoom(), CLOSE));
    // A separate pin, so that it is visible even while a cluster holds the hospital.
    this.#chosen = L.marker(at(hospital), {
      icon: pinIcon(hospital.match, true),
      keyboard: false,
      interactive: false,
      zIndexOffset: 10_000,
    }).addTo(this.#map);
    L.popup({
      content: this.#details,
      offset: [0, -34],
      closeButton: false,
      closeOnClick: false,
      autoPanPadding: [16, 16],
      minWidth: 220,
      maxWidth: Math.min(320, this.#map.getSize().x - 72),
      maxHeight: this.#map.getSize().y - 100,
    })
      .setLatLng(at(hospital))
      .openOn(this.#map);
  }

  moveTo(position: Position): void {
    this.#map.setView(at(position), SURROUNDINGS);
  }

  markPosition(position: Position | null): void {
    this.#person?.remove();
    this.#person =
      position &&
      L.marker(at(position), { icon: personIcon(), keyboard: false, interactive: false });
    this.#person?.addTo(this.#map);
  }

  remove(): void {
    this.#resizing.disconnect();
    // Leaflet's timer for the end of a zoom outlives the map, unless it finds that none is under way.
    Object.assign(this.#map, { _animatingZoom: false });
    this.#map.remove();
  }

  #marker(hospital: Hospital): L.Marker {
    const marker = L.marker(at(hospital), {
      icon: pinIcon(hospital.match, false),
      title: hospital.name,
      keyboard: false,
    });
    return marker.on("click", () => this.#onSelect(hospital.id));
  }
}

function at({ latitude, longitude }: Position): L.LatLngTuple {
  return [latitude, longitude];
}
