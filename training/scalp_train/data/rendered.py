"""Reproducible sets of rendered pictures, rendered in parallel."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scalp_core.vision.manifest import InputSpec
from scalp_core.vision.preprocessing import frame
from scalp_train.render.labels import DISTRIBUTIONS, Labels, confuse_neighbours
from scalp_train.render.picture import LookName, Picture
from scalp_train.render.techniques import Technique

CHUNK = 8
SINGLE_PROCESS_BELOW = 100
"""Up to so many pictures one process is faster (0.04 s each) than starting others (some 5 s)."""
PHONES_ONE_IN = 4
SIGN_GRID = (30, 40)
"""Rows and columns of the stored sign masks: cells of 16 px at 640x480."""
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class RenderedSet:
    """A reproducible set of pictures: ``count`` scalps from seed ``seed`` on.

    Seeds of two sets must not overlap: picture ``i`` has seed ``seed + i``.
    """

    seed: int
    count: int
    labels: Literal["balanced", "natural"] = "balanced"
    look: LookName | Literal["mixed"] = "scope"
    """The camera; ``mixed`` means one phone among ``PHONES_ONE_IN`` pictures, chosen by seed."""

    label_noise: float = 0.0
    """Share of the grades 1 and 2 that are swapped in the training labels."""

    techniques: tuple[Technique, ...] = ("layers",)
    """Who draws: they take turns, picture by picture."""

    def looks(self) -> list[LookName]:
        """Return the camera of each picture."""
        if self.look != "mixed":
            return [self.look] * self.count
        phones = np.random.default_rng((self.seed, 3)).random(self.count) < 1 / PHONES_ONE_IN
        return ["phone" if phone else "scope" for phone in phones]

    def __len__(self) -> int:
        return self.count

    def grades(self) -> Labels:
        """Return grades [count, 6] in the vocabulary's order."""
        return DISTRIBUTIONS[self.labels](self.seed, self.count)

    def noisy_grades(self) -> Labels:
        """Return grades [count, 6] with the label noise."""
        return confuse_neighbours(self.grades(), self.label_noise, self.seed)


@dataclass(frozen=True, slots=True)
class RenderJob:
    """One picture to render: seed, six grades, camera, technique, and serving's geometry."""

    seed: int
    grades: tuple[int, ...]
    look: LookName
    spec: InputSpec
    technique: Technique = "layers"


def render_jobs(pictures: RenderedSet, spec: InputSpec, *, start: int = 0) -> list[RenderJob]:
    """Return the jobs of a set from picture ``start`` on."""
    grades, looks = pictures.grades(), pictures.looks()
    return [
        RenderJob(
            pictures.seed + index,
            tuple(int(g) for g in grades[index]),
            looks[index],
            spec,
            pictures.techniques[index % len(pictures.techniques)],
        )
        for index in range(start, pictures.count)
    ]


def parallel_map(
    work: Callable[[RenderJob], Result], jobs: list[RenderJob], workers: int | None = None
) -> Iterator[Result]:
    """Yield ``work(job)`` of every job, in order; ``work`` must be picklable.

    Args:
        work: what to do with a job.
        jobs: in the order of the results.
        workers: number of processes; by default one for each core, or one alone for few jobs.
    """
    count = workers
    if count is None:
        count = len(os.sched_getaffinity(0)) if len(jobs) > SINGLE_PROCESS_BELOW else 1
    if count <= 1 or len(jobs) <= CHUNK:
        yield from map(work, jobs)
        return
    # A picture is made of many megabyte-sized arrays. By default glibc returns each of them to the
    # system and requests it again, which costs a fifth of the time; it reads these at start.
    for name in ("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"):
        os.environ.setdefault(name, str(1 << 30))
    # Spawned, not forked: a forked copy of a process in which torch runs threads can hang.
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        yield from pool.map(work, jobs, chunksize=CHUNK)


def render_job(job: RenderJob) -> Picture:
    """Render one picture on one thread."""
    import cv2

    from scalp_train.render.techniques import draw

    cv2.setNumThreads(1)
    return draw(job.technique, job.seed, job.grades, look=job.look)


class Sample(NamedTuple):
    """A picture in a network's size.

    Attributes:
        pixels: uint8 [H, W, 3].
        signs: uint8 [6, rows, columns] by ``SIGN_GRID``, the share of each cell that the symptom's
            mask covers, 0-255.
    """

    pixels: NDArray[np.uint8]
    signs: NDArray[np.uint8]


def render_sample(job: RenderJob) -> Sample:
    """Render one picture and fit it and its masks to a network's input."""
    return fit_to_input(render_job(job), job.spec)


def fit_to_input(picture: Picture, spec: InputSpec) -> Sample:
    """Return a rendered picture and its masks in the geometry of serving."""
    import cv2

    seen = frame(Image.fromarray(picture.pixels), spec)
    height, width = picture.masks.shape[1:]
    top, left = round(seen.region.top * height), round(seen.region.left * width)
    bottom = top + round(seen.region.height * height)
    right = left + round(seen.region.width * width)
    rows, columns = SIGN_GRID
    signs = [
        cv2.resize(
            mask[top:bottom, left:right].astype(np.uint8) * np.uint8(255),
            (columns, rows),
            interpolation=cv2.INTER_AREA,
        )
        for mask in picture.masks
    ]
    return Sample(seen.pixels, np.stack(signs).astype(np.uint8))


def render_samples(
    pictures: RenderedSet, spec: InputSpec, *, start: int = 0, workers: int | None = None
) -> Iterator[Sample]:
    """Render a set in order from picture ``start`` on, in parallel."""
    return parallel_map(render_sample, render_jobs(pictures, spec, start=start), workers)
