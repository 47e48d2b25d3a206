/** The browser's modal dialog, which keeps focus inside and closes on Escape. */

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useLatest } from "./useLatest";

/** Open the dialog that gets the ref; `onClose` is called however it was closed. */
export function useModal(onClose: () => void): RefObject<HTMLDialogElement | null> {
  const ref = useRef<HTMLDialogElement>(null);
  const closed = useLatest(onClose);
  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return undefined;
    const close = () => closed.current();
    // Not as a prop: Preact finds event names by `onclose`, which elements lack where <dialog> is unknown.
    dialog.addEventListener("close", close);
    void open(dialog);
    return () => dialog.removeEventListener("close", close);
  }, [closed]);
  return ref;
}

async function open(dialog: HTMLDialogElement): Promise<void> {
  if (typeof dialog.showModal !== "function") {
    const { polyfillDialog } = await import("./modalPolyfill");
    polyfillDialog(dialog);
  }
  dialog.showModal();
}
