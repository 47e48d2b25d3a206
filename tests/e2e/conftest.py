"""A real browser in front of the real system, which fails a test for every error it reports."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from complaints import Complaints
from people import count, publish
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from steps import CHROMIUM_ARGUMENTS, find_chromium, go_to_photo, words

from scalp_core.statistics.publication import MINIMUM
from scalp_core.vocabulary import AgeGroup, Grade, ScalpType, Sex, Symptom
from scalp_deployment.paths import ROOT
from scalp_local.system import System
from support.results import result

_NO_WORKER = "Service Worker registration blocked by Playwright"
_TIMEOUT_MS = 30_000
expect.set_options(timeout=_TIMEOUT_MS)  # a busy machine assesses slowly, and that is no failure

OpenPage = Callable[..., Page]


class _Browser:
    """Chromium, started by the first test of this folder that asks for it, for all of them."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._browser: Browser | None = None

    def start(self, program: str) -> Browser:
        if self._browser is None:
            playwright = self._open.enter_context(sync_playwright())
            self._browser = playwright.chromium.launch(
                executable_path=program, args=CHROMIUM_ARGUMENTS
            )
            self._open.callback(self._browser.close)
        return self._browser

    def close(self) -> None:
        self._browser = None
        self._open.close()


_chromium = _Browser()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Close the browser after this folder, as Playwright's event loop must not outlive it."""
    if nextitem is None or not nextitem.path.is_relative_to(Path(__file__).parent):
        _chromium.close()


@pytest.fixture
def browser() -> Browser:
    """The one of this process: it starts in a second, and a context of it in a moment."""
    found = find_chromium()
    if found is None:
        pytest.skip("no Chromium here; on Debian: apt-get install chromium fonts-noto-cjk")
    if not (ROOT / "web" / "dist" / "index.html").is_file():
        pytest.skip("the site is not built; run: make site")
    return _chromium.start(found)


@pytest.fixture
def open_page(browser: Browser, running_system: System) -> Iterator[OpenPage]:
    """Open a page of the site; whatever the browser complains about afterwards fails the test.

    Without a service worker, unless asked for: a test's own answers (``page.route``) do not reach
    what a worker fetches, and a worker takes a page over at a moment that no test knows.
    """
    contexts: list[BrowserContext] = []
    watched: list[Complaints] = []

    def opened(
        path: str = "/",
        *,
        locale: str = "ko-KR",
        size: tuple[int, int] = (390, 844),
        scheme: str = "light",
        tolerated: str | tuple[str, ...] = (),
        java_script: bool = True,
        service_worker: bool = False,
        before: str | None = None,
    ) -> Page:
        context = browser.new_context(
            locale=locale,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=java_script,
            service_workers="allow" if service_worker else "block",
        )
        contexts.append(context)
        context.set_default_timeout(_TIMEOUT_MS)
        if before is not None:
            context.add_init_script(before)  # runs in front of the page's own scripts
        page = context.new_page()
        expected = (tolerated,) if isinstance(tolerated, str) else tolerated
        watched.append(Complaints(expected if service_worker else (*expected, _NO_WORKER)))
        watched[-1].watch(page)
        page.goto(f"{running_system.url}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [complaint for each in watched for complaint in each.found] == []


@pytest.fixture
def photo_page(open_page: OpenPage) -> Page:
    """The step where a photo is chosen, in Korean."""
    page = open_page("/")
    go_to_photo(page, words("ko"))
    return page


@pytest.fixture(scope="module")
def statistics(running_system: System) -> None:
    """Two cohorts, one of them that of ``fill_in``, can be shown; all others are withheld."""
    for sex, age in ((Sex.FEMALE, AgeGroup.THIRTIES), (Sex.MALE, AgeGroup.SIXTIES)):
        found = result({Symptom.DANDRUFF: Grade.MILD}, ScalpType.DANDRUFF)
        count(running_system, MINIMUM, sex, age, found=found)
    publish(running_system)
