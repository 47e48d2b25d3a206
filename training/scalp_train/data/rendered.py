"""Sets of rendered pictures, cached at the size that training needs."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scalp_core.vision.manifest import InputSpec
from scalp_core.vision.preprocessing import frame
from scalp_core.vocabulary import Symptom
from scalp_train.render.camera import LookName
from scalp_train.render.labels import LAWS, Labels, mistaken

if TYPE_CHECKING:
    from scalp_train.render import Picture

CHUNK = 8
ALONE = 100
"""Pictures that one process draws sooner (0.04 s each) than others have started (some 5 s)."""
PHONES_ONE_IN = 4
SIGN_GRID = (30, 40)
"""Rows and columns of the stored masks: cells of 16 px at 640x480."""
Drawn = TypeVar("Drawn")
Progress = Callable[[int], None]
"""Called with the number of pictures done so far."""


def ignore(done: int) -> None:
    """The progress nobody watches."""
    del done


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
    """Share of the grades 1 and 2 that training is told the other way round."""

    def looks(self) -> list[LookName]:
        """The camera of each picture."""
        if self.look != "mixed":
            return [self.look] * self.count
        phones = np.random.default_rng((self.seed, 3)).random(self.count) < 1 / PHONES_ONE_IN
        return ["phone" if phone else "scope" for phone in phones]

    def __len__(self) -> int:
        return self.count

    def grades(self) -> Labels:
        """Grades [count, 6] in the vocabulary's order."""
        return LAWS[self.labels](self.seed, self.count)

    def grades_told(self) -> Labels:
        """Grades [count, 6] with the label noise."""
        return mistaken(self.grades(), self.label_noise, self.seed)


@dataclass(frozen=True, slots=True)
class Order:
    """One picture to render: seed, six grades and the geometry that serving fits it to."""

    seed: int
    grades: tuple[int, ...]
    look: LookName
    spec: InputSpec


def orders(pictures: RenderedSet, spec: InputSpec, *, start: int = 0) -> list[Order]:
    """What to render for a set, from picture ``start`` on."""
    grades, looks = pictures.grades(), pictures.looks()
    return [
        Order(pictures.seed + index, tuple(int(g) for g in grades[index]), looks[index], spec)
        for index in range(start, pictures.count)
    ]


def over_cores(
    work: Callable[[Order], Drawn], wanted: list[Order], workers: int | None = None
) -> Iterator[Drawn]:
    """``work`` on every order, results in order; ``work`` must be picklable."""
    count = workers
    if count is None:
        count = len(os.sched_getaffinity(0)) if len(wanted) > ALONE else 1
    if count <= 1 or len(wanted) <= CHUNK:
        yield from map(work, wanted)
        return
    # A picture is made of many megabyte-sized arrays. glibc gives each back to the system and takes
    # it anew, a fifth of all time, unless told to keep them; it reads this when a process starts.
    for name in ("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"):
        os.environ.setdefault(name, str(1 << 30))
    # Spawned, not forked: a forked copy of a process in which torch runs threads can hang.
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        yield from pool.map(work, wanted, chunksize=CHUNK)


def drawn(order: Order) -> Picture:
    """Render one picture on one thread."""
    import cv2

    from scalp_train.render import render

    cv2.setNumThreads(1)
    return render(order.seed, order.grades, look=order.look)


class Shown(NamedTuple):
    """A picture in a network's size.

    Attributes:
        pixels: uint8 [H, W, 3].
        signs: uint8 [6, rows, columns] by ``SIGN_GRID``, the share of each cell that the symptom's
            mask covers, 0-255.
    """

    pixels: NDArray[np.uint8]
    signs: NDArray[np.uint8]


def shown(order: Order) -> Shown:
    """Render one picture and fit it, and its masks, to a network."""
    return fitted(drawn(order), order.spec)


def fitted(picture: Picture, spec: InputSpec) -> Shown:
    """A rendered picture and its masks by serving's own geometry."""
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
    return Shown(seen.pixels, np.stack(signs).astype(np.uint8))


def draw(
    pictures: RenderedSet, spec: InputSpec, *, start: int = 0, workers: int | None = None
) -> Iterator[Shown]:
    """Render a set in order from picture ``start`` on, over the cores."""
    return over_cores(shown, orders(pictures, spec, start=start), workers)


@dataclass(frozen=True, slots=True)
class CachedSet:
    """Pictures uint8 [N, H, W, 3] (memory-mapped) and grades int64 [N, 6].

    Rendered pictures also have signs uint8 [N, 6, rows, columns], see :class:`Shown`.
    """

    pixels: NDArray[np.uint8]
    grades: Labels
    signs: NDArray[np.uint8] | None = None

    def __len__(self) -> int:
        return len(self.grades)


def cached(
    pictures: RenderedSet,
    spec: InputSpec,
    folder: Path,
    *,
    workers: int | None = None,
    on_progress: Progress = ignore,
) -> CachedSet:
    """The set from ``folder``, rendered into it first where it is missing.

    An interrupted rendering is taken up where it stopped. A set that another version of the
    renderer drew is drawn again: its first picture tells.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # Not the label noise: the pictures are the same.
    name = f"{pictures.labels}-{pictures.look}-{pictures.seed}-{pictures.count}"
    base = folder / f"{name}-{spec.width}x{spec.height}"
    files = base.with_suffix(".npy"), base.with_suffix(".signs.npy")
    note = base.with_suffix(".json")
    first = hashlib.sha256(shown(orders(pictures, spec)[0]).pixels.tobytes()).hexdigest()
    known = json.loads(note.read_text()) if note.exists() else {}
    done = known["done"] if known.get("first") == first else 0
    if done < pictures.count:
        mode: Literal["r+", "w+"] = "r+" if done else "w+"
        shapes = (spec.height, spec.width, 3), (len(Symptom), *SIGN_GRID)
        pixels, signs = (
            np.lib.format.open_memmap(
                file, mode=mode, dtype=np.uint8, shape=(pictures.count, *shape)
            )
            for file, shape in zip(files, shapes, strict=True)
        )
        for index, one in enumerate(draw(pictures, spec, start=done, workers=workers), start=done):
            pixels[index], signs[index] = one.pixels, one.signs
            if (index + 1) % 200 == 0 or index + 1 == pictures.count:
                pixels.flush()
                signs.flush()
                state = {"done": index + 1, "first": first, **asdict(pictures)}
                note.write_text(json.dumps(state))
            on_progress(index + 1)
    found = (np.load(file, mmap_mode="r") for file in files)
    return CachedSet(next(found), pictures.grades_told(), next(found))
