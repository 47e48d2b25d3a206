/** The visitor's position from the browser; it is held in memory and never sent. */

import type { Position } from "./hospital";

export type PositionFailure = "refused" | "unavailable" | "timeout" | "abroad";

const OPTIONS: PositionOptions = {
  enableHighAccuracy: false,
  timeout: 10_000,
  maximumAge: 300_000,
};

/** Bounding box of South Korea; no hospital is listed outside of it. */
const KOREA = { south: 32.9, north: 38.7, west: 124.4, east: 132 };

export function isInKorea({ latitude, longitude }: Position): boolean {
  const { south, north, west, east } = KOREA;
  return latitude >= south && latitude <= north && longitude >= west && longitude <= east;
}

/** Return the reason for a code of GeolocationPositionError. */
export function positionFailure(code: number): PositionFailure {
  if (code === 1) return "refused";
  return code === 3 ? "timeout" : "unavailable";
}

export function requestPosition(): Promise<Position | PositionFailure> {
  return new Promise((resolve) => {
    if (!("geolocation" in navigator)) {
      resolve("unavailable");
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => {
        const position = { latitude, longitude };
        resolve(isInKorea(position) ? position : "abroad");
      },
      ({ code }) => resolve(positionFailure(code)),
      OPTIONS,
    );
  });
}
