"""Pictures for the photo gate in the size of the networks, drawn or composed one job at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from scalp_core.vision.familiarity import View
from scalp_core.vision.manifest import InputSpec
from scalp_core.vision.preprocessing import frame
from scalp_train.negatives.canvas import Pixels
from scalp_train.negatives.drawings import DRAWN
from scalp_train.negatives.heads import FAR, draw_close_up
from scalp_train.negatives.packages import Source
from scalp_train.negatives.photographs import compose, group_shares, read_layer

CLOSE_UPS = "close-ups, drawn"
DRAWERS: dict[str, Callable[[np.random.Generator], Pixels]] = {
    **{f"drawn {name}": draw for name, draw in DRAWN.items()},
    **{f"drawn {name} from afar": draw for name, draw in FAR.items()},
    CLOSE_UPS: draw_close_up,
}
BATCH = 5
"""Drawings in one job."""


@dataclass(frozen=True, slots=True)
class GateJob:
    """Some pictures of one kind: ``count`` crops of ``source``, or drawings without one."""

    kind: str
    seed: int
    count: int
    spec: InputSpec
    source: Source | None = None

    @property
    def view(self) -> View:
        """Return what the pictures show."""
        if self.kind == CLOSE_UPS:
            return View.SCALP
        return View.TOO_FAR if self.kind.endswith("from afar") else View.OTHER


def drawing_jobs(kinds: dict[str, int], spec: InputSpec, seed: int) -> Iterator[GateJob]:
    """Yield the jobs for so many drawings of each kind of :data:`DRAWERS`."""
    for place, (kind, count) in enumerate(kinds.items()):
        for start in range(0, count, BATCH):
            yield GateJob(kind, seed + 10_000 * place + start, min(BATCH, count - start), spec)


def photograph_jobs(
    sources: list[Source], count: int, spec: InputSpec, seed: int
) -> Iterator[GateJob]:
    """Yield the jobs for about ``count`` pictures of packages' photographs."""
    rng = np.random.default_rng(seed)
    for number, (source, share) in enumerate(group_shares(sources, count)):
        pictures = int(rng.poisson(share))
        if pictures:
            yield GateJob(f"{source.kind}, packages", seed + number, pictures, spec, source)


def draw_gate_job(job: GateJob) -> list[Pixels]:
    """Return the pictures uint8 [H, W, 3] of a job in the networks' size; none if unreadable."""
    cv2.setNumThreads(1)
    rng = np.random.default_rng((job.seed, job.count))
    if job.source is None:
        drawn = [DRAWERS[job.kind](rng) for _ in range(job.count)]
    else:
        layer = read_layer(job.source)
        drawn = [] if layer is None else [compose(layer, rng) for _ in range(job.count)]
    return [frame(Image.fromarray(picture), job.spec).pixels for picture in drawn]
