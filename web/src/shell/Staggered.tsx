import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

const waiting: (() => void)[] = [];

function letOneIn() {
  waiting.shift()?.();
  if (waiting.length > 0) setTimeout(letOneIn);
}

/**
 * Its children as soon as those that asked before have come, each in a turn of its own, so that what is in
 * sight comes first and a phone can answer a touch in between. For what lies below the first screen.
 */
export function InTurn({ children }: { children: ComponentChildren }) {
  const [come, setCome] = useState(false);
  useEffect(() => {
    const enter = () => setCome(true);
    if (waiting.push(enter) === 1) setTimeout(letOneIn);
    return () => {
      const place = waiting.indexOf(enter);
      if (place >= 0) waiting.splice(place, 1);
    };
  }, []);
  return come ? children : null;
}
