/**
 * Texts that go on changing after the browser has translated the page.
 *
 * Chrome's translation puts a <font> with its own words in the place of each text. Preact would go on
 * changing, moving and removing the text that nobody sees any more, so that a caption could name another
 * symptom than the map shows. So the text goes back to its place, empty, before the <font> that stands
 * for it: it moves and disappears together with that, and takes its place again as soon as it changes.
 */

/** Follow all that is below `root`; to be called before anything is rendered there. */
export function followTranslation(root: Node): void {
  const translations = new Map<Text, HTMLElement>();
  const observer = new MutationObserver((changes) => {
    const replaced = replacedTexts(changes);
    for (const { type, target } of changes) {
      if (type !== "characterData") continue;
      const text = target as Text;
      if (replaced.get(text)?.contains(text)) continue; // moved there, and changed by the translation
      (replaced.get(text) ?? translations.get(text))?.replaceWith(text);
      replaced.delete(text);
      translations.delete(text);
    }
    for (const [text, translation] of replaced) {
      // Some move the text into their element instead of writing another.
      if (translation.contains(text)) text.replaceWith(text.cloneNode());
      text.data = "";
      translation.before(text);
      translations.set(text, translation);
    }
    for (const [text, translation] of translations) {
      if (!root.contains(text)) {
        translation.remove();
        translations.delete(text);
      } else if (text.nextSibling !== translation) text.after(translation);
    }
    observer.takeRecords(); // of what was changed here
  });
  observer.observe(root, { childList: true, characterData: true, subtree: true });
}

/** The texts that were taken away, each with the new <font> that came to its place. */
function replacedTexts(changes: MutationRecord[]): Map<Text, HTMLElement> {
  const fonts = new Set(changes.flatMap(({ addedNodes }) => [...addedNodes]).filter(isFont));
  const replaced = new Map<Text, HTMLElement>();
  for (const { removedNodes, addedNodes, previousSibling, nextSibling } of changes) {
    for (const text of removedNodes) {
      if (fonts.size === 0 || text.nodeType !== Node.TEXT_NODE) continue;
      const beside = [...addedNodes, previousSibling, nextSibling];
      const font = beside.find((node) => isFont(node) && fonts.delete(node));
      if (font) replaced.set(text as Text, font as HTMLElement);
    }
  }
  return replaced;
}

function isFont(node: Node | null): node is HTMLElement {
  return node?.nodeName === "FONT";
}
