/** AbortSignal's `reason` and `throwIfAborted` for browsers before 2022. */

/** Return the error with which an aborted call rejects. */
export function abortError(): DOMException {
  return new DOMException("The operation was aborted.", "AbortError");
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortError();
}
