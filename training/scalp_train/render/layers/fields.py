"""Cheap fields for the signs: blurred masks, half-size textures and sums of Gaussians."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.layers.noise import Field, Streams, grain
from scalp_train.render.picture import HEIGHT, WIDTH

HALF = (HEIGHT // 2, WIDTH // 2)
COARSE = (30, 40)
"""Grid on which sums of wide Gaussians are worked out: one cell is 16 px."""

Technique = TypeVar("Technique")


def pick(streams: Streams, sign: str, techniques: Mapping[str, Technique]) -> str:
    """Return the name of the technique by which this picture draws ``sign``.

    It comes from a stream of its own, so that the technique neither depends on a grade nor hints
    at one.
    """
    names = list(techniques)
    return names[int(streams(f"technique-{sign}").integers(0, len(names)))]


def blurred(field: Field, sigma: float) -> Field:
    """Return the Gaussian blur of a float field of any shape, cut off at 2.5 deviations."""
    # Twice as fast as cv2.GaussianBlur, which takes four deviations of a float field.
    reach = max(1, int(np.ceil(2.5 * sigma)))
    kernel = cv2.getGaussianKernel(2 * reach + 1, sigma, cv2.CV_32F)
    return np.asarray(cv2.sepFilter2D(field, cv2.CV_32F, kernel, kernel), dtype=np.float32)


def grained(rng: np.random.Generator, sigma: float) -> Field:
    """Return white noise [480, 640] blurred by ``sigma`` px, of unit deviation."""
    white = grain(rng, 0)
    if sigma <= 0.3:
        return white
    return blurred(white, sigma) * np.float32(2 * np.sqrt(np.pi) * max(sigma, 0.4))


def softened(mask: NDArray[np.uint8], sigma: float) -> Field:
    """Return a mask 0-255 of any shape as opacity 0-1, its edge ``sigma`` px soft."""
    opacity = np.multiply(mask, np.float32(1 / 255), dtype=np.float32)
    return blurred(opacity, sigma) if sigma > 0.25 else opacity


def doubled(field: Field, shape: tuple[int, int] = (HEIGHT, WIDTH)) -> Field:
    """Return a half-size field at the full size ``shape`` (rows, columns)."""
    size = (shape[1], shape[0])
    return np.asarray(cv2.resize(field, size, interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def gaussians(
    shape: tuple[int, int],
    centres: NDArray[np.float64],
    lengths: NDArray[np.float64],
    widths: NDArray[np.float64],
    turns: NDArray[np.float64],
) -> NDArray[np.float32]:
    """Return elliptic Gaussians of height 1 over the whole picture.

    Args:
        shape: rows and columns of the grid that spans the picture.
        centres: [n, 2] x and y in picture px.
        lengths: [n] deviation along the long axis in picture px.
        widths: [n] deviation across it.
        turns: [n] direction of the long axis in rad.

    Returns:
        [n, rows, columns].
    """
    cell = HEIGHT / shape[0]
    rows = (np.arange(shape[0], dtype=np.float32) + 0.5) * np.float32(cell)
    columns = (np.arange(shape[1], dtype=np.float32) + 0.5) * np.float32(cell)
    dx = columns[None, None, :] - centres[:, 0, None, None].astype(np.float32)
    dy = rows[None, :, None] - centres[:, 1, None, None].astype(np.float32)
    cos, sin = np.cos(turns).astype(np.float32), np.sin(turns).astype(np.float32)
    cos, sin = cos[:, None, None], sin[:, None, None]
    along = (dx * cos + dy * sin) / lengths[:, None, None].astype(np.float32)
    across = (dy * cos - dx * sin) / widths[:, None, None].astype(np.float32)
    return np.asarray(np.exp(-0.5 * (along**2 + across**2)), dtype=np.float32)


def rounded(
    shape: tuple[int, int], centres: NDArray[np.float64], sigma: NDArray[np.float64] | float
) -> Field:
    """Return the sum of round Gaussians of height 1 at ``centres`` [n, 2] (px), in ``shape``."""
    spread = np.broadcast_to(np.asarray(sigma, np.float64), len(centres))
    total = gaussians(COARSE, centres, spread, spread, np.zeros(len(centres))).sum(axis=0)
    size = (shape[1], shape[0])
    return np.asarray(cv2.resize(total, size, interpolation=cv2.INTER_CUBIC), dtype=np.float32)


def standardised(field: Field) -> Field:
    """Return the field with mean 0 and deviation 1."""
    mean, deviation = cv2.meanStdDev(field)
    spread = max(float(deviation[0, 0]), 1e-6)
    return (field - np.float32(mean[0, 0])) * np.float32(1 / spread)
