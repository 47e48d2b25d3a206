"""Fine scaling: matte white speckle of 1-6 px between the follicles, and crusts at the mouths."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.canvas import Canvas
from scalp_train.render.layout import Unit
from scalp_train.render.noise import FULL, Field, Streams, blur, grain, smooth, threshold_for_area
from scalp_train.render.severity import FineScaling, within


def speckle(
    streams: Streams, units: list[Unit], level: FineScaling
) -> tuple[Field, NDArray[np.bool_]]:
    """Opacity of the scale and its mask; the mask of a higher grade holds that of a lower one."""
    rng = streams("scaling")
    area = within(level.area, rng.random())
    technique = int(rng.integers(0, 3))
    if technique == 0:
        potential = _stamped(rng)
    elif technique == 1:
        potential = grain(rng, float(rng.uniform(1.0, 1.4))) - 0.55 * grain(rng, 2.8)
    else:  # rubbed: short ridges broken by grain
        potential = (
            1.4 - 2.2 * np.abs(smooth(rng, float(rng.uniform(5, 8)))) + 0.8 * grain(rng, 1.1)
        )
    potential = potential + np.float32(rng.uniform(0.25, 0.6)) * smooth(
        rng, float(rng.uniform(45, 110))
    )
    ring = _round_mouths(units, 1.9, 3.2, rng) if level.crusts else None
    if ring is not None:
        potential = potential + np.float32(0.8 * level.crusts) * ring
    if not level.covers_mouths:
        potential = potential - 4 * _discs(units, 1.2)
    edge = threshold_for_area(potential, area)
    mask = potential > edge
    opacity = np.clip((potential - edge) * np.float32(2.4) + 0.38, 0, 1) * mask
    strength = rng.uniform(0.68, 0.95)
    return blur(opacity.astype(np.float32) * np.float32(strength), 0.55), mask


def _stamped(rng: np.random.Generator) -> Field:
    """Random impulses turned into short arcs and crumbs by small random kernels."""
    total = np.zeros(FULL, np.float32)
    for _ in range(4):
        impulses = rng.random(FULL, dtype=np.float32)
        impulses = np.where(impulses > 0.975, (impulses - 0.975) * 40, 0).astype(np.float32)
        kernel = np.zeros((9, 9), np.uint8)
        start = float(rng.uniform(0, 360))
        axes = (int(rng.integers(1, 4)), int(rng.integers(1, 4)))
        cv2.ellipse(
            kernel, (4, 4), axes, start, 0, float(rng.uniform(70, 230)), 255, 1, cv2.LINE_AA
        )
        total += cv2.filter2D(impulses, -1, kernel.astype(np.float32) / np.float32(255))
    return total * np.float32(2.2) + np.float32(0.25) * grain(rng, 1.0)


def _discs(units: list[Unit], size: float) -> Field:
    mask = np.zeros(FULL, np.uint8)
    for unit in units:
        cv2.circle(mask, (round(unit.x), round(unit.y)), round(unit.radius * size), (255,), -1)
    return blur(mask.astype(np.float32) / np.float32(255), 1.5)


def _round_mouths(units: list[Unit], inner: float, outer: float, rng: np.random.Generator) -> Field:
    """Broken arcs round the mouths, 0-1."""
    mask = np.zeros(FULL, np.uint8)
    for unit in units:
        radius = unit.radius * rng.uniform(inner, outer) * 0.6
        start = float(rng.uniform(0, 360))
        cv2.ellipse(
            mask, (round(unit.x), round(unit.y)), (round(radius * 1.3), round(radius)),
            float(np.degrees(unit.angle)), start, start + float(rng.uniform(120, 300)), (255,),
            int(rng.integers(3, 7)), cv2.LINE_AA,
        )  # fmt: skip
    return blur(mask.astype(np.float32) / np.float32(255), 1.2)


def lay(canvas: Canvas, opacity: Field, streams: Streams) -> None:
    """Paint the scale: matte white, a little uneven."""
    rng = streams("scaling-colour")
    tint = rng.normal(0, 3, 3)
    canvas.cover(opacity, (234 + tint[0], 234 + tint[1], 231 + tint[2]))
