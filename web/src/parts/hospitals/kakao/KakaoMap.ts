/** The map by Kakao Maps. */

import type { Hospital, Position } from "../hospital";
import type { HospitalMap, MapSettings } from "../map";
import type { KakaoMaps } from "./load";
import "./kakao.css";

/** Kakao's zoom levels go from 1, the closest, to 14. */
const LEVEL_KOREA = 13;
const LEVEL_SURROUNDINGS = 6;
/** Closest level where no hospital is shown, so that there is more to see than land. */
const LEVEL_WIDE = 10;
const LEVEL_HOSPITAL = 4;
const CENTRE_OF_KOREA: Position = { latitude: 36.2, longitude: 127.9 };

export class KakaoMap implements HospitalMap {
  readonly #maps: KakaoMaps;
  readonly #onSelect: (id: string) => void;
  readonly #map: kakao.maps.Map;
  readonly #clusters: kakao.maps.MarkerClusterer;
  readonly #info: kakao.maps.InfoWindow;
  readonly #chosen: kakao.maps.Marker;
  #person: kakao.maps.Circle | null = null;

  constructor(maps: KakaoMaps, { element, details, onSelect }: MapSettings) {
    this.#maps = maps;
    this.#onSelect = onSelect;
    const centre = this.#at(CENTRE_OF_KOREA);
    this.#map = new maps.Map(element, { center: centre, level: LEVEL_KOREA });
    this.#map.addControl(new maps.ZoomControl(), maps.ControlPosition.TOPLEFT);
    this.#clusters = new maps.MarkerClusterer({ map: this.#map, averageCenter: true, minLevel: 3 });
    this.#chosen = new maps.Marker({ position: centre, zIndex: 1 });
    details.classList.add("clinic-info-kakao");
    // Without Kakao's own button to close it, which reports nothing; the details have one.
    this.#info = new maps.InfoWindow({ content: details, removable: false, zIndex: 2 });
  }

  show(hospitals: readonly Hospital[], fitTo: readonly Hospital[]): void {
    this.#clusters.clear();
    this.#clusters.addMarkers(hospitals.map((hospital) => this.#marker(hospital)));
    if (fitTo.length === 0) return;
    const bounds = new this.#maps.LatLngBounds();
    for (const hospital of fitTo) bounds.extend(this.#at(hospital));
    this.#map.setBounds(bounds);
    if (hospitals.length === 0 && this.#map.getLevel() < LEVEL_WIDE) {
      this.#map.setLevel(LEVEL_WIDE);
    }
  }

  select(hospital: Hospital | null): void {
    this.#info.close();
    this.#chosen.setMap(null);
    if (hospital === null) return;
    const position = this.#at(hospital);
    this.#chosen.setPosition(position);
    this.#chosen.setMap(this.#map);
    this.#info.open(this.#map, this.#chosen);
    if (this.#map.getLevel() > LEVEL_HOSPITAL) this.#map.setLevel(LEVEL_HOSPITAL);
    this.#map.panTo(position);
  }

  moveTo(position: Position): void {
    this.#map.setLevel(LEVEL_SURROUNDINGS);
    this.#map.setCenter(this.#at(position));
  }

  markPosition(position: Position | null): void {
    this.#person?.setMap(null);
    this.#person =
      position &&
      new this.#maps.Circle({
        center: this.#at(position),
        radius: 60,
        strokeWeight: 3,
        strokeColor: "#ffffff",
        fillColor: "#1d5fd1",
        fillOpacity: 1,
      });
    this.#person?.setMap(this.#map);
  }

  remove(): void {
    this.select(null);
    this.markPosition(null);
    this.#clusters.clear();
  }

  #at({ latitude, longitude }: Position): kakao.maps.LatLng {
    return new this.#maps.LatLng(latitude, longitude);
  }

  #marker(hospital: Hospital): kakao.maps.Marker {
    const marker = new this.#maps.Marker({ position: this.#at(hospital), title: hospital.name });
    this.#maps.event.addListener(marker, "click", () => this.#onSelect(hospital.id));
    return marker;
  }
}
