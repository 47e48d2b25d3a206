import { useEffect } from "preact/hooks";

/**
 * Load the glyphs for texts that are not the site's own, such as names of hospitals and products.
 *
 * They are loaded on demand, because a new font forces a layout of the whole page. Until then, or if
 * loading fails, the system's font shows these texts.
 */
export function useRareGlyphs(wanted = true): void {
  useEffect(() => {
    if (wanted) import("../styles/rare.css").catch(() => undefined);
  }, [wanted]);
}
