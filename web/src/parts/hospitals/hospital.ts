/** Hospitals and regions as the API returns them. */

import type { components } from "../../api/openapi";

type Schemas = components["schemas"];

export type Hospital = Schemas["HospitalView"];
export type HospitalPage = Schemas["HospitalList"];
export type HospitalSource = Schemas["SourceView"];
export type Notice = HospitalPage["notice"];
export type RegionList = Schemas["RegionList"];
export type Region = Schemas["RegionView"];
export type FoundPlace = Schemas["PlaceView"];
export type Hours = Schemas["OpeningHours"];
export type Day = Schemas["Day"];

/** In degrees (WGS84). The visitor's own position never leaves the browser. */
export interface Position {
  latitude: number;
  longitude: number;
}
