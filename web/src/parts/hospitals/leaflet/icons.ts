/** Pins and clusters as elements that leaflet.css colours. */

import * as L from "leaflet";
import type { Hospital } from "../hospital";

const SVG = "http://www.w3.org/2000/svg";
const DROP =
  "M14 1C7 1 1.500 6.500 1.500 13.400 1.500 22 14 35 14 35s12.500-13 12.500-21.600C26.500 6.500 21 1 14 1Z";
const CROSS = "M14 8v11M8.500 13.500h11";

/** Return a pin: filled for a hospital named after dermatology, hollow for one with a department. */
export function pinIcon(match: Hospital["match"], chosen: boolean): L.DivIcon {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 28 36");
  svg.append(path(DROP, "pin-drop"), path(CROSS, "pin-cross"));
  const size: L.PointTuple = chosen ? [38, 49] : [28, 36];
  return L.divIcon({
    html: svg as unknown as HTMLElement,
    className: `pin pin-${match}${chosen ? " pin-chosen" : ""}`,
    iconSize: size,
    iconAnchor: [size[0] / 2, size[1] - 1],
  });
}

function path(shape: string, className: string): SVGPathElement {
  const element = document.createElementNS(SVG, "path");
  element.setAttribute("d", shape);
  element.setAttribute("class", className);
  return element;
}

const SIZES: readonly [from: number, pixels: number][] = [
  [100, 56],
  [10, 48],
  [0, 40],
];

export function clusterIcon(count: number): L.DivIcon {
  const label = document.createElement("span");
  label.textContent = String(count);
  const pixels = SIZES.find(([from]) => count >= from)?.[1] ?? 40;
  return L.divIcon({ html: label, className: "cluster", iconSize: [pixels, pixels] });
}

export function personIcon(): L.DivIcon {
  return L.divIcon({ className: "person", iconSize: [18, 18] });
}
