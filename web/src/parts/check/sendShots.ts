/** Upload of a check's photos, one after the other, each as an assessment of its own. */

import { createAssessment, deleteAssessment } from "../../api/client";
import { type Answers, toRequest } from "../../assessment/answers";
import { type SendPorts, sendPhoto } from "../../assessment/sendPhoto";
import { PLACES, type Place, REGION_OF, type ShotStore, type Shots } from "../../assessment/shots";
import { uploadPhoto } from "../../assessment/upload";
import { connection } from "../../shell/connection";

const PORTS: SendPorts = {
  create: createAssessment,
  upload: uploadPhoto,
  remove: deleteAssessment,
  connection,
};

/** How far the sending has come: `fraction` of the place's photo, or why it waits. */
export interface Sending {
  place: Place;
  fraction: number;
  paused: "offline" | "retrying" | null;
}

/** Return the places whose photos have not been sent. */
export function unsentPlaces(shots: Shots): Place[] {
  return PLACES.filter((place) => shots[place].photo !== null && shots[place].id === null);
}

/**
 * Send what has not been sent, with the same answers; a photo that arrived is not sent again.
 *
 * The statistics are about people, so they count one place of each check: the first.
 */
export async function sendShots(
  store: ShotStore,
  answers: Answers,
  onSending: (sending: Sending) => void,
  signal: AbortSignal,
  ports: SendPorts = PORTS,
): Promise<void> {
  for (const place of unsentPlaces(store.shots)) {
    const { photo } = store.shots[place];
    const own = { ...answers, site: REGION_OF[place], research: false };
    const counted = place === firstPlace(store.shots);
    const request = photo && toRequest(own, photo.contentType, counted);
    if (photo === null || request === null) return;
    let begun: string | null = null;
    onSending({ place, fraction: 0, paused: null });
    try {
      const { id } = await sendPhoto(ports, {
        request,
        file: photo.file,
        signal,
        onCreated: (created) => {
          begun = created.id;
        },
        onProgress: (fraction) => onSending({ place, fraction, paused: null }),
        onPaused: (paused) => onSending({ place, fraction: 0, paused }),
      });
      store.set(place, { photo, id });
    } catch (error) {
      if (begun !== null) ports.remove(begun).catch(() => undefined); // its photo never arrived
      throw error;
    }
  }
}

function firstPlace(shots: Shots): Place | undefined {
  return PLACES.find((place) => shots[place].photo !== null || shots[place].id !== null);
}
