/** Results of a search, page by page. */

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiError, getJson } from "../../api/client";
import type { Hospital, HospitalPage, HospitalSource, Notice } from "./hospital";
import { queryParameters, type SearchQuery } from "./query";

export interface FoundHospitals {
  name: "found";
  hospitals: Hospital[];
  /** Hospitals of the first response, to which the map is fitted. */
  first: readonly Hospital[];
  sources: HospitalSource[];
  notice: Notice;
  nextCursor: string | null;
  /** State of the request for the next page. */
  more: "idle" | "loading" | "failed";
}

export type SearchState =
  | { name: "idle" }
  | { name: "loading" }
  | { name: "failed"; code: string }
  | FoundHospitals;

function appendPage(before: FoundHospitals | null, page: HospitalPage): FoundHospitals {
  const known = new Set(before?.sources.map(({ id }) => id));
  return {
    name: "found",
    hospitals: [...(before?.hospitals ?? []), ...page.hospitals],
    first: before?.first ?? [],
    sources: [...(before?.sources ?? []), ...page.sources.filter(({ id }) => !known.has(id))],
    notice: page.notice,
    nextCursor: page.nextCursor,
    more: "idle",
  };
}

async function search(
  query: SearchQuery,
  before: FoundHospitals | null,
  signal: AbortSignal,
): Promise<FoundHospitals> {
  let found = before;
  do {
    const parameters = queryParameters(query, found?.nextCursor ?? null);
    found = appendPage(found, await getJson<HospitalPage>("/hospitals", parameters, signal));
  } while (query.by === "cell" && found.nextCursor !== null); // complete, to sort it by distance
  return before === null ? { ...found, first: found.hospitals } : found;
}

export function useHospitals(query: SearchQuery | null): {
  state: SearchState;
  retry: () => void;
  more: () => void;
} {
  const [state, setState] = useState<SearchState>({ name: "idle" });
  const running = useRef<AbortController | null>(null);

  const run = useCallback(async function run(
    next: SearchQuery,
    before: FoundHospitals | null,
  ): Promise<void> {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    setState(before === null ? { name: "loading" } : { ...before, more: "loading" });
    try {
      const found = await search(next, before, own.signal);
      if (!own.signal.aborted) setState(found);
    } catch (error) {
      if (own.signal.aborted) return;
      const code = error instanceof ApiError ? error.code : "unexpected";
      // The list was reloaded since, which invalidates its cursors: start again.
      if (before !== null && code === "invalid_cursor") await run(next, null);
      else setState(before === null ? { name: "failed", code } : { ...before, more: "failed" });
    }
  }, []);

  useEffect(() => {
    if (query === null) setState({ name: "idle" });
    else void run(query, null);
    return () => running.current?.abort();
  }, [query, run]);

  return {
    state,
    retry: () => {
      if (query !== null) void run(query, null);
    },
    more: () => {
      if (query !== null && state.name === "found") void run(query, state);
    },
  };
}
