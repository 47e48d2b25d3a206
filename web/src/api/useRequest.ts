/** An answer of the API that a component waits for. */

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { useLatest } from "../components/useLatest";
import { ApiError } from "./client";

export interface Answer<Value> {
  /** The latest answer; while the next one is awaited it stays, so that nothing jumps. */
  value: Value | null;
  /** Why there is none: the problem's code. */
  failure: string | null;
  loading: boolean;
  retry: () => void;
}

/**
 * Ask, and ask again whenever `key` changes; `null` waits.
 *
 * What is asked must depend on `key` alone.
 */
export function useAnswer<Value>(
  key: string | null,
  ask: (signal: AbortSignal) => Promise<Value>,
): Answer<Value> {
  const [value, setValue] = useState<Value | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [loading, setLoading] = useState(true);
  const latestAsk = useLatest(ask);
  const running = useRef<AbortController | null>(null);

  const start = useCallback(() => {
    if (key === null) return;
    running.current?.abort();
    const request = new AbortController();
    const { signal } = request;
    running.current = request;
    setLoading(true);
    setFailure(null);
    latestAsk.current(signal).then(
      (answer) => {
        if (signal.aborted) return;
        setValue(answer);
        setLoading(false);
      },
      (error: unknown) => {
        if (signal.aborted) return;
        setValue(null);
        setFailure(error instanceof ApiError ? error.code : "unexpected");
        setLoading(false);
      },
    );
  }, [key, latestAsk]);

  useEffect(() => {
    start();
    return () => running.current?.abort();
  }, [start]);
  return { value, failure, loading, retry: start };
}
