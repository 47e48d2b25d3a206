/**
 * What survives a reload: the answers and the photo, in the session storage of this tab.
 *
 * It ends with the tab, and no other tab can read it. What does not fit is not kept.
 */

import { AGE_GROUPS, SEXES, SITES } from "../vocabulary";
import type { Answers, Journey, JourneyState } from "./journey";
import type { PreparedPhoto } from "./preparedPhoto";

export type Kept = Pick<JourneyState, "answers" | "photo" | "photoOf">;

/** A photo as text: `preview` without its address, which ends with the page. */
interface StoredPhoto extends Omit<PreparedPhoto, "file" | "preview"> {
  size: { width: number; height: number } | null;
  /** The file in Base64. */
  data: string;
}

/** What was kept before the reload; nothing of it where storage is switched off. */
export function restored(): Kept {
  const answers = read("answers");
  const photo = photoFrom(read("photo") as StoredPhoto | null);
  return {
    answers: isAnswers(answers) ? answers : null,
    photo,
    photoOf: photo && (read("photoOf") as string | null),
  };
}

/** Keep what changes from now on, until the returned function is called. */
export function keepInTab(journey: Journey): () => void {
  let before: Kept = journey.state;
  return journey.subscribe(() => {
    const { answers, photo, photoOf } = journey.state;
    if (answers !== before.answers) write("answers", answers);
    if (photoOf !== before.photoOf) write("photoOf", photoOf);
    if (photo !== before.photo) {
      write("photo", null);
      if (photo) {
        void stored(photo).then((text) => {
          if (journey.state.photo === photo) write("photo", text); // else another one was chosen
        });
      }
    }
    before = { answers, photo, photoOf };
  });
}

/** The words may have changed with a new version of the site. */
function isAnswers(value: unknown): value is Answers {
  if (typeof value !== "object" || value === null) return false;
  const { sex, ageGroup, site, consent, research } = value as Answers;
  const known = SEXES.includes(sex) && AGE_GROUPS.includes(ageGroup);
  const somewhere = site === undefined || site === null || SITES.includes(site);
  return known && somewhere && consent && typeof research === "boolean";
}

async function stored({ file, preview, ...known }: PreparedPhoto): Promise<StoredPhoto> {
  const address = await new Promise<string>((resolve) => {
    const reader = new FileReader();
    reader.onloadend = () => resolve(String(reader.result));
    reader.readAsDataURL(file);
  });
  const size = preview && { width: preview.width, height: preview.height };
  return { ...known, size, data: address.slice(address.indexOf(",") + 1) };
}

function photoFrom(stored: StoredPhoto | null): PreparedPhoto | null {
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
    // full or switched off: it lasts as long as the page
  }
}
