"""Domain randomisation: light, colour, optics and processing that say nothing about the grades.

The ranges go beyond what the renderers' cameras do, since those of people will too: a network that
has seen every sign under every cast, gloss, focus and compression cannot grade by any of them
(Tobin et al. 2017). Sizes are in px of the picture given, shares and gains without unit.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

STRONG = 0.5
"""Share of the pictures whose colour leaves what cameras do."""
CAST = np.array([[1.0, 0.0, -1.0], [0.5, -1.0, 0.5]])
"""Directions of a colour cast in RGB: yellow against blue, and pink against green."""
CAST_SPREAD = np.array([0.11, 0.04])
"""Standard deviations along them, of the logarithm. The second is small: redness lies along it."""
LUMA = np.array([0.299, 0.587, 0.114], np.float32)
"""Of ITU-R BT.601."""


def randomise_colour(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Change white balance, saturation, tone curve and the colour fields of uint8 [H, W, 3]."""
    strength = 1.0 if rng.random() < STRONG else 0.35
    gains = np.exp(_casts((), rng, strength) + rng.normal(0, 0.15 * strength))
    saturation = np.exp(rng.normal(0, 0.35 * strength))
    table = _tone_curve(rng, strength)
    mixing = saturation * np.eye(3) + (1 - saturation) * LUMA[None, :]
    mixed = cv2.transform(cv2.LUT(pixels, table), (gains[:, None] * mixing).astype(np.float32))
    if rng.random() < 0.6:
        mixed = cv2.multiply(mixed, _fields(pixels.shape, rng, strength), dtype=cv2.CV_8U)
    return np.asarray(mixed, np.uint8)


def _casts(
    shape: tuple[int, ...], rng: np.random.Generator, strength: float
) -> NDArray[np.float64]:
    """Return logarithms of the gains of so many colour casts, [..., 3]."""
    found: NDArray[np.float64] = rng.normal(0, strength * CAST_SPREAD, (*shape, 2)) @ CAST
    return found


def _tone_curve(rng: np.random.Generator, strength: float) -> Pixels:
    """Return a rising curve [1, 256]: gamma, contrast, and highlights that clip or fade."""
    levels = np.linspace(0, 1, 256) ** np.exp(rng.normal(0, 0.25 * strength))
    knots = np.linspace(0, 1, 6) + rng.normal(0, 0.05 * strength, 6)
    curve = np.interp(levels, np.linspace(0, 1, 6), np.maximum.accumulate(knots))
    contrast = np.exp(rng.normal(0, 0.25 * strength))
    curve = (curve - 0.55) * contrast + 0.55
    return np.asarray(np.round(255 * curve.clip(0, 1))[None], np.uint8)


def _fields(shape: tuple[int, ...], rng: np.random.Generator, strength: float) -> Floats:
    """Return large soft gains [H, W, 3]: a warm centre, a cool rim, a light from one side."""
    light = rng.normal(0, 0.08 * strength, (3, 4, 1))
    gains = np.exp(light + 0.7 * _casts((3, 4), rng, strength)).astype(np.float32)
    return np.asarray(cv2.resize(gains, shape[1::-1], interpolation=cv2.INTER_CUBIC), np.float32)


def randomise_optics(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Soften, sharpen, coarsen, add noise to or compress some pictures uint8 [H, W, 3]."""
    chance = rng.random()
    if chance < 0.3:
        pixels = _soft(pixels, float(rng.uniform(0.3, 1.6)))
    elif chance < 0.4:
        pixels = _partly_soft(pixels, rng)
    elif chance < 0.47:
        pixels = _coarse(pixels, float(rng.uniform(1.3, 2.2)))
    elif chance < 0.52:
        pixels = np.asarray(cv2.bilateralFilter(pixels, 5, float(rng.uniform(10, 40)), 3), np.uint8)
    if rng.random() < 0.25:
        amount = float(rng.uniform(0.3, 1.5))
        soft = _soft(pixels, float(rng.uniform(0.7, 1.5)))
        pixels = np.asarray(cv2.addWeighted(pixels, 1 + amount, soft, -amount, 0), np.uint8)
    if rng.random() < 0.4:
        pixels = _noisy(pixels, rng)
    if rng.random() < 0.4:
        pixels = compress(pixels, int(rng.integers(30, 101)))
    return pixels


def _soft(pixels: Pixels, sigma: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), np.uint8)


def _partly_soft(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Put one side or corner out of focus."""
    coarse = rng.uniform(-0.5, 1.5, (2, 2)).astype(np.float32)
    share = cv2.resize(coarse, pixels.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    share = share.clip(0, 1)[..., None]
    soft = _soft(pixels, float(rng.uniform(1.2, 3.5)))
    return np.asarray(pixels + share * (soft.astype(np.float32) - pixels), np.uint8)


def _coarse(pixels: Pixels, factor: float) -> Pixels:
    """Lose resolution, as a picture that was made smaller and larger again."""
    size = pixels.shape[1::-1]
    small = (round(size[0] / factor), round(size[1] / factor))
    reduced = cv2.resize(pixels, small, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(reduced, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _noisy(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Add grain of the light, and coarser one of the colour, as after 4:2:0 subsampling."""
    height, width = pixels.shape[:2]
    grain = rng.standard_normal((height, width, 1), dtype=np.float32)
    noise = np.repeat(grain * np.float32(rng.uniform(0, 5)), 3, axis=2)
    colour = rng.standard_normal((-(-height // 2), -(-width // 2), 3), dtype=np.float32)
    noise += cv2.resize(colour * np.float32(rng.uniform(0, 5)), (width, height))
    return np.asarray(cv2.add(pixels, noise, dtype=cv2.CV_8U), np.uint8)


def compress(pixels: Pixels, quality: int) -> Pixels:
    """Return pixels [H, W, 3] as JPEG of this quality (0-100) leaves them."""
    encoded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR), np.uint8)
