"""The report's augmentations, in its order, by OpenCV instead of torchvision.

Resizing stands before them (:func:`scalp_core.vision.preprocessing.frame`) and normalisation
after. As torchvision's defaults have it: nearest pixels, black where nothing was, the size stays.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

TURN, SHEAR = 10.0, 10.0
"""Largest turn and shear, degrees."""
SCALE = (0.8, 1.2)


def report_augmented(
    pixels: Pixels, rng: np.random.Generator, *, width: int, height: int
) -> Pixels:
    """One picture [H, W, 3] as the report trains on it, [``height``, ``width``, 3]."""
    if (width, height) != pixels.shape[1::-1] or width != height:
        raise ValueError("the report's augmentations take square pictures and keep their size")
    if rng.random() < 0.5:
        pixels = pixels[:, ::-1]
    if rng.random() < 0.5:
        pixels = pixels[::-1]
    pixels = np.ascontiguousarray(np.rot90(pixels))
    turned = _warped(pixels, rotation(float(rng.uniform(-TURN, TURN))))
    shear, scale = float(rng.uniform(-SHEAR, SHEAR)), float(rng.uniform(*SCALE))
    return _warped(turned, scale * sheared(shear))


def rotation(degrees: float) -> NDArray[np.float64]:
    """The turn about the centre, [2, 2]."""
    angle = np.deg2rad(degrees)
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def sheared(degrees: float) -> NDArray[np.float64]:
    """The shear along x alone, which is what torchvision makes of one number, [2, 2]."""
    return np.array([[1.0, -np.tan(np.deg2rad(degrees))], [0.0, 1.0]])


def _warped(pixels: Pixels, matrix: NDArray[np.float64]) -> Pixels:
    height, width = pixels.shape[:2]
    centre = np.array([(width - 1) / 2, (height - 1) / 2])
    affine = np.column_stack([matrix, centre - matrix @ centre])
    return np.asarray(
        cv2.warpAffine(
            pixels,
            affine,
            (width, height),
            flags=cv2.INTER_NEAREST,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(0, 0, 0),
        ),
        dtype=np.uint8,
    )
