"""Random changes that leave the grades as they are."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def augmented(pixels: Pixels, rng: np.random.Generator, *, width: int, height: int) -> Pixels:
    """One picture [H, W, 3] turned, moved and recoloured, at ``width`` x ``height``."""
    return degraded(recoloured(moved(pixels, rng, width=width, height=height), rng), rng)


def moved(pixels: Pixels, rng: np.random.Generator, *, width: int, height: int) -> Pixels:
    """Flips (so half turns too), small shifts, turns and zooms."""
    source_height, source_width = pixels.shape[:2]
    affine = movement(rng, source=(source_width, source_height), size=(width, height))
    if width < source_width:  # a warp does not antialias
        pixels = _blurred(pixels, 0.35 * source_width / width)
    return warped(pixels, affine, size=(width, height))


def movement(
    rng: np.random.Generator, *, source: tuple[int, int], size: tuple[int, int]
) -> NDArray[np.float64]:
    """A flip, shift, turn and zoom from a picture's own (width, height) to another, [2, 3].

    The zoom stays small because hair width in pixels is itself a sign, and the shift because the
    grade of follicular redness is a count that must not lose members at the border.
    """
    (source_width, source_height), (width, height) = source, size
    zoom = rng.uniform(0.96, 1.06)
    angle = np.deg2rad(rng.normal(0, 5))
    flip = rng.choice([-1.0, 1.0], 2)
    scale = zoom * np.array([width / source_width, height / source_height])
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = (scale[:, None] * turn) * flip[None, :]
    centre = np.array([source_width / 2, source_height / 2])
    shift = np.array([width / 2, height / 2]) - matrix @ centre
    shift += rng.uniform(-0.025, 0.025, 2) * (width, height)
    return np.column_stack([matrix, shift])


def warped(pixels: Pixels, affine: NDArray[np.float64], *, size: tuple[int, int]) -> Pixels:
    """``pixels`` [H, W] or [H, W, up to 4] as ``affine`` moves them, mirrored at the border."""
    return np.asarray(
        cv2.warpAffine(
            pixels, affine, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
        ),
        dtype=np.uint8,
    )


def recoloured(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """White balance, brightness, contrast and gamma."""
    levels = np.linspace(0, 1, 256)[:, None]
    gain = (1 + rng.normal(0, 0.035, 3)) * (1 + rng.normal(0, 0.06))
    curve = np.clip(levels * gain[None, :], 0, 1) ** np.exp(rng.normal(0, 0.08))
    contrast = 1 + rng.normal(0, 0.08)
    curve = np.clip((curve - 0.55) * contrast + 0.55, 0, 1)
    table = np.round(curve * 255).astype(np.uint8)[None]
    return np.asarray(cv2.LUT(pixels, table), dtype=np.uint8)


def degraded(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Now and then defocus, noise or a second JPEG compression."""
    if rng.random() < 0.25:
        pixels = _blurred(pixels, float(rng.uniform(0.3, 0.9)))
    if rng.random() < 0.2:
        noise = rng.standard_normal(pixels.shape, dtype=np.float32) * np.float32(rng.uniform(1, 5))
        pixels = np.asarray(cv2.add(pixels, noise, dtype=cv2.CV_8U), dtype=np.uint8)
    if rng.random() < 0.25:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(55, 95))]
        packed = cv2.imencode(".jpg", pixels, quality)[1]
        pixels = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), dtype=np.uint8)
    return pixels


def _blurred(pixels: Pixels, sigma: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), dtype=np.uint8)
