/**
 * Keep Preact's updates visible after the browser has translated the page.
 *
 * Chrome replaces each text node by a <font> element with the translation. Preact keeps updating the
 * detached text node, so that a caption could name another symptom than the map shows. Therefore the
 * text node is put back, empty, in front of its <font>: the two move and disappear together, and the
 * text replaces the <font> as soon as Preact changes it.
 */

/** Observe everything below `root`; must be called before the first render there. */
export function followBrowserTranslation(root: Node): void {
  const translations = new Map<Text, HTMLElement>();
  const observer = new MutationObserver((changes) => {
    const replaced = replacedTexts(changes);
    for (const { type, target } of changes) {
      if (type !== "characterData") continue;
      const text = target as Text;
      if (replaced.get(text)?.contains(text)) continue; // moved there and changed by the translation itself
      (replaced.get(text) ?? translations.get(text))?.replaceWith(text);
      replaced.delete(text);
      translations.delete(text);
    }
    for (const [text, translation] of replaced) {
      // Some translators move the text node into their element instead of creating a new one.
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
    observer.takeRecords(); // discard the records of our own changes
  });
  observer.observe(root, { childList: true, characterData: true, subtree: true });
}

/** Return the removed text nodes, each with the <font> that replaced it. */
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
