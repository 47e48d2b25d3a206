"""Random streams and smooth random fields, the raw material of every drawing step."""

from __future__ import annotations

import zlib

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.picture import HEIGHT, WIDTH

Field = NDArray[np.float32]
FULL = (HEIGHT, WIDTH)
# Slow fields (skin tone, light) vary over tens of pixels: they are drawn small and enlarged.
QUARTER = (HEIGHT // 4, WIDTH // 4)
SLOW = 14
"""Pixels over which a field must vary at least for that."""


class Streams:
    """Independent random generators by name, all derived from one picture's seed.

    Each sign draws from streams of its own, so that a change of one grade leaves the places, shapes
    and masks of the other five symptoms as they were.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def __call__(self, name: str) -> np.random.Generator:
        """Return a fresh generator for ``name``; the same name always starts at the same point."""
        return np.random.default_rng((self._seed, zlib.crc32(name.encode())))


def smooth(rng: np.random.Generator, cell: float, shape: tuple[int, int] = FULL) -> Field:
    """Return value noise of about unit deviation that varies over ``cell`` px."""
    if shape == FULL and cell >= SLOW:
        return enlarge(smooth(rng, cell / 4, QUARTER))
    height, width = shape
    rows, columns = int(np.ceil(height / cell)) + 2, int(np.ceil(width / cell)) + 2
    grid = rng.standard_normal((rows, columns), dtype=np.float32)
    big = cv2.resize(
        grid, (round(columns * cell), round(rows * cell)), interpolation=cv2.INTER_CUBIC
    )
    # A random phase, or the lattice of every picture would lie at the same pixels.
    top = int(rng.integers(0, max(1, big.shape[0] - height)))
    left = int(rng.integers(0, max(1, big.shape[1] - width)))
    return np.ascontiguousarray(big[top : top + height, left : left + width]) * np.float32(1.35)


def fractal(
    rng: np.random.Generator,
    cell: float,
    octaves: int,
    *,
    gain: float = 0.55,
    shape: tuple[int, int] = FULL,
) -> Field:
    """Return the sum of ``octaves`` smooth fields, each of half the size; unit deviation."""
    total = np.zeros(shape, np.float32)
    power = 0.0
    for octave in range(octaves):
        weight = gain**octave
        total += np.float32(weight) * smooth(rng, max(cell / 2**octave, 1.5), shape)
        power += weight * weight
    return np.asarray(total / np.float32(np.sqrt(power)), dtype=np.float32)


def grain(rng: np.random.Generator, sigma: float) -> Field:
    """Return white noise blurred by ``sigma`` pixels, scaled back to unit deviation."""
    # Even bytes: ten times cheaper than normal numbers, and normal enough once blurred.
    bytes_ = np.frombuffer(rng.bytes(HEIGHT * WIDTH), np.uint8).reshape(FULL)
    white = (bytes_.astype(np.float32) - np.float32(127.5)) * np.float32(1 / 73.9)
    if sigma <= 0.3:
        return white
    soft = cv2.GaussianBlur(white, (0, 0), sigma)
    return np.asarray(soft * np.float32(2 * np.sqrt(np.pi) * max(sigma, 0.4)), dtype=np.float32)


def enlarge(field: Field) -> Field:
    """Return a quarter-size field at full size."""
    return np.asarray(
        cv2.resize(field, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR), dtype=np.float32
    )


def blur(field: Field, sigma: float) -> Field:
    """Return the Gaussian blur of a float field; wide ones at a quarter of the size."""
    if sigma >= 4.0:
        small = cv2.resize(
            field, (field.shape[1] // 4, field.shape[0] // 4), interpolation=cv2.INTER_AREA
        )
        small = cv2.GaussianBlur(small, (0, 0), sigma / 4)
        size = (field.shape[1], field.shape[0])
        return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_LINEAR), dtype=np.float32)
    return np.asarray(cv2.GaussianBlur(field, (0, 0), sigma), dtype=np.float32)


def threshold_for_area(field: Field, share: float) -> float:
    """Return the value above which ``share`` of the pixels lie, estimated on every 7th."""
    return float(np.quantile(field.ravel()[::7], 1.0 - share))


def microrelief(rng: np.random.Generator, points: int) -> Field:
    """Return skin furrows: the borders of random cells, 1 on a border and falling off to 0."""
    seeds = np.full(FULL, 255, np.uint8)
    seeds[rng.integers(0, HEIGHT, points), rng.integers(0, WIDTH, points)] = 0
    distance, labels = cv2.distanceTransformWithLabels(
        seeds, cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    del distance
    cells = labels.astype(np.float32)
    border = (cv2.morphologyEx(cells, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0).astype(
        np.float32
    )
    return np.asarray(np.clip(blur(border, 1.3) * 1.6, 0.0, 1.0), dtype=np.float32)
