"""Random transforms for training that leave the grades as they are, by OpenCV."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def augment(pixels: Pixels, rng: np.random.Generator, *, width: int, height: int) -> Pixels:
    """Return one picture [H, W, 3] warped, recoloured and degraded, [``height``, ``width``, 3]."""
    return degrade(jitter_colour(move(pixels, rng, width=width, height=height), rng), rng)


def move(pixels: Pixels, rng: np.random.Generator, *, width: int, height: int) -> Pixels:
    """Flip (so half turns too), shift, turn and zoom a little."""
    source_height, source_width = pixels.shape[:2]
    affine = random_affine(rng, source=(source_width, source_height), size=(width, height))
    if width < source_width:  # a warp does not antialias
        pixels = _blur(pixels, 0.35 * source_width / width)
    return warp(pixels, affine, size=(width, height))


def random_affine(
    rng: np.random.Generator, *, source: tuple[int, int], size: tuple[int, int]
) -> NDArray[np.float64]:
    """Return a random flip, shift, turn and zoom from one (width, height) to another, [2, 3].

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


def warp(pixels: Pixels, affine: NDArray[np.float64], *, size: tuple[int, int]) -> Pixels:
    """Return ``pixels`` [H, W] or [H, W, up to 4] under ``affine``, mirrored at the border."""
    return np.asarray(
        cv2.warpAffine(
            pixels, affine, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
        ),
        dtype=np.uint8,
    )


def jitter_colour(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Change white balance, brightness, contrast and gamma."""
    levels = np.linspace(0, 1, 256)[:, None]
    gain = (1 + rng.normal(0, 0.035, 3)) * (1 + rng.normal(0, 0.06))
    curve = np.clip(levels * gain[None, :], 0, 1) ** np.exp(rng.normal(0, 0.08))
    contrast = 1 + rng.normal(0, 0.08)
    curve = np.clip((curve - 0.55) * contrast + 0.55, 0, 1)
    table = np.round(curve * 255).astype(np.uint8)[None]
    return np.asarray(cv2.LUT(pixels, table), dtype=np.uint8)


def degrade(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Add defocus, noise or a second JPEG compression to some of the pictures."""
    if rng.random() < 0.25:
        pixels = _blur(pixels, float(rng.uniform(0.3, 0.9)))
    if rng.random() < 0.2:
        noise = rng.standard_normal(pixels.shape, dtype=np.float32) * np.float32(rng.uniform(1, 5))
        pixels = np.asarray(cv2.add(pixels, noise, dtype=cv2.CV_8U), dtype=np.uint8)
    if rng.random() < 0.25:
        pixels = compress(pixels, int(rng.integers(55, 95)))
    return pixels


def compress(pixels: Pixels, quality: int) -> Pixels:
    """Return pixels [H, W, 3] as JPEG of this quality (0-100) leaves them."""
    encoded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR), dtype=np.uint8)


def _blur(pixels: Pixels, sigma: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), dtype=np.uint8)
