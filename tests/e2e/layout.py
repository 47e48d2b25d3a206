"""What is wrong with the layout of a page, as scripts for ``page.evaluate``."""

from playwright.sync_api import Page

WIDER_THAN_THE_PAGE = """() => {
  const most = document.documentElement.clientWidth;
  const clipped = (one) => {
    for (let up = one.parentElement; up; up = up.parentElement) {
      if (getComputedStyle(up).overflowX !== "visible") return true;
    }
    return false;
  };
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.checkVisibility()) // what is folded has the size that it last had
    .filter((one) => one.getBoundingClientRect().right > most + 0.5 && !clipped(one))
    .map((one) => one.outerHTML.slice(0, 120));
}"""

# Runs of letters on more than one line: "uncer|tain". Only a box narrower than the word does that.
SPLIT_WORDS = """() => {
  const found = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (!text.parentElement.checkVisibility()) continue;
    if (text.parentElement.closest(".visually-hidden, script, style")) continue;
    for (const word of text.data.matchAll(/[a-z]{2,}|[가-힣]{2,}/gi)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      if (lines.size > 1) {
        found.add(`${word[0]} (${lines.size} lines): ${text.parentElement.outerHTML.slice(0, 90)}`);
      }
    }
  }
  return [...found];
}"""

# Text on more than two lines in a box that is narrower than three letters.
LETTER_COLUMNS = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, svg"))
  .filter((one) => {
    const lines = new Set();
    for (const node of one.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const { top } of range.getClientRects()) lines.add(Math.round(top));
    }
    const { fontSize, paddingLeft, paddingRight } = getComputedStyle(one);
    const across = one.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    return lines.size > 2 && one.clientWidth > 0 && across < 3 * parseFloat(fontSize);
  })
  .map((one) => one.outerHTML.slice(0, 120))"""

_TWO_FRAMES = """() => new Promise((resolve) =>
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(null))))"""


def settle(page: Page) -> None:
    """Wait until what follows the width, such as the map, is drawn anew."""
    page.evaluate(_TWO_FRAMES)
