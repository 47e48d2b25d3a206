/** AbortSignal's `reason` and `throwIfAborted`, which browsers before 2022 do not have. */

/** What a call rejects with once its signal is aborted. */
export function abortError(): DOMException {
  return new DOMException("The operation was aborted.", "AbortError");
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortError();
}
