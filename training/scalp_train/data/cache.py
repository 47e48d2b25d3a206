"""Pictures of a set in memory-mapped files, at the size of the networks' input."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scalp_core.vision.manifest import InputSpec
from scalp_core.vocabulary import Symptom
from scalp_train.data.rendered import (
    SIGN_GRID,
    RenderedSet,
    render_jobs,
    render_sample,
    render_samples,
)
from scalp_train.render.labels import Labels

FLUSH_EVERY = 200
Progress = Callable[[int], None]
"""Called with the number of pictures done so far."""


def no_progress(done: int) -> None:
    """Ignore progress."""
    del done


@dataclass(frozen=True, slots=True)
class CachedSet:
    """Pictures uint8 [N, H, W, 3] (memory-mapped) and grades int64 [N, 6].

    Rendered pictures also have sign masks uint8 [N, 6, rows, columns], see
    :class:`scalp_train.data.rendered.Sample`.
    """

    pixels: NDArray[np.uint8]
    grades: Labels
    signs: NDArray[np.uint8] | None = None

    def __len__(self) -> int:
        return len(self.grades)

    def take(self, rows: NDArray[np.int64]) -> CachedSet:
        """Return the pictures with these numbers, copied into memory."""
        signs = None if self.signs is None else self.signs[rows]
        return CachedSet(self.pixels[rows], self.grades[rows], signs)


def cached_rendered_set(
    pictures: RenderedSet,
    spec: InputSpec,
    folder: Path,
    *,
    workers: int | None = None,
    on_progress: Progress = no_progress,
) -> CachedSet:
    """Return the set from ``folder``; render it into the folder first where it is missing.

    An interrupted rendering resumes where it stopped. A set from another version of a renderer is
    rendered again: the hash of the first picture that each technique draws differs.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # Label noise is not part of the name: it leaves the pictures as they are.
    kind = f"{'+'.join(pictures.techniques)}-{pictures.labels}-{pictures.look}"
    name = f"{kind}-{pictures.seed}-{pictures.count}-{spec.width}x{spec.height}"
    base = folder / name
    files = base.with_suffix(".npy"), base.with_suffix(".signs.npy")
    state_file = base.with_suffix(".json")
    digest = hashlib.sha256()
    for job in render_jobs(pictures, spec)[: len(pictures.techniques)]:
        digest.update(render_sample(job).pixels.tobytes())
    first = digest.hexdigest()
    known = json.loads(state_file.read_text()) if state_file.exists() else {}
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

        def keep(rendered: int) -> None:
            pixels.flush()
            signs.flush()
            state = {"done": rendered, "first": first, **asdict(pictures)}
            state_file.write_text(json.dumps(state))

        samples = render_samples(pictures, spec, start=done, workers=workers)
        try:
            for sample in samples:
                pixels[done], signs[done] = sample.pixels, sample.signs
                done += 1
                if done % FLUSH_EVERY == 0:
                    keep(done)
                on_progress(done)
        finally:
            keep(done)
    maps = [np.load(file, mmap_mode="r") for file in files]
    return CachedSet(maps[0], pictures.noisy_grades(), maps[1])
