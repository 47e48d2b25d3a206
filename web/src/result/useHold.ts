import { useRef, useState } from "preact/hooks";

/** A press this long is a hold; shorter ones are taps. */
const HOLD_MS = 350;

interface Handlers {
  onPointerDown: (event: PointerEvent) => void;
  onPointerUp: () => void;
  onPointerCancel: () => void;
  onPointerLeave: () => void;
  onContextMenu: (event: Event) => void;
}

/** Distinguish a tap, which calls `onTap`, from a hold, during which `held` is true. Scrolling is neither. */
export function useHold(onTap: () => void): { held: boolean; handlers: Handlers } {
  const [held, setHeld] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const stop = () => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    setHeld(false);
  };
  return {
    held,
    handlers: {
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        timer.current = setTimeout(() => setHeld(true), HOLD_MS);
      },
      onPointerUp: () => {
        if (timer.current !== null && !held) onTap();
        stop();
      },
      onPointerCancel: stop, // the browser scrolls
      onPointerLeave: stop,
      // A long touch opens the menu of a picture; a right click still does.
      onContextMenu: (event) => timer.current !== null && event.preventDefault(),
    },
  };
}
