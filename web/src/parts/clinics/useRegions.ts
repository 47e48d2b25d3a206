/** Provinces and districts that can be chosen, asked for once. */

import { useEffect, useState } from "preact/hooks";
import { getJson } from "../../api";
import type { RegionList } from "./clinic";

export type Regions =
  | { name: "loading" }
  | { name: "failed" }
  | { name: "ready"; list: RegionList };

export function useRegions(): { regions: Regions; retry: () => void } {
  const [regions, setRegions] = useState<Regions>({ name: "loading" });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const asking = new AbortController();
    setRegions({ name: "loading" });
    getJson<RegionList>("/hospitals/regions", {}, asking.signal).then(
      (list) => setRegions({ name: "ready", list }),
      () => {
        if (!asking.signal.aborted) setRegions({ name: "failed" });
      },
    );
    return () => asking.abort();
  }, [attempt]);
  return { regions, retry: () => setAttempt((count) => count + 1) };
}
