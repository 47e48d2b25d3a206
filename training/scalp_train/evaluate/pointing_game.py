"""The pointing game: does the strongest point of an activation map lie on the symptom's sign?

After Zhang et al. 2018 ("Top-down neural attention by excitation backprop"), who give the point a
tolerance of 15 px; here the renderer's mask is dilated by 16 px at 640×480.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scalp_core.analysis import Region
from scalp_core.vision.ensemble import sign_maps
from scalp_core.vision.manifest import InputSpec
from scalp_core.vision.preprocessing import frame
from scalp_core.vocabulary import Grade, Symptom
from scalp_train.data.rendered import (
    RenderedSet,
    RenderJob,
    parallel_map,
    render_job,
    render_jobs,
)

TOLERANCE = 16
"""Dilation of a mask, in px at 640×480."""
LEAST_GRADE = Grade.MODERATE
LOCAL = frozenset({Symptom.EXCESS_SEBUM, Symptom.FOLLICULAR_ERYTHEMA_PUSTULES, Symptom.DANDRUFF})
"""Symptoms whose sign sits at places one can point to: plugs and gloss, rings and pustules, flakes.
Fine scaling and redness between the follicles lie over the whole field from grade 2 on, and hair
loss is seen in how many and how thick the hairs of the whole picture are."""
Grid = tuple[int, int]
"""Rows and columns of an activation map."""


@dataclass(frozen=True, slots=True)
class SignView:
    """A rendered picture as the networks see it.

    Attributes:
        pixels: uint8 [H, W, 3] in the networks' size.
        on_sign: bool [6, rows, columns], whether the centre of that cell of an activation map lies
            on the symptom's dilated mask.
    """

    pixels: NDArray[np.uint8]
    on_sign: NDArray[np.bool_]


def dilate(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return a mask [480, 640] dilated by a disc of ``TOLERANCE`` px."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * TOLERANCE + 1, 2 * TOLERANCE + 1))
    return np.asarray(cv2.dilate(mask.astype(np.uint8), disc) > 0, dtype=np.bool_)


def sample_at_centres(mask: NDArray[np.bool_], region: Region, grid: Grid) -> NDArray[np.bool_]:
    """Return whether the centre of each cell [rows, columns] lies on a mask [H, W].

    The cells are equal parts of the ``region`` that the networks saw, as on the site.
    """
    height, width = mask.shape
    rows = _centres(region.top * height, region.height * height, grid[0])
    columns = _centres(region.left * width, region.width * width, grid[1])
    return np.asarray(mask[np.ix_(rows, columns)], dtype=np.bool_)


def _centres(start: float, length: float, cells: int) -> NDArray[np.int64]:
    return (start + (np.arange(cells) + 0.5) * length / cells).astype(np.int64)


@dataclass(frozen=True, slots=True)
class _RenderView:
    """Renders one picture in a worker; an object rather than a closure because it is pickled."""

    grid: Grid

    def __call__(self, job: RenderJob) -> SignView:
        picture = render_job(job)
        seen = frame(Image.fromarray(picture.pixels), job.spec)
        signs = [sample_at_centres(dilate(mask), seen.region, self.grid) for mask in picture.masks]
        return SignView(seen.pixels, np.stack(signs))


def render_with_signs(
    pictures: RenderedSet, spec: InputSpec, grid: Grid, *, workers: int | None = None
) -> Iterator[SignView]:
    """Render a set in order, with the cells of its signs, in parallel."""
    return parallel_map(_RenderView(grid), render_jobs(pictures, spec), workers)


def strongest_cell(
    activation: NDArray[np.float32], predicted: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return row [N] and column [N] of the strongest cell of the map that people see.

    Args:
        activation: [N, 4, rows, columns].
        predicted: grades [N].
    """
    maps = sign_maps(activation, predicted)
    best = maps.reshape(len(maps), -1).argmax(axis=1)
    row, column = np.unravel_index(best, maps.shape[1:])
    return row.astype(np.int64), column.astype(np.int64)


def hits(
    activation: NDArray[np.float32], predicted: NDArray[np.int64], on_sign: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return whether the strongest cell lies on the sign [N]; ``on_sign`` is [N, rows, columns]."""
    row, column = strongest_cell(activation, predicted)
    return np.asarray(on_sign[np.arange(len(predicted)), row, column], dtype=np.bool_)


def eligible(predicted: NDArray[np.int64], grades: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which pictures [N] take part: graded correctly, and at least ``LEAST_GRADE``."""
    return np.asarray((predicted == grades) & (grades >= LEAST_GRADE), dtype=np.bool_)
