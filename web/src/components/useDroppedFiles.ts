import { useEffect, useState } from "preact/hooks";
import { useLatest } from "./useLatest";

/**
 * Receive files dropped or pasted anywhere on the page; return whether one is dragged over it.
 *
 * The whole page accepts them, because a photo dropped elsewhere would replace the page. `onFile` gets null
 * when something else than a file is dropped or pasted.
 */
export function useDroppedFiles(onFile: (file: File | null) => void): boolean {
  const [dragging, setDragging] = useState(false);
  const latest = useLatest(onFile);
  useEffect(() => {
    const over = (event: DragEvent) => {
      event.preventDefault();
      setDragging(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDragging(false); // the pointer left the window
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setDragging(false);
      latest.current(event.dataTransfer?.files[0] ?? null);
    };
    const paste = (event: ClipboardEvent) => latest.current(event.clipboardData?.files[0] ?? null);
    window.addEventListener("dragover", over);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    window.addEventListener("paste", paste);
    return () => {
      window.removeEventListener("dragover", over);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
      window.removeEventListener("paste", paste);
    };
  }, [latest]);
  return dragging;
}
