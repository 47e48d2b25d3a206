import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

const queue: (() => void)[] = [];

function renderNext() {
  queue.shift()?.();
  if (queue.length > 0) setTimeout(renderNext);
}

/**
 * Render `children` in a task of their own, after those of the instances mounted before.
 *
 * For what lies below the first screen: the visible part is painted first, and a slow phone can react to
 * a touch between two tasks.
 */
export function Staggered({ children }: { children: ComponentChildren }) {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const enter = () => setDue(true);
    if (queue.push(enter) === 1) setTimeout(renderNext);
    return () => {
      const index = queue.indexOf(enter);
      if (index >= 0) queue.splice(index, 1);
    };
  }, []);
  return due ? children : null;
}
