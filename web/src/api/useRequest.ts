/** A request to the API whose response a component shows. */

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { useLatest } from "../components/useLatest";
import { ApiError } from "./client";

export interface RequestState<Value> {
  /** Latest response; kept while the next one is loading, so that the page does not jump. */
  value: Value | null;
  /** The problem's code when the request failed. */
  failure: string | null;
  loading: boolean;
  retry: () => void;
}

/**
 * Send a request, and again whenever `key` changes; nothing is sent while `key` is null.
 *
 * The request must depend on `key` alone.
 */
export function useRequest<Value>(
  key: string | null,
  send: (signal: AbortSignal) => Promise<Value>,
): RequestState<Value> {
  const [value, setValue] = useState<Value | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [loading, setLoading] = useState(true);
  const latestSend = useLatest(send);
  const running = useRef<AbortController | null>(null);

  const start = useCallback(() => {
    if (key === null) return;
    running.current?.abort();
    const request = new AbortController();
    const { signal } = request;
    running.current = request;
    setLoading(true);
    setFailure(null);
    latestSend.current(signal).then(
      (response) => {
        if (signal.aborted) return;
        setValue(response);
        setLoading(false);
      },
      (error: unknown) => {
        if (signal.aborted) return;
        setValue(null);
        setFailure(error instanceof ApiError ? error.code : "unexpected");
        setLoading(false);
      },
    );
  }, [key, latestSend]);

  useEffect(() => {
    start();
    return () => running.current?.abort();
  }, [start]);
  return { value, failure, loading, retry: start };
}
