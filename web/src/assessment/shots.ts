/** Photos and assessments of a check of three places, which are shown together. */

import type { HeadRegion } from "../vocabulary";
import { type PreparedPhoto, releasePhoto } from "./preparedPhoto";

/** The places of such a check, in the order in which they are photographed. */
export const PLACES = ["crown", "parting", "back"] as const;
export type Place = (typeof PLACES)[number];

/** The API's head region of each place; it has none that means the parting. */
export const REGION_OF: Record<Place, HeadRegion | null> = {
  crown: "top",
  parting: null,
  back: "back",
};

/** Ids of the assessments of a check; null where there is no photo, or not yet one that was sent. */
export type PlaceIds = Record<Place, string | null>;

/** One place's photo, if it is on this device, and its assessment once the photo has been sent. */
export interface Shot {
  photo: PreparedPhoto | null;
  id: string | null;
}
export type Shots = Record<Place, Shot>;

export const NO_SHOT: Shot = { photo: null, id: null };
const NO_SHOTS: Shots = { crown: NO_SHOT, parting: NO_SHOT, back: NO_SHOT };

/** Return a value for each place. */
export function eachPlace<Value>(value: (place: Place) => Value): Record<Place, Value> {
  return { crown: value("crown"), parting: value("parting"), back: value("back") };
}

/** The shots of the check in this tab; at most one check at a time. */
export class ShotStore {
  #shots: Shots;
  #listeners = new Set<() => void>();

  constructor(shots: Shots = NO_SHOTS) {
    this.#shots = shots;
  }

  get shots(): Shots {
    return this.#shots;
  }

  get ids(): PlaceIds {
    return eachPlace((place) => this.#shots[place].id);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  set(place: Place, shot: Shot): void {
    this.#replace({ ...this.#shots, [place]: shot });
  }

  /** Begin another check, unless photos wait to be sent. */
  begin(): void {
    const waiting = PLACES.some((place) => {
      const { photo, id } = this.#shots[place];
      return photo !== null && id === null;
    });
    if (!waiting) this.#replace(NO_SHOTS);
  }

  /** Hold the check of these assessments, with the photos of those that are this tab's own. */
  show(ids: PlaceIds): void {
    if (PLACES.every((place) => ids[place] === this.#shots[place].id)) return;
    this.#replace(
      eachPlace((place) =>
        this.#shots[place].id === ids[place] ? this.#shots[place] : { photo: null, id: ids[place] },
      ),
    );
  }

  /** Release the photo of a deleted assessment. */
  forget(id: string): void {
    for (const place of PLACES) if (this.#shots[place].id === id) this.set(place, NO_SHOT);
  }

  /** Return the address of an assessment's photo, if that is on this device. */
  photoUrl(id: string | null): string | null {
    const place = PLACES.find((each) => id !== null && this.#shots[each].id === id);
    return place === undefined ? null : (this.#shots[place].photo?.preview?.url ?? null);
  }

  #replace(shots: Shots): void {
    const before = this.#shots;
    this.#shots = shots;
    const kept = PLACES.map((place) => shots[place].photo);
    for (const place of PLACES) {
      if (!kept.includes(before[place].photo)) releasePhoto(before[place].photo);
    }
    for (const listener of this.#listeners) listener();
  }
}
