"""Sets of rendered pictures, cached at the size that training needs."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scalp_core.vision.manifest import InputSpec
from scalp_core.vision.preprocessing import frame
from scalp_train.render.labels import LAWS, Labels

if TYPE_CHECKING:
    from scalp_train.render import Picture

CHUNK = 8
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

    def __len__(self) -> int:
        return self.count

    def grades(self) -> Labels:
        """Grades [count, 6] in the vocabulary's order."""
        return LAWS[self.labels](self.seed, self.count)


def fit_pixels(pixels: NDArray[np.uint8], spec: InputSpec) -> NDArray[np.uint8]:
    """One picture [H, W, 3] through serving's own geometry."""
    return frame(Image.fromarray(pixels), spec).pixels


@dataclass(frozen=True, slots=True)
class Order:
    """One picture to render: seed, six grades and the geometry that serving fits it to."""

    seed: int
    grades: tuple[int, ...]
    spec: InputSpec


def orders(pictures: RenderedSet, spec: InputSpec, *, start: int = 0) -> list[Order]:
    """What to render for a set, from picture ``start`` on."""
    grades = pictures.grades()
    return [
        Order(pictures.seed + index, tuple(int(g) for g in grades[index]), spec)
        for index in range(start, pictures.count)
    ]


def over_cores(
    work: Callable[[Order], Drawn], wanted: list[Order], workers: int | None = None
) -> Iterator[Drawn]:
    """``work`` on every order, results in order; ``work`` must be picklable."""
    count = workers if workers is not None else len(os.sched_getaffinity(0))
    if count <= 1 or len(wanted) <= CHUNK:
        yield from map(work, wanted)
        return
    # Spawned, not forked: a forked copy of a process in which torch runs threads can hang.
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        yield from pool.map(work, wanted, chunksize=CHUNK)


def drawn(order: Order) -> Picture:
    """Render one picture on one thread."""
    import cv2

    from scalp_train.render import render

    cv2.setNumThreads(1)
    return render(order.seed, order.grades)


def _pixels(order: Order) -> NDArray[np.uint8]:
    return fit_pixels(drawn(order).pixels, order.spec)


def draw(
    pictures: RenderedSet, spec: InputSpec, *, start: int = 0, workers: int | None = None
) -> Iterator[NDArray[np.uint8]]:
    """Render a set in order from picture ``start`` on, uint8 [H, W, 3] each, over the cores."""
    return over_cores(_pixels, orders(pictures, spec, start=start), workers)


@dataclass(frozen=True, slots=True)
class CachedSet:
    """Pictures uint8 [N, H, W, 3] (memory-mapped) and grades int64 [N, 6]."""

    pixels: NDArray[np.uint8]
    grades: Labels

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

    An interrupted rendering is taken up where it stopped.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{pictures.labels}-{pictures.seed}-{pictures.count}-{spec.width}x{spec.height}"
    file, note = folder / f"{name}.npy", folder / f"{name}.json"
    shape = (pictures.count, spec.height, spec.width, 3)
    done = json.loads(note.read_text())["done"] if note.exists() and file.exists() else 0
    if done < pictures.count:
        store = np.lib.format.open_memmap(
            file, mode="r+" if done else "w+", dtype=np.uint8, shape=shape
        )
        drawn = draw(pictures, spec, start=done, workers=workers)
        for index, pixels in enumerate(drawn, start=done):
            store[index] = pixels
            if (index + 1) % 200 == 0 or index + 1 == pictures.count:
                store.flush()
                note.write_text(json.dumps({"done": index + 1, **asdict(pictures)}))
            on_progress(index + 1)
    return CachedSet(np.load(file, mmap_mode="r"), pictures.grades())
