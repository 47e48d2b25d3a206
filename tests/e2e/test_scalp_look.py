"""Colour and contrast: what the page advises against as no scalp, and that no scalp is among it."""

from io import BytesIO

import numpy as np
import pytest
from altered_photos import jpeg, lawn
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect
from steps import choose, words

from scalp_core.errors import REJECTIONS, RejectionCode
from scalp_deployment.paths import ROOT
from support import photos

_SAY = words("ko")
_DOUBT = REJECTIONS[RejectionCode.NOT_A_SCALP].ko
_CELL, _LABEL = (320, 240), 22

# Row and column of the sheets' scalps with most green and blue, with the most bright grey, and with
# the least and the most contrast: nearest to the page's limits.
_EXTREMES = {
    "layers": [(4, 1), (1, 3), (3, 0), (0, 2)],
    "shapes": [(4, 1), (2, 0), (5, 2), (0, 1)],
    "strands": [(5, 2), (4, 2), (5, 3), (0, 3)],
}


def scalps(technique: str) -> list[bytes]:
    """Rendered scalps, cut out of a contact sheet of the documentation."""
    sheet = Image.open(ROOT / "docs" / "renders" / f"{technique}-natural.jpg")
    width, height = _CELL
    found = []
    for row, column in _EXTREMES[technique]:
        left, top = column * width, row * (height + _LABEL) + _LABEL
        found.append(jpeg(sheet.crop((left, top, left + width, top + height))))
    return found


def taken(page: Page, content: bytes) -> None:
    """The page shows this photo: it says how many bytes it has, but only once it is ready."""
    choose(page, "empty.jpg", b"")
    expect(page.get_by_text(_SAY["photo.error.empty"])).to_be_visible()
    choose(page, "photo.jpg", content)
    expect(page.get_by_role("img", name=_SAY["photo.alt"])).to_be_visible()


@pytest.mark.parametrize("technique", _EXTREMES)
def test_no_rendered_scalp_is_taken_for_something_else(photo_page: Page, technique: str) -> None:
    for content in [*scalps(technique), photos.sample()]:
        taken(photo_page, content)
        expect(photo_page.get_by_text(_DOUBT)).to_have_count(0)


def sky() -> bytes:
    """Blue above, with a cloud."""
    picture = Image.new("RGB", (640, 480), (70, 130, 210))
    draw = ImageDraw.Draw(picture)
    for left in range(0, 640, 8):
        draw.ellipse((left, 300 + left % 48, left + 40, 330 + left % 48), (225, 232, 240))
    return jpeg(picture)


def text() -> bytes:
    """A printed page."""
    picture = Image.new("RGB", (640, 480), (214, 213, 210))
    draw = ImageDraw.Draw(picture)
    for line in range(20, 460, 24):
        draw.text((30, line), "The quick brown fox jumps over the lazy dog. " * 2, (30, 30, 30))
    return jpeg(picture)


def oranges() -> bytes:
    """Glowing fruit, seen from above."""
    picture = Image.new("RGB", (640, 480), (90, 55, 20))
    draw = ImageDraw.Draw(picture)
    for index in range(48):
        left, top = index % 8 * 80, index // 8 * 80
        draw.ellipse((left, top, left + 78, top + 78), (240, 140 - index, 10))
    return jpeg(picture)


def wall() -> bytes:
    """Plaster in the colour of skin: noise, but nothing on it."""
    noise = np.random.default_rng(2).normal(0, 6, (480, 640, 1))
    colours = np.clip(np.array((205, 170, 150)) + noise, 0, 255).astype(np.uint8)
    return jpeg(Image.fromarray(colours))


def board() -> bytes:
    """Black and white squares on a table."""
    picture = Image.new("RGB", (640, 480), (245, 235, 215))
    draw = ImageDraw.Draw(picture)
    for index in range(0, 48, 2):
        row, column = index // 8, index % 8 + (index // 8) % 2
        draw.rectangle((column * 80, row * 80, column * 80 + 79, row * 80 + 79), (15, 12, 10))
    return jpeg(picture)


def test_what_is_obviously_no_scalp_is_advised_against_and_can_be_sent(photo_page: Page) -> None:
    for drawn in (lawn, sky, text, oranges, wall, board):
        content = drawn()
        assert Image.open(BytesIO(content)).size == (640, 480)
        taken(photo_page, content)
        expect(photo_page.get_by_text(_DOUBT), drawn.__name__).to_be_visible()
        anyway = photo_page.get_by_role("button", name=_SAY["photo.submit.anyway"])
        expect(anyway).to_be_enabled()
