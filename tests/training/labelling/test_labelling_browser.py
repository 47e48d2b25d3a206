"""Three photos are labelled in a real browser by keyboard alone."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from e2e.complaints import Complaints
from e2e.steps import CHROMIUM_ARGUMENTS, find_chromium, wait_until
from scalp_train.labels.journal import read_journals
from scalp_train.labels.judgements import Exclusion
from support import photos
from support.labels import grades

TIMEOUT_MS = 120_000
NAMES = ("a.jpg", "b.jpg", "c.jpg")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NAMES:
        (tmp_path / name).write_bytes(photos.encoded(photos.picture(240, 230), "JPEG"))
    return tmp_path


@pytest.fixture
def chromium() -> str:
    found = find_chromium()
    if found is None:
        pytest.skip("no Chromium here; on Debian: apt-get install chromium fonts-noto-cjk")
    return found


@pytest.fixture
def address(folder: Path, chromium: str) -> Iterator[str]:
    """Start the program as a person does, and return the address that it prints."""
    command = ["-u", "-m", "scalp_train", "label", folder, "--rater", "kim", "--no-browser"]
    with subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        printed = re.search(r"http://\S+", program.stdout.readline())
        assert printed
        yield printed[0]
        program.terminate()


@pytest.fixture
def page(address: str, chromium: str) -> Iterator[Page]:
    complaints = Complaints(())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        page = browser.new_page()
        page.set_default_timeout(TIMEOUT_MS)
        complaints.watch(page)
        page.goto(address)
        yield page
        browser.close()
    assert complaints.found == []


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def expect_photo(page: Page, name: str, done: int) -> None:
    expect(page.locator(".file")).to_have_text(name, timeout=TIMEOUT_MS)
    expect(page.get_by_text(f"{done} of 3 done")).to_be_visible(timeout=TIMEOUT_MS)
    wait_until(page, "document.querySelector('#photo').naturalWidth > 0")
    # The page focuses a row when it has begun to listen to keys.
    expect(page.locator("input:focus")).to_have_count(1, timeout=TIMEOUT_MS)


def test_three_photos_are_labelled_by_keyboard_alone(page: Page, folder: Path) -> None:
    expect_photo(page, "a.jpg", 0)
    press(page, "0 1 2 3 x Enter")  # the last row has no answer
    missing = "Hair loss 탈모 has no answer"
    expect(page.get_by_role("status")).to_contain_text(missing, timeout=TIMEOUT_MS)
    press(page, "1 ArrowUp ArrowUp 2 + Shift+ArrowRight z Enter")
    expect_photo(page, "b.jpg", 1)

    press(page, "3 3 3 3 3 3 Enter")
    expect_photo(page, "c.jpg", 2)
    press(page, "u")  # that was a slip
    expect_photo(page, "b.jpg", 1)
    expect(page.get_by_role("radio", checked=True)).to_have_count(6)
    press(page, "0 0 0 0 0 0 Enter")
    expect_photo(page, "c.jpg", 2)

    press(page, "e ArrowDown ArrowDown ArrowDown Enter")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("All photos done", timeout=TIMEOUT_MS)

    saved = read_journals(folder / "scalp-labels")["kim"]
    assert {file: judgement.answer for file, judgement in saved.items()} == {
        "a.jpg": (grades("0122x1"), None),
        "b.jpg": (grades("000000"), None),
        "c.jpg": ({}, Exclusion.BLURRED),
    }
