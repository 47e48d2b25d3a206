import { useRef } from "preact/hooks";

/**
 * The value of the latest render, for callbacks that outlive the render that made them: an effect can
 * read it without being run again whenever it changes.
 */
export function useLatest<Value>(value: Value): { readonly current: Value } {
  const latest = useRef(value);
  latest.current = value;
  return latest;
}
