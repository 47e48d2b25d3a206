"""The report's augmentations, in its order, by OpenCV.

Resizing comes before them (:func:`scalp_core.vision.preprocessing.frame`) and normalisation after.
They follow torchvision's defaults: nearest-neighbour sampling, a black border, unchanged size.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

TURN, SHEAR = 10.0, 10.0
"""Largest turn and shear, in degrees."""
SCALE = (0.8, 1.2)


def augment_as_in_report(
    pixels: Pixels, rng: np.random.Generator, *, width: int, height: int
) -> Pixels:
    """Return one picture [H, W, 3] flipped, turned, shearing and scaled as the report does.

    Raises:
        ValueError: the picture is not square, or ``width`` and ``height`` are not its own.
    """
    if (width, height) != pixels.shape[1::-1] or width != height:
        raise ValueError("the report's augmentations take square pictures and keep their size")
    if rng.random() < 0.5:
        pixels = pixels[:, ::-1]
    if rng.random() < 0.5:
        pixels = pixels[::-1]
    pixels = np.ascontiguousarray(np.rot90(pixels))
    turned = _warp(pixels, rotation(float(rng.uniform(-TURN, TURN))))
    shear, scale = float(rng.uniform(-SHEAR, SHEAR)), float(rng.uniform(*SCALE))
    return _warp(turned, scale * shearing(shear))


def rotation(degrees: float) -> NDArray[np.float64]:
    """Return the rotation about the centre, [2, 2]."""
    angle = np.deg2rad(degrees)
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def shearing(degrees: float) -> NDArray[np.float64]:
    """Return the shear along x alone, as torchvision does for a single number, [2, 2]."""
    return np.array([[1.0, -np.tan(np.deg2rad(degrees))], [0.0, 1.0]])


def _warp(pixels: Pixels, matrix: NDArray[np.float64]) -> Pixels:
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
