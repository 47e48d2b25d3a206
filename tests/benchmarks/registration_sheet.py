"""A picture of registered pairs, to be looked at: docs/renders/registration-sheet.jpg."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from scalp_deployment.paths import ROOT

FILE = ROOT / "docs" / "renders" / "registration-sheet.jpg"
PAIRS = 10
COLUMNS = 2
TILE = (320, 240)
CAPTION = 18
QUALITY = 82
LIGHT_PX = 40
"""Neighbourhood whose mean light is taken off before the differences are shown."""

Pixels = NDArray[np.uint8]
Affine = NDArray[np.float64]


def write_sheet(rows: Sequence[tuple[Pixels, Pixels, Affine, str]]) -> None:
    """Write pairs side by side: before, after laid on it, and the differences of both.

    Args:
        rows: of each pair both photos [height, width, 3], the matrix [3, 3] from pixels of the
            second to pixels of the first, and a caption.
    """
    width, height = 3 * TILE[0], TILE[1] + CAPTION
    lines = -(-len(rows) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * (width + 12) - 12, lines * (height + 6) - 6), "white")
    pen = ImageDraw.Draw(sheet)
    for number, (before, after, matrix, caption) in enumerate(rows):
        left, top = number % COLUMNS * (width + 12), number // COLUMNS * (height + 6)
        pen.text((left + 2, top + 3), caption, "black")
        laid: Pixels = cv2.warpPerspective(after, matrix, before.shape[1::-1]).astype(np.uint8)
        covered = cv2.warpPerspective(np.full_like(after, 255), matrix, before.shape[1::-1]) > 0
        for place, pixels in enumerate((before, laid, differences(before, laid, covered))):
            tile = Image.fromarray(pixels).resize(TILE, Image.Resampling.LANCZOS)
            sheet.paste(tile, (left + place * TILE[0], top + CAPTION))
    FILE.parent.mkdir(exist_ok=True)
    sheet.save(FILE, quality=QUALITY, optimize=True)


def differences(before: Pixels, after: Pixels, covered: NDArray[np.bool_]) -> Pixels:
    """Return both photos without their light, one in red and one in cyan: grey where they agree."""
    first, second = _without_light(before), _without_light(after)
    seen = np.stack([first, second, second], axis=-1)
    return np.where(covered, seen, np.uint8(255)).astype(np.uint8)


def _without_light(pixels: Pixels) -> Pixels:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    detail = grey - cv2.blur(grey, (LIGHT_PX, LIGHT_PX))
    power = cv2.blur(detail * detail, (2 * LIGHT_PX, 2 * LIGHT_PX))
    spread = np.sqrt(np.maximum(power, 0)) + 2
    shown: Pixels = np.clip(150 + 40 * detail / spread, 0, 255).astype(np.uint8)
    return shown
