/** Provinces and districts to choose from. */

import { getJson } from "../../api/client";
import { useRequest } from "../../api/useRequest";
import type { RegionList } from "./hospital";

export type Regions =
  | { name: "loading" }
  | { name: "failed" }
  | { name: "ready"; list: RegionList };

export function useRegions(): { regions: Regions; retry: () => void } {
  const { value, failure, retry } = useRequest("regions", (signal) =>
    getJson<RegionList>("/hospitals/regions", {}, signal),
  );
  if (value !== null) return { regions: { name: "ready", list: value }, retry };
  return { regions: { name: failure === null ? "loading" : "failed" }, retry };
}
