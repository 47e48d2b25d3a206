import { useEffect, useState } from "preact/hooks";
import { useLatest } from "../../components/useLatest";

/**
 * Files dropped or pasted anywhere on the page; the answer says whether one hovers over it.
 *
 * The whole page takes them: a photo let go beside the field would otherwise replace the page.
 * `onFile` gets null for what is dropped or pasted and is no file.
 */
export function useDroppedFiles(onFile: (file: File | null) => void): boolean {
  const [dragging, setDragging] = useState(false);
  const give = useLatest(onFile);
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
      give.current(event.dataTransfer?.files[0] ?? null);
    };
    const paste = (event: ClipboardEvent) => give.current(event.clipboardData?.files[0] ?? null);
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
  }, [give]);
  return dragging;
}
