/** The last photo of each head region on this device. */

import type { Answers } from "../../assessment/answers";
import { HEAD_REGIONS, type HeadRegion } from "../../vocabulary";
import { type KeptResult, newestFirst } from "./record";
import { listResults } from "./store";

export interface LastPhoto {
  site: HeadRegion;
  createdAt: string;
  /** A data: URL. */
  photo: string;
}

type Whose = Pick<Answers, "sex" | "ageGroup">;

/** Return the last photos on this device; none where storage fails. */
export async function loadLastPhotos(whose: Whose): Promise<LastPhoto[]> {
  try {
    return lastPhotos(await listResults(), whose);
  } catch {
    return []; // reported where the person keeps a result
  }
}

/** Return the newest photo of each head region; of this sex and age group, as far as they are known. */
export function lastPhotos(kept: readonly KeptResult[], { sex, ageGroup }: Whose): LastPhoto[] {
  const own = newestFirst(kept).filter(
    ({ assessment: { cohort } }) =>
      (sex === null || cohort.sex === sex) && (ageGroup === null || cohort.ageGroup === ageGroup),
  );
  return HEAD_REGIONS.flatMap((site) => {
    const last = own.find((each) => each.assessment.site === site && each.photo !== null);
    if (last === undefined || last.photo === null) return [];
    return [{ site, createdAt: last.assessment.createdAt, photo: last.photo }];
  });
}
