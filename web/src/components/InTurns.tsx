import { toChildArray, type ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

/**
 * Its children one after another, each in a turn of its own, so that what is in sight comes first and
 * a phone can answer a touch in between. For what lies below the first screen.
 */
export function InTurns({ children }: { children: ComponentChildren }) {
  const parts = toChildArray(children);
  const [shown, setShown] = useState(0);
  useEffect(() => {
    if (shown >= parts.length) return undefined;
    const timer = setTimeout(() => setShown(shown + 1));
    return () => clearTimeout(timer);
  }, [shown, parts.length]);
  return <>{parts.slice(0, shown)}</>;
}
