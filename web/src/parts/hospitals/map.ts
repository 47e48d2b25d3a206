/** What the page needs of a map, whoever draws it. */

import type { Hospital, Position } from "./hospital";

export interface HospitalMap {
  /** Draw these instead of those before, and move until all of `fitTo` are, if there are any. */
  show(hospitals: readonly Hospital[], fitTo: readonly Hospital[]): void;
  /** Move to one and open its info window; null closes it. */
  select(hospital: Hospital | null): void;
  /** Mark where the person is. */
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
    /** Whom the drawn borders come from, and the tiles. */
    borders: string;
    tiles: string;
    provinces: Record<string, string>;
  };
  onSelect: (id: string) => void;
}

export type OpenMap = (settings: MapSettings) => Promise<HospitalMap>;
