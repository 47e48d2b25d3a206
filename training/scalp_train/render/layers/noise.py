"""Random streams and smooth random fields, the raw material of every drawing step."""

from __future__ import annotations

import zlib

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.picture import HEIGHT, WIDTH

Field = NDArray[np.float32]
VIEW = (HEIGHT, WIDTH)
SWAY = (48, 64)
"""Rows and columns by which the drawn scalp exceeds one view: a tenth, for shots beside it."""
ROWS, COLUMNS = FULL = (HEIGHT + SWAY[0], WIDTH + SWAY[1])
# Slow fields (skin tone, light) vary over tens of pixels: they are drawn small and enlarged.
QUARTER = (ROWS // 4, COLUMNS // 4)
SLOW = 14
"""Pixels over which a field must vary at least for that."""


class Streams:
    """Independent random generators by name, all derived from one picture's seed.

    Each sign draws from streams of its own, so that a change of one grade leaves the places, shapes
    and masks of the other five symptoms as they were.
    """

    def __init__(self, seed: int, shot: int = 0) -> None:
        self._seed = seed
        self._shot = shot

    def __call__(self, name: str) -> np.random.Generator:
        """Return a fresh generator for ``name``; the same name always starts at the same point."""
        return np.random.default_rng((self._seed, zlib.crc32(name.encode())))

    def of_shot(self, name: str) -> np.random.Generator:
        """Return a generator for what differs between two shots of one scalp."""
        return np.random.default_rng((self._seed, zlib.crc32(name.encode()), self._shot + 1))


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


def grain(rng: np.random.Generator, sigma: float, shape: tuple[int, int] = FULL) -> Field:
    """Return white noise blurred by ``sigma`` pixels, scaled back to unit deviation."""
    # Even bytes: ten times cheaper than normal numbers, and normal enough once blurred.
    bytes_ = np.frombuffer(rng.bytes(shape[0] * shape[1]), np.uint8).reshape(shape)
    white = (bytes_.astype(np.float32) - np.float32(127.5)) * np.float32(1 / 73.9)
    if sigma <= 0.3:
        return white
    return np.asarray(
        blurred(white, sigma) * np.float32(2 * np.sqrt(np.pi) * max(sigma, 0.4)), dtype=np.float32
    )


def combed(rng: np.random.Generator, cell: float, angle: float, stretch: float) -> Field:
    """Return smooth noise [528, 704] drawn out along ``angle`` (rad) ``stretch`` times."""
    side = int(np.hypot(ROWS, COLUMNS)) + 4
    isotropic = smooth(rng, 3.0, (round(side * 3 / cell), round(side * 3 / cell / stretch) + 4))
    cos, sin = np.cos(angle) * 3 / cell, np.sin(angle) * 3 / cell
    # Maps a picture's pixel to the noise: along the comb it moves ``stretch`` times slower.
    across = isotropic.shape[0] / 2, isotropic.shape[1] / 2
    matrix = np.array([[cos / stretch, sin / stretch, 0.0], [-sin, cos, 0.0]])
    middle = matrix[:, :2] @ np.array([COLUMNS / 2, ROWS / 2])
    matrix[:, 2] = np.array([across[1], across[0]]) - middle
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    turned = cv2.warpAffine(
        isotropic, matrix, (COLUMNS, ROWS), flags=flags, borderMode=cv2.BORDER_REFLECT
    )
    return np.asarray(turned, dtype=np.float32)


def enlarge(field: Field, shape: tuple[int, int] = FULL) -> Field:
    """Return a small field at the size ``shape`` (rows, columns)."""
    size = (shape[1], shape[0])
    return np.asarray(cv2.resize(field, size, interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def blurred(field: Field, sigma: float) -> Field:
    """Return the Gaussian blur of a float field of any shape, cut off at 2.5 deviations."""
    # Twice as fast as cv2.GaussianBlur, which takes four deviations of a float field.
    reach = max(1, int(np.ceil(2.5 * sigma)))
    kernel = cv2.getGaussianKernel(2 * reach + 1, sigma, cv2.CV_32F)
    return np.asarray(cv2.sepFilter2D(field, cv2.CV_32F, kernel, kernel), dtype=np.float32)


def blur(field: Field, sigma: float) -> Field:
    """Return the Gaussian blur of a float field; wide ones at a quarter of the size."""
    if sigma < 4.0:
        return blurred(field, sigma)
    small = cv2.resize(
        field, (field.shape[1] // 4, field.shape[0] // 4), interpolation=cv2.INTER_AREA
    )
    size = (field.shape[1], field.shape[0])
    soft = blurred(np.asarray(small, dtype=np.float32), sigma / 4)
    return np.asarray(cv2.resize(soft, size, interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def threshold_for_area(field: Field, share: float) -> float:
    """Return the value above which ``share`` of the pixels lie, estimated on every 7th."""
    return float(np.quantile(field.ravel()[::7], 1.0 - share))


def cells(rng: np.random.Generator, size: float, warp: float) -> NDArray[np.int32]:
    """Return labels [528, 704] of random cells of ``size`` px, bent by ``warp`` px."""
    seeds = np.full(FULL, 255, np.uint8)
    count = int(ROWS * COLUMNS / size**2)
    seeds[rng.integers(0, ROWS, count), rng.integers(0, COLUMNS, count)] = 0
    _, labels = cv2.distanceTransformWithLabels(
        seeds, cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    rows, columns = np.mgrid[0:ROWS, 0:COLUMNS].astype(np.float32)
    dx, dy = (np.float32(warp) * enlarge(smooth(rng, size / 8, QUARTER)) for _ in range(2))
    bent = cv2.remap(
        labels.astype(np.float32), columns + dx, rows + dy, cv2.INTER_NEAREST,
        borderMode=cv2.BORDER_REFLECT,
    )  # fmt: skip
    return np.asarray(bent, dtype=np.int32)


def borders(labels: NDArray[np.int32]) -> NDArray[np.uint8]:
    """Return 255 on the one-pixel borders between cells."""
    line = np.zeros(labels.shape, np.uint8)
    line[:, 1:][labels[:, 1:] != labels[:, :-1]] = 255
    line[1:][labels[1:] != labels[:-1]] = 255
    return line
