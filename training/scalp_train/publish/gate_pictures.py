"""What the photo gate is fitted to and measured on: features of scalps and of anything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_core.vision.familiarity import View
from scalp_core.vision.manifest import InputSpec
from scalp_core.vision.onnx_engine import OnnxEngine
from scalp_core.vision.preprocessing import normalise
from scalp_train.data.cache import CachedSet
from scalp_train.data.domain_shift import shift_domain
from scalp_train.data.rendered import RenderedSet, parallel_map, render_samples
from scalp_train.evaluate.inference import batches
from scalp_train.negatives.packages import Source
from scalp_train.negatives.pictures import (
    CLOSE_UPS,
    DRAWERS,
    GateJob,
    draw_gate_job,
    drawing_jobs,
    photograph_jobs,
)
from scalp_train.render.picture import LookName
from scalp_train.render.techniques import TECHNIQUES

Pixels = NDArray[np.uint8]
SHIFTED_SHARE = 0.4
"""Share of the negatives under domain shift: scalps are shown so too, so it gives nothing away."""
PLAIN, SHIFTED, WIDE = "scalps", "scalps, shifted", "scalps, from 1.3 to 3 times the distance"
MEASURED_SEED = 9_000_000
"""Of the renders that the gate is measured on; no set of a recipe comes near."""
LOOKS: dict[LookName, int] = {"scope": 60, "phone": 30, "harsh": 30}
"""Renders of each technique that are measured."""


class Shown(NamedTuple):
    """One picture, uint8 [H, W, 3] in the networks' size."""

    kind: str
    view: View
    pixels: Pixels


@dataclass(frozen=True, slots=True)
class GateSet:
    """Features [N, C] of pictures, and what they show."""

    features: NDArray[np.float32]
    views: NDArray[np.int64]
    kinds: NDArray[np.str_]

    def where(self, chosen: NDArray[np.bool_]) -> GateSet:
        """Return some of the pictures."""
        return GateSet(self.features[chosen], self.views[chosen], self.kinds[chosen])

    def __add__(self, other: GateSet) -> GateSet:
        """Return the pictures of both."""
        return GateSet(
            np.concatenate([self.features, other.features]),
            np.concatenate([self.views, other.views]),
            np.concatenate([self.kinds, other.kinds]),
        )


def gate_set(engine: OnnxEngine, spec: InputSpec, pictures: Iterable[Shown]) -> GateSet:
    """Return the features of pictures."""
    seen: list[Shown] = []

    def noted() -> Iterator[Pixels]:
        for shown in pictures:
            seen.append(shown._replace(pixels=shown.pixels[:0]))
            yield shown.pixels

    features = extract_features(engine, spec, noted())
    return GateSet(
        features,
        np.array([shown.view for shown in seen], np.int64),
        np.array([shown.kind for shown in seen]),
    )


def extract_features(
    engine: OnnxEngine, spec: InputSpec, pictures: Iterable[Pixels]
) -> NDArray[np.float32]:
    """Return features [N, C] of pictures uint8 [H, W, 3] in the network's size."""
    found = [engine.features(normalise(batch, spec)) for batch in batches(pictures)]
    return np.concatenate(found)


def known_scalps(pictures: CachedSet, most: int, rng: np.random.Generator) -> Iterator[Shown]:
    """Yield scalps as they are, each also under domain shift, and every other from farther away."""
    count = len(pictures)
    for index in np.linspace(0, count - 1, min(count, most)).astype(int):
        pixels = np.asarray(pictures.pixels[index])
        yield Shown(PLAIN, View.SCALP, pixels)
        yield Shown(SHIFTED, View.SCALP, shift_domain(pixels, rng))
        if index % 2:
            yield Shown(WIDE, View.SCALP, from_farther_away(pixels, rng))


def from_farther_away(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Return a picture turned and shrunk to 1/3-1/1.3, mirrored at its borders."""
    zoom = float(rng.uniform(1.3, 3))
    height, width = pixels.shape[:2]
    smooth = cv2.GaussianBlur(pixels, (0, 0), 0.35 * zoom)  # a warp does not antialias
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.uniform(0, 360)), 1 / zoom)
    moved = cv2.warpAffine(smooth, turn, (width, height), borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(moved, np.uint8)


def measured_renders(spec: InputSpec, count: float) -> Iterator[Shown]:
    """Yield renders of every technique and camera; ``count`` scales :data:`LOOKS`."""
    for technique in TECHNIQUES:
        for place, (look, usual) in enumerate(LOOKS.items()):
            pictures = RenderedSet(
                MEASURED_SEED + 1000 * place,
                max(2, round(usual * count)),
                labels="natural",
                look=look,
                techniques=(technique,),
            )
            for sample in render_samples(pictures, spec):
                yield Shown(f"renders, {technique}, {look}", View.SCALP, sample.pixels)


def drawn_and_photographed(
    sources: list[Source], spec: InputSpec, count: int, seed: int
) -> Iterator[Shown]:
    """Yield about ``count`` photographs, half as many drawings, and drawn close-ups of scalps.

    Args:
        sources: of the photographs.
        spec: the networks' input.
        count: of photographs.
        seed: of everything.
    """
    drawings = {kind: max(1, count // 18) for kind in DRAWERS}
    drawings |= {kind: 2 * each for kind, each in drawings.items() if kind.endswith("from afar")}
    drawings[CLOSE_UPS] = max(2, count // 4)
    jobs = [
        *drawing_jobs(drawings, spec, seed),
        *photograph_jobs(sources, count, spec, seed),
    ]
    yield from _drawn(jobs, seed)


def drawn_close_ups(spec: InputSpec, count: int, seed: int) -> Iterator[Shown]:
    """Yield ``count`` drawings of a scalp as a phone sees it from some centimetres."""
    yield from _drawn(list(drawing_jobs({CLOSE_UPS: count}, spec, seed)), seed)


def _drawn(jobs: list[GateJob], seed: int) -> Iterator[Shown]:
    rng = np.random.default_rng(seed)
    for job, pictures in zip(jobs, parallel_map(draw_gate_job, jobs), strict=True):
        for pixels in pictures:
            shifted = rng.random() < SHIFTED_SHARE
            yield Shown(job.kind, job.view, shift_domain(pixels, rng) if shifted else pixels)
