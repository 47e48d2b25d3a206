/** Provinces and districts from the site's own data, drawn below OpenStreetMap's tiles. */

import type { Feature, FeatureCollection, MultiPolygon, Polygon } from "geojson";
import * as L from "leaflet";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import koreaUrl from "../../../generated/korea.json?url";
import { PROVINCE_LABELS } from "../provinces";
import { labelPoint } from "./labelPoint";

interface District {
  province: string;
  name: string;
}
type Korea = Topology<{ districts: GeometryCollection<District> }>;

/** Zoom level from which districts are labelled instead of provinces. */
const DISTRICT_LABEL_ZOOM = 10;

/** Add borders and labels; a failed download is ignored, as the map still shows hospitals. */
export async function addLand(
  map: L.Map,
  provinces: Record<string, string>,
  attribution: string,
): Promise<void> {
  const response = await fetch(koreaUrl);
  if (!response.ok) return;
  const korea = (await response.json()) as Korea;
  const { districts } = korea.objects;
  if (districts.geometries.length === 0) return;
  const pane = "land";
  map.createPane(pane);
  const renderer = L.svg({ pane, padding: 0.5 });
  const shapes = feature(korea, districts) as FeatureCollection<Polygon | MultiPolygon, District>;
  const style = (className: string) => ({ renderer, pane, className, interactive: false });
  L.geoJSON(shapes, { ...style("land-district"), attribution }).addTo(map);
  const border = mesh(korea, districts, (a, b) => provinceOf(a) !== provinceOf(b));
  L.geoJSON(border, style("land-province")).addTo(map);
  addNames(map, shapes.features, provinces);
}

function provinceOf(area: unknown): string | undefined {
  return (area as { properties?: District }).properties?.province;
}

function addNames(
  map: L.Map,
  districts: Feature<Polygon | MultiPolygon, District>[],
  provinces: Record<string, string>,
): void {
  map.createPane("names");
  const ofProvinces = L.layerGroup(
    PROVINCE_LABELS.map(([code, latitude, longitude]) =>
      name([latitude, longitude], provinces[code] ?? "", "land-name land-name-province"),
    ),
  );
  const ofDistricts = L.layerGroup(
    districts.map(({ geometry, properties }) =>
      name(labelPoint(geometry), properties.name, "land-name"),
    ),
  );
  const choose = () => {
    const close = map.getZoom() >= DISTRICT_LABEL_ZOOM;
    (close ? ofProvinces : ofDistricts).remove();
    (close ? ofDistricts : ofProvinces).addTo(map);
  };
  map.on("zoomend", choose);
  choose();
}

function name(at: L.LatLngExpression, text: string, className: string): L.Marker {
  const label = document.createElement("span");
  label.textContent = text;
  const icon = L.divIcon({ html: label, className, iconSize: [0, 0] });
  return L.marker(at, { icon, pane: "names", interactive: false, keyboard: false });
}
