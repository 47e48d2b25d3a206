"""What a browser complains about while a test uses it."""

from dataclasses import dataclass, field

from playwright.sync_api import Page


@dataclass
class Complaints:
    """What the browser reported, but for what a test provokes on purpose."""

    tolerated: tuple[str, ...]
    found: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Collect console errors (violations of the security policy are some) and exceptions."""
        page.on("console", lambda message: self._add(message.type, message.text))
        page.on("pageerror", lambda error: self._add("error", str(error)))

    def _add(self, kind: str, text: str) -> None:
        provoked = any(part in text for part in self.tolerated)
        if kind in {"error", "warning"} and not provoked:
            self.found.append(text)
