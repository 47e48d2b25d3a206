/**
 * Answers and photo in the tab's session storage, so that they survive a reload.
 *
 * No other tab can read them, and they end with the tab. What exceeds the quota is not stored.
 */

import { AGE_GROUPS, HEAD_REGIONS, SEXES } from "../vocabulary";
import type { Answers, Journey, JourneyState } from "./journey";
import type { PreparedPhoto } from "./preparedPhoto";

type Session = Pick<JourneyState, "answers" | "photo" | "photoOf">;

/** A photo as text; `preview` without its object URL, which ends with the page. */
interface StoredPhoto extends Omit<PreparedPhoto, "file" | "preview"> {
  size: { width: number; height: number } | null;
  /** The file in Base64. */
  data: string;
}

/** Return what was stored before the reload; nulls where storage is switched off. */
export function restoreSession(): Session {
  const answers = read("answers");
  const photo = fromStored(read("photo") as StoredPhoto | null);
  return {
    answers: isAnswers(answers) ? answers : null,
    photo,
    photoOf: photo && (read("photoOf") as string | null),
  };
}

/** Store every change from now on; return a function that stops this. */
export function persistSession(journey: Journey): () => void {
  let before: Session = journey.state;
  return journey.subscribe(() => {
    const { answers, photo, photoOf } = journey.state;
    if (answers !== before.answers) write("answers", answers);
    if (photoOf !== before.photoOf) write("photoOf", photoOf);
    if (photo !== before.photo) {
      write("photo", null);
      if (photo) {
        void toStored(photo).then((text) => {
          if (journey.state.photo === photo) write("photo", text); // unless another was chosen
        });
      }
    }
    before = { answers, photo, photoOf };
  });
}

/** Whether stored answers are valid: the vocabulary may have changed with a new version of the site. */
function isAnswers(value: unknown): value is Answers {
  if (typeof value !== "object" || value === null) return false;
  const { sex, ageGroup, site, consent, research } = value as Answers;
  const known = SEXES.includes(sex) && AGE_GROUPS.includes(ageGroup);
  const knownRegion = site === undefined || site === null || HEAD_REGIONS.includes(site);
  return known && knownRegion && consent && typeof research === "boolean";
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

function read(key: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null; // storage is switched off
  }
}

function write(key: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // full or switched off: the value lasts as long as the page
  }
}
