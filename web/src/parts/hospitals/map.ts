/** Interface of the map, implemented with Kakao Maps and with Leaflet. */

import type { Hospital, Position } from "./hospital";

export interface HospitalMap {
  /** Replace the markers, and fit the view to `fitTo` unless it is empty. */
  show(hospitals: readonly Hospital[], fitTo: readonly Hospital[]): void;
  /** Move to a hospital and open its info window; null closes it. */
  select(hospital: Hospital | null): void;
  /** Move to a place, at a scale that shows its surroundings. */
  moveTo(position: Position): void;
  /** Mark the visitor's position; null removes the mark. */
  markPosition(position: Position | null): void;
  remove(): void;
}

export interface MapSettings {
  element: HTMLElement;
  /** Content of the info window; filled by the page before `select`. */
  details: HTMLElement;
  words: {
    zoomIn: string;
    zoomOut: string;
    /** Attributions of the borders and of the tiles. */
    borders: string;
    tiles: string;
    provinces: Record<string, string>;
  };
  onSelect: (id: string) => void;
}
