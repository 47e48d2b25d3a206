"""The running site and a browser, for scripts that take pictures of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, expect, sync_playwright
from steps import CHROMIUM_ARGUMENTS, find_chromium

from scalp_deployment.paths import BUILT_SITE
from scalp_local.system import System, free_port, local_system


@contextmanager
def browsing() -> Iterator[tuple[System, Browser]]:
    """Start the system with the built site, and Chromium."""
    expect.set_options(timeout=60_000)  # a busy machine assesses slowly
    with local_system(port=free_port(), site=BUILT_SITE) as system, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS
        )
        yield system, browser
        browser.close()
