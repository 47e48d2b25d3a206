/** The browser's modal dialog, which keeps focus inside and closes on Escape. */

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useLatest } from "./useLatest";

/** Opens the dialog that gets the ref; `onClose` is called when it has closed, however that came. */
export function useModal(onClose: () => void): RefObject<HTMLDialogElement | null> {
  const ref = useRef<HTMLDialogElement>(null);
  const closed = useLatest(onClose);
  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return undefined;
    const close = () => closed.current();
    // By hand: where `<dialog>` is unknown it has no `onclose`, by which Preact finds an event's name.
    dialog.addEventListener("close", close);
    void open(dialog);
    return () => dialog.removeEventListener("close", close);
  }, [closed]);
  return ref;
}

async function open(dialog: HTMLDialogElement): Promise<void> {
  if (typeof dialog.showModal !== "function") {
    const { standIn } = await import("./modalPolyfill");
    standIn(dialog);
  }
  dialog.showModal();
}
