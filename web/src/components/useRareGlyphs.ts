import { useEffect } from "preact/hooks";

/**
 * Glyphs for texts of other people, such as the names of clinics and products, once they are wanted:
 * every page is laid out anew when its fonts change. Without them the system's font shows these texts.
 */
export function useRareGlyphs(wanted = true): void {
  useEffect(() => {
    if (wanted) import("../styles/rare.css").catch(() => undefined);
  }, [wanted]);
}
