"""Domain shift: transforms beyond those of any camera, for the limits of the photo gate.

They go further than :mod:`scalp_train.data.randomisation` goes in training; nothing is trained on
them.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.data.randomisation import compress

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


def shift_domain(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Return one picture uint8 [H, W, 3] in another scale, texture, colour and light."""
    changed = _smooth_texture(_move(pixels.astype(np.float32), rng), rng)
    changed = _refocus(_recolour(changed, rng), rng)
    picture = changed.clip(0, 255).astype(np.uint8)
    if rng.random() < 0.4:
        picture = compress(picture, int(rng.integers(30, 95)))
    return picture


def _move(pixels: Floats, rng: np.random.Generator) -> Floats:
    """Turn by any angle and zoom from half to twice the size, mirrored at the border."""
    if rng.random() >= 0.7:
        return pixels
    height, width = pixels.shape[:2]
    zoom = float(np.exp(rng.uniform(-np.log(2), np.log(2))))
    if zoom < 1:  # a warp does not antialias
        pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), 0.35 / zoom), np.float32)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.uniform(0, 360)), zoom)
    moved = cv2.warpAffine(pixels, turn, (width, height), borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(moved, np.float32)


def _smooth_texture(pixels: Floats, rng: np.random.Generator) -> Floats:
    """Remove fine texture from some of the pictures, as a coarser brush would."""
    chance = rng.random()
    if chance < 0.3:
        flat = pixels.clip(0, 255).astype(np.uint8)
        return np.asarray(cv2.medianBlur(flat, int(rng.choice([3, 5]))), np.float32)
    if chance < 0.5:
        return np.asarray(cv2.bilateralFilter(pixels, 7, float(rng.uniform(10, 60)), 5), np.float32)
    return pixels


def _recolour(pixels: Floats, rng: np.random.Generator) -> Floats:
    """Change saturation, cast, contrast, brightness and gamma."""
    grey = pixels.mean(axis=2, keepdims=True)
    changed = (grey + (pixels - grey) * rng.uniform(0.2, 1.6)) * np.exp(rng.normal(0, 0.12, 3))
    level = changed.mean()
    changed = (changed - level) * np.exp(rng.normal(0, 0.3)) + level * np.exp(rng.normal(0, 0.2))
    curved = 255 * (changed.clip(0, 255) / 255) ** np.exp(rng.normal(0, 0.2))
    return np.asarray(curved, np.float32)


def _refocus(pixels: Floats, rng: np.random.Generator) -> Floats:
    """Soften or oversharpen, and add grain."""
    chance = rng.random()
    if chance < 0.4:
        pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), float(rng.uniform(0.3, 2))))
    elif chance < 0.6:
        soft = np.asarray(cv2.GaussianBlur(pixels, (0, 0), float(rng.uniform(0.7, 2))))
        pixels = pixels + np.float32(rng.uniform(0.3, 1.5)) * (pixels - soft)
    if rng.random() < 0.5:
        grain = rng.standard_normal(pixels.shape, dtype=np.float32)
        pixels = pixels + grain * np.float32(rng.uniform(1, 10))
    return pixels
