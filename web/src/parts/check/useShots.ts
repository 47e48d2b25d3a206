import { useEffect, useState } from "preact/hooks";
import type { ShotStore, Shots } from "../../assessment/shots";

/** Return the shots of a check, and follow their changes. */
export function useShots(store: ShotStore): Shots {
  const [shots, setShots] = useState(store.shots);
  useEffect(() => {
    setShots(store.shots);
    return store.subscribe(() => setShots(store.shots));
  }, [store]);
  return shots;
}
