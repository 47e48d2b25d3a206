/**
 * Answers and photo in the tab's session storage, so that they survive a reload; answers that the person
 * saves, in the device's local storage.
 *
 * No other tab can read the session, and it ends with the tab. What exceeds the quota is not stored.
 */

import { fromSaved, isAnswers, isSavedAnswers } from "./answers";
import type { Journey, JourneyState } from "./journey";
import type { PreparedPhoto } from "./preparedPhoto";
import { eachPlace, PLACES, ShotStore } from "./shots";

type Session = Pick<JourneyState, "answers" | "saved" | "photo" | "photoOf">;

const session = () => sessionStorage;
const device = () => localStorage;

/** A photo as text; `preview` without its object URL, which ends with the page. */
interface StoredPhoto extends Omit<PreparedPhoto, "file" | "preview"> {
  size: { width: number; height: number } | null;
  /** The file in Base64. */
  data: string;
}

/** Return what was stored before; empty where storage is switched off. */
export function restoreSession(): Session {
  const answers = read(session, "answers");
  const stored = read(device, "answers");
  const saved = isSavedAnswers(stored) ? stored : null;
  if (saved === null) write(device, "answers", null); // expired
  const photo = fromStored(read(session, "photo") as StoredPhoto | null);
  return {
    answers: isAnswers(answers) ? answers : fromSaved(saved),
    saved,
    photo,
    photoOf: photo && (read(session, "photoOf") as string | null),
  };
}

/** Store every change from now on; return a function that stops this. */
export function persistSession(journey: Journey): () => void {
  let before: Session = journey.state;
  return journey.subscribe(() => {
    const { answers, saved, photo, photoOf } = journey.state;
    if (answers !== before.answers) write(session, "answers", answers);
    if (saved !== before.saved) write(device, "answers", saved);
    if (photoOf !== before.photoOf) write(session, "photoOf", photoOf);
    if (photo !== before.photo) storePhoto("photo", photo, () => journey.state.photo);
    before = { answers, saved, photo, photoOf };
  });
}

/** Return the check of three places that was stored before. */
export function restoreShots(): ShotStore {
  return new ShotStore(
    eachPlace((place) => ({
      photo: fromStored(read(session, `shot.${place}`) as StoredPhoto | null),
      id: read(session, `shot.${place}.id`) as string | null,
    })),
  );
}

/** Store every change of the check from now on; return a function that stops this. */
export function persistShots(store: ShotStore): () => void {
  let before = store.shots;
  return store.subscribe(() => {
    for (const place of PLACES) {
      const { photo, id } = store.shots[place];
      if (id !== before[place].id) write(session, `shot.${place}.id`, id);
      if (photo !== before[place].photo) {
        storePhoto(`shot.${place}`, photo, () => store.shots[place].photo);
      }
    }
    before = store.shots;
  });
}

/** Store a photo, unless another one has been chosen meanwhile. */
function storePhoto(
  key: string,
  photo: PreparedPhoto | null,
  current: () => PreparedPhoto | null,
): void {
  write(session, key, null);
  if (photo === null) return;
  void toStored(photo).then((text) => {
    if (current() === photo) write(session, key, text);
  });
}

async function toStored({ file, preview, ...known }: PreparedPhoto): Promise<StoredPhoto> {
  const address = await new Promise<string>((resolve) => {
    const reader = new FileReader();
    reader.onloadend = () => resolve(String(reader.result));
    reader.readAsDataURL(file);
  });
  const size = preview && { width: preview.width, height: preview.height };
  return { ...known, size, data: address.slice(address.indexOf(",") + 1) };
}

function fromStored(stored: StoredPhoto | null): PreparedPhoto | null {
  if (stored === null) return null;
  const { size, data, ...known } = stored;
  try {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const file = new Blob([bytes], { type: known.contentType });
    return { file, preview: size && { url: URL.createObjectURL(file), ...size }, ...known };
  } catch {
    return null; // written by another version of the site
  }
}

function read(storage: () => Storage, key: string): unknown {
  try {
    return JSON.parse(storage().getItem(key) ?? "null");
  } catch {
    return null; // storage is switched off
  }
}

function write(storage: () => Storage, key: string, value: unknown): void {
  try {
    if (value === null) storage().removeItem(key);
    else storage().setItem(key, JSON.stringify(value));
  } catch {
    // full or switched off: the value lasts as long as the page
  }
}
