import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

/**
 * What lies below the first screen, built in a turn of its own once what is above has been painted, so
 * that no turn keeps a phone from answering.
 */
export function Later({ children }: { children: ComponentChildren }) {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true));
    return () => clearTimeout(timer);
  }, []);
  return due ? children : null;
}
