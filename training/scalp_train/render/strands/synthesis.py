"""Noise that everything grows from: spectral, cellular, and by reaction and diffusion.

Fields lie on the plate: the view with a margin of a tenth on each side, so that another shot of the
same scalp can look beside it. They are made as coarse as what they describe allows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.picture import HEIGHT, WIDTH

Field = NDArray[np.float32]
MARGIN = (HEIGHT // 10, WIDTH // 10)
"""Rows and columns of the plate beyond the view, on each side."""

PLATE = (HEIGHT + 2 * MARGIN[0], WIDTH + 2 * MARGIN[1])


def stream(seed: int, name: str) -> np.random.Generator:
    """Return the generator of one thing in one scalp: what others draw does not move it."""
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence([seed, *name.encode()])))


class View:
    """What the camera sees of the plate.

    Args:
        right: offset of the view's centre from the plate's in px, a multiple of 4.
        down: likewise.
    """

    def __init__(self, right: int, down: int) -> None:
        self.left, self.top = MARGIN[1] + right, MARGIN[0] + down

    def of(self, field: Field) -> Field:
        """Return a plate's field (at a full, half or quarter scale) as the view's [480, 640]."""
        step = PLATE[0] // field.shape[0]
        top, left = self.top // step, self.left // step
        seen = field[top : top + HEIGHT // step, left : left + WIDTH // step]
        if step == 1:
            return np.ascontiguousarray(seen)
        return enlarged(np.ascontiguousarray(seen))

    def points(self, plate: NDArray[np.floating]) -> Field:
        """Return points [..., 2] (x, y) of the plate in the view's pixels."""
        return np.asarray(plate - np.array([self.left, self.top]), dtype=np.float32)


def enlarged(field: Field) -> Field:
    """Return a field at the view's size."""
    return np.asarray(
        cv2.resize(field, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR), dtype=np.float32
    )


@lru_cache
def _frequencies(step: int) -> tuple[Field, Field]:
    """Return the waves per px of a half spectrum, along x and along y."""
    rows, columns = PLATE[0] // step, PLATE[1] // step
    across, down = np.meshgrid(np.fft.rfftfreq(columns, step), np.fft.fftfreq(rows, step))
    return across.astype(np.float32), down.astype(np.float32)


def spectral(
    rng: np.random.Generator, step: int, amplitude: Callable[[Field, Field], Field]
) -> Field:
    """Return Gaussian noise of unit deviation with the given spectrum, at 1/``step`` of the plate.

    ``amplitude`` takes waves per px along x and y.
    """
    across, down = _frequencies(step)
    shape = (*across.shape, 2)
    waves = rng.standard_normal(shape, dtype=np.float32).view(np.complex64)[..., 0]
    gain = amplitude(across, down)
    gain[0, 0] = 0
    waves *= gain
    size = (PLATE[0] // step, PLATE[1] // step)
    found = np.fft.irfft2(waves, s=size)
    # By Parseval the deviation is known before; inner columns stand for two waves each.
    power = 4 * np.square(gain).sum() - 2 * np.square(gain[:, [0, -1]]).sum()
    return np.asarray(found * np.float32(size[0] * size[1] / np.sqrt(power)), np.float32)


def clouds(rng: np.random.Generator, length: float) -> Field:
    """Return soft noise that varies over ``length`` px (at least 12), at a quarter of the scale."""
    return spectral(rng, 4, lambda x, y: np.exp(np.float32(-((2 * length) ** 2)) * (x * x + y * y)))


def fractal(rng: np.random.Generator, length: float, decay: float) -> Field:
    """Return noise with a power law below ``length`` px, at half the scale."""
    corner = np.float32(1 / length)
    return spectral(rng, 2, lambda x, y: (x * x + y * y + corner**2) ** np.float32(-decay / 2))


def combed(
    rng: np.random.Generator, angle: float, spacing: float, *, stretch: float, step: int = 1
) -> Field:
    """Return furrows along ``angle``, about ``spacing`` px apart, ``stretch`` times as long."""
    cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    peak = np.float32(1 / spacing)

    def gain(x: Field, y: Field) -> Field:
        along, athwart = (x * cos + y * sin) * np.float32(stretch), y * cos - x * sin
        radius = np.sqrt(along * along + athwart * athwart)
        return np.asarray(np.exp(-(((radius - peak) / (peak * np.float32(0.55))) ** 2)), np.float32)

    return spectral(rng, step, gain)


def diffused(start: Field, near: float, far: float, rounds: int) -> Field:
    """Return the labyrinth that activation over ``near`` and inhibition over ``far`` px leave.

    A reaction-diffusion system after few steps: each step is a difference of Gaussians and a
    saturation, as in Young's model of skin patterns (1984).
    """
    state = start
    for _ in range(rounds):
        activated = cv2.GaussianBlur(state, (0, 0), near)
        inhibited = cv2.GaussianBlur(state, (0, 0), far)
        state = np.tanh(np.float32(6) * (activated - inhibited)).astype(np.float32)
    return np.asarray(state, np.float32)


def cells(rng: np.random.Generator, pitch: float) -> tuple[Field, Field]:
    """Return warped Voronoi cells of ``pitch`` px at half the scale.

    Returns:
        The distance to the nearest border in px of the view, and each cell's random level in 0-1.
    """
    rows, columns = PLATE[0] // 2, PLATE[1] // 2
    count = int(PLATE[0] * PLATE[1] / pitch**2)
    empty = np.full((rows, columns), 255, np.uint8)
    empty[rng.integers(0, rows, count), rng.integers(0, columns, count)] = 0
    labels = cv2.distanceTransformWithLabels(empty, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)[
        1
    ]
    level = rng.random(int(labels.max()) + 1, dtype=np.float32)[labels]
    bend = [cv2.resize(clouds(rng, 14), (columns, rows)) * np.float32(pitch / 12) for _ in range(2)]
    down, across = np.indices((rows, columns), dtype=np.float32)
    level = cv2.remap(
        level, across + bend[0], down + bend[1], cv2.INTER_NEAREST, borderMode=cv2.BORDER_REFLECT
    )
    inside = (cv2.morphologyEx(level, cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8)) == 0).astype(
        np.uint8
    )
    return (
        np.asarray(cv2.distanceTransform(inside, cv2.DIST_L2, 3) * 2, np.float32),
        np.asarray(level, np.float32),
    )


def above(field: Field, share: float, width: float) -> Field:
    """Return a soft mask (0-1) of the highest ``share`` of a field; its edge is ``width`` wide."""
    if share <= 0:
        return np.zeros_like(field)
    level = np.quantile(field.ravel()[::5], 1 - share)
    return np.asarray(np.clip((field - level) / np.float32(width) + 0.5, 0, 1), np.float32)
