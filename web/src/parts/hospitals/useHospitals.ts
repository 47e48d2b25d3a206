/** The answer to a question, page by page. */

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiError, getJson } from "../../api/client";
import type { Clinic, ClinicPage, ClinicSource, Notice } from "./hospital";
import { type Question, queryOf } from "./query";

export interface Found {
  name: "found";
  clinics: Clinic[];
  /** Those of the first answer, which the map shows: it stays where it is for further pages. */
  first: readonly Clinic[];
  sources: ClinicSource[];
  notice: Notice;
  nextCursor: string | null;
  /** How it goes with the page after these. */
  more: "idle" | "loading" | "failed";
}

export type Finding =
  | { name: "idle" }
  | { name: "loading" }
  | { name: "failed"; code: string }
  | Found;

export function joined(before: Found | null, page: ClinicPage): Found {
  const known = new Set(before?.sources.map(({ id }) => id));
  return {
    name: "found",
    clinics: [...(before?.clinics ?? []), ...page.hospitals],
    first: before?.first ?? [],
    sources: [...(before?.sources ?? []), ...page.sources.filter(({ id }) => !known.has(id))],
    notice: page.notice,
    nextCursor: page.nextCursor,
    more: "idle",
  };
}

async function ask(question: Question, before: Found | null, signal: AbortSignal): Promise<Found> {
  let found = before;
  do {
    const query = queryOf(question, found?.nextCursor ?? null);
    found = joined(found, await getJson<ClinicPage>("/hospitals", query, signal));
  } while (question.by === "cell" && found.nextCursor !== null); // it is sorted here, so all of it
  return before === null ? { ...found, first: found.clinics } : found;
}

export function useClinics(question: Question | null): {
  finding: Finding;
  retry: () => void;
  more: () => void;
} {
  const [finding, setFinding] = useState<Finding>({ name: "idle" });
  const running = useRef<AbortController | null>(null);

  const run = useCallback(async function run(asked: Question, before: Found | null): Promise<void> {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    setFinding(before === null ? { name: "loading" } : { ...before, more: "loading" });
    try {
      const found = await ask(asked, before, own.signal);
      if (!own.signal.aborted) setFinding(found);
    } catch (error) {
      if (own.signal.aborted) return;
      const code = error instanceof ApiError ? error.code : "unexpected";
      // A cursor of a list that has been loaded anew since leads nowhere: begin again.
      if (before !== null && code === "invalid_cursor") await run(asked, null);
      else setFinding(before === null ? { name: "failed", code } : { ...before, more: "failed" });
    }
  }, []);

  useEffect(() => {
    if (question === null) setFinding({ name: "idle" });
    else void run(question, null);
    return () => running.current?.abort();
  }, [question, run]);

  return {
    finding,
    retry: () => {
      if (question !== null) void run(question, null);
    },
    more: () => {
      if (question !== null && finding.name === "found") void run(question, finding);
    },
  };
}
