"""What lies on the skin: nets and collars of fine scale, aggregates of dandruff."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.picture import HEIGHT, WIDTH
from scalp_train.render.strands.amounts import Dry, Range, within
from scalp_train.render.strands.follicles import Mouths
from scalp_train.render.strands.synthesis import (
    Field,
    View,
    above,
    cells,
    clouds,
    diffused,
    fractal,
    spectral,
    stream,
)


@dataclass(frozen=True, slots=True)
class Cover:
    """White matter: thickness (0-1) [480, 640], and its mask."""

    thickness: Field
    mask: NDArray[np.bool_]


NOTHING = Cover(np.zeros((HEIGHT, WIDTH), np.float32), np.zeros((HEIGHT, WIDTH), np.bool_))


def scaling(seed: int, view: View, mouths: Mouths, grade: Dry) -> Cover:
    """Return fine scale: a net like cracked varnish, collars at the mouths, peels, and dust."""
    rng = stream(seed, "scaling")
    area = within(grade.area, rng.random())
    if not area:
        return NOTHING
    pitch = float(rng.uniform(24, 40))
    border, level = cells(rng, pitch)
    worms = diffused(fractal(rng, 30, 1.6), 1.4, 2.6, 4)
    lines = np.exp(-((border / np.float32(1.5)) ** 2))
    peels = (level > 0.93) * (np.float32(0.25) + np.exp(-border / np.float32(4)))
    matter = np.maximum(lines * (np.float32(0.8) + np.float32(0.3) * worms), peels)
    here = above(fractal(rng, 110, 2.4), min(1.0, area * pitch / 19), 1.2)
    dusty = spectral(rng, 1, _dusty)
    dusty += cv2.resize(here + np.float32(0.5) * worms, dusty.shape[::-1])
    dust = above(dusty, 0.25 * area, 1.0)
    thick = np.maximum(view.of(matter * here), view.of(dust))
    collar = _collars(rng, view, mouths, grade.collars)
    thick = np.maximum(thick, collar).clip(0, 1).astype(np.float32)
    return Cover(thick, np.asarray(thick > 0.35))


def _dusty(x: Field, y: Field) -> Field:
    radius = np.sqrt(x * x + y * y)
    return np.asarray(np.exp(-(((radius - 0.1) / 0.16) ** 2)), np.float32)


def _collars(rng: np.random.Generator, view: View, mouths: Mouths, share: float) -> Field:
    """Return rings and crescents round a share of the mouths, curled and broken."""
    pen = np.zeros((HEIGHT, WIDTH), np.uint8)
    count = len(mouths.at)
    radius, turn, open_ = rng.uniform(9, 20, count), rng.uniform(0, 360, count), rng.random(count)
    chosen = np.argsort(rng.random(count))[: round(share * count)]
    for (x, y), size, angle, gap in zip(
        view.points(mouths.at)[chosen], radius[chosen], turn[chosen], open_[chosen], strict=True
    ):
        for ring, share_of in ((1.0, 150 + 200 * gap), (0.66, 80 + 120 * gap)):
            axes = (round(size * ring), round(size * ring * (0.6 + 0.35 * gap)))
            centre = (round(float(x)), round(float(y)))
            cv2.ellipse(pen, centre, axes, angle, 90 * ring, 90 * ring + share_of, (255,), 2)
    bend = [view.of(fractal(rng, 14, 2.0)) * np.float32(2.4) for _ in range(2)]
    down, across = np.indices((HEIGHT, WIDTH), dtype=np.float32)
    soft = cv2.GaussianBlur(pen, (0, 0), 0.9)
    found = cv2.remap(soft, across + bend[0], down + bend[1], cv2.INTER_LINEAR)
    return np.asarray(found.astype(np.float32) / 255)


def dandruff(seed: int, view: View, span: Range) -> tuple[Cover, Field]:
    """Return flakes and how far they ride on hairs (0-1) [480, 640].

    Aggregates grow where a slow field is high: plates with broken borders, clumps, and dust around
    them. A higher grade lowers the level above which matter lies, so it only adds.
    """
    rng = stream(seed, "dandruff")
    area = within(span, rng.random())
    if not area:
        return NOTHING, NOTHING.thickness
    heap, huge = float(rng.uniform(55, 110)), rng.random() < 0.25
    border, level = cells(rng, float(rng.uniform(20, 40)))
    plates = level - np.exp(-border / np.float32(3)) * np.float32(0.5)
    heaps = clouds(rng, 2.2 * heap if huge else heap)
    slow = np.asarray(cv2.resize(heaps, plates.shape[::-1]), np.float32)
    rough = fractal(rng, 26, 2.0)
    field = np.float32(1.3) * plates + np.float32(1.2) * slow + np.float32(0.4) * rough
    mask = view.of(above(field, area, 0.02)) > 0.5
    thick = view.of(above(field, area, 1.0) * above(field, area, 0.14)) * np.float32(1.15)
    dust = spectral(rng, 1, _dusty)
    dust += cv2.resize(heaps, dust.shape[::-1])
    specks = view.of(above(dust, 0.12 * area + 0.002, 0.5))
    riding = np.clip(view.of(clouds(rng, 30)) + np.float32(0.3), 0, 1)
    return Cover(np.maximum(thick, specks), np.asarray(mask | (specks > 0.5))), riding
