/** The map drawn by Kakao. */

import type { Clinic, Position } from "../hospital";
import type { ClinicMap, MapSettings } from "../map";
import type { KakaoMaps } from "./load";

/** Kakao counts from 1, the closest, to 14. */
const LEVEL_KOREA = 13;
const LEVEL_CLINIC = 4;
const CENTRE_OF_KOREA: Position = { latitude: 36.2, longitude: 127.9 };

export class KakaoMap implements ClinicMap {
  readonly #maps: KakaoMaps;
  readonly #onSelect: (id: string) => void;
  readonly #map: kakao.maps.Map;
  readonly #clusters: kakao.maps.MarkerClusterer;
  readonly #info: kakao.maps.CustomOverlay;
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
    this.#info = new maps.CustomOverlay({
      content: details,
      position: centre,
      xAnchor: 0.5,
      yAnchor: 1.15,
      zIndex: 2,
      clickable: true,
    });
  }

  show(clinics: readonly Clinic[], seen: readonly Clinic[]): void {
    this.#clusters.clear();
    this.#clusters.addMarkers(clinics.map((clinic) => this.#marker(clinic)));
    if (seen.length === 0) return;
    const bounds = new this.#maps.LatLngBounds();
    for (const clinic of seen) bounds.extend(this.#at(clinic));
    this.#map.setBounds(bounds);
  }

  select(clinic: Clinic | null): void {
    this.#info.setMap(null);
    this.#chosen.setMap(null);
    if (clinic === null) return;
    const position = this.#at(clinic);
    this.#chosen.setPosition(position);
    this.#chosen.setMap(this.#map);
    this.#info.setPosition(position);
    this.#info.setMap(this.#map);
    if (this.#map.getLevel() > LEVEL_CLINIC) this.#map.setLevel(LEVEL_CLINIC);
    this.#map.panTo(position);
  }

  stand(position: Position | null): void {
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
    this.stand(null);
    this.#clusters.clear();
  }

  #at({ latitude, longitude }: Position): kakao.maps.LatLng {
    return new this.#maps.LatLng(latitude, longitude);
  }

  #marker(clinic: Clinic): kakao.maps.Marker {
    const marker = new this.#maps.Marker({ position: this.#at(clinic), title: clinic.name });
    this.#maps.event.addListener(marker, "click", () => this.#onSelect(clinic.id));
    return marker;
  }
}
