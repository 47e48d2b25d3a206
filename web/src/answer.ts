/** An answer of the API that a component waits for. */

import { useEffect, useState } from "preact/hooks";
import { ApiError } from "./api";

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
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (key === null) return undefined;
    const running = new AbortController();
    setLoading(true);
    setFailure(null);
    ask(running.signal).then(
      (answer) => {
        if (running.signal.aborted) return;
        setValue(answer);
        setLoading(false);
      },
      (error: unknown) => {
        if (running.signal.aborted) return;
        setValue(null);
        setFailure(error instanceof ApiError ? error.code : "unexpected");
        setLoading(false);
      },
    );
    return () => running.abort();
  }, [key, attempt]);
  return { value, failure, loading, retry: () => setAttempt(attempt + 1) };
}
