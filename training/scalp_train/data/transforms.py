"""Random transforms for training that leave the grades as they are, by OpenCV."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.data.randomisation import randomise_colour, randomise_optics

Pixels = NDArray[np.uint8]

ZOOM = (0.5, 2.0)
"""Smallest and largest zoom."""
ZOOMED = 0.5
"""Share of the pictures that are zoomed by more than a few per cent."""
ZOOM_SPREAD = 0.3
"""Standard deviation of the logarithm of their zoom: two in three lie within 0.74-1.35. Hair width
and counts in the view are signs themselves, so the ends of ``ZOOM`` stay rare."""


def augment(pixels: Pixels, rng: np.random.Generator, *, width: int, height: int) -> Pixels:
    """Return one picture [H, W, 3] moved, recoloured and degraded, [``height``, ``width``, 3]."""
    moved = move(pixels, rng, width=width, height=height)
    return randomise_optics(randomise_colour(moved, rng), rng)


def move(pixels: Pixels, rng: np.random.Generator, *, width: int, height: int) -> Pixels:
    """Flip (so half turns too), shift, turn and zoom."""
    source_height, source_width = pixels.shape[:2]
    affine = random_affine(rng, source=(source_width, source_height), size=(width, height))
    scale = float(np.sqrt(abs(np.linalg.det(affine[:, :2]))))
    if scale < 0.95:  # a warp does not antialias
        pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), 0.35 / scale), np.uint8)
    return warp(pixels, affine, size=(width, height))


def random_affine(
    rng: np.random.Generator, *, source: tuple[int, int], size: tuple[int, int]
) -> NDArray[np.float64]:
    """Return a random flip, shift, turn and zoom from one (width, height) to another, [2, 3].

    The shift stays small because the grade of follicular redness is a count that must not lose
    members at the border.
    """
    (source_width, source_height), (width, height) = source, size
    zoom = rng.uniform(0.96, 1.06)
    if rng.random() < ZOOMED:
        zoom = float(np.clip(np.exp(rng.normal(0, ZOOM_SPREAD)), *ZOOM))
    angle = np.deg2rad(rng.normal(0, 8))
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
