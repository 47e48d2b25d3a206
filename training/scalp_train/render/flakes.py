"""Dandruff: flakes of 10-60 px with a raised edge and a shadow, some of them lying on the hair."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.canvas import Canvas, shifted
from scalp_train.render.hair import ONE, SUBPIXEL
from scalp_train.render.noise import (
    FULL,
    HEIGHT,
    WIDTH,
    Field,
    Streams,
    blur,
    fractal,
    grain,
    smooth,
)
from scalp_train.render.severity import Flakes, within


@dataclass(slots=True)
class FlakeLayers:
    """Heights (0-1) of the flakes below and above the hair, and the mask of both."""

    below: Field
    above: Field
    mask: NDArray[np.bool_]
    any_above: bool


def scatter(streams: Streams, level: Flakes) -> FlakeLayers:
    """Drop flakes until the grade's area is reached; a higher grade drops more of the same ones."""
    rng = streams("flakes")
    target = within(level.area, rng.random()) * HEIGHT * WIDTH
    style = _Style.draw(rng)
    layers = [np.zeros(FULL, np.uint8), np.zeros(FULL, np.uint8)]
    union = np.zeros(FULL, np.uint8)
    for number in range(400):
        if cv2.countNonZero(union) >= target:
            break
        flake_rng = streams(f"flake-{number}")
        outline, radius = _outline(flake_rng, style)
        if cv2.countNonZero(union) + 0.6 * np.pi * radius**2 > target * 1.15 and radius > 9:
            continue  # too large for what is left: a smaller one comes
        layer = layers[int(flake_rng.random() < level.on_hair)]
        cv2.fillPoly(layer, [outline], (int(flake_rng.integers(150, 256)),), cv2.LINE_AA, SUBPIXEL)
        cv2.fillPoly(union, [outline], (255,), cv2.LINE_8, SUBPIXEL)
    if target and style.ragged:
        warp = _warp(rng, style.ragged)
        layers = [
            np.asarray(cv2.remap(layer, *warp, cv2.INTER_LINEAR), dtype=np.uint8)
            for layer in layers
        ]
        union = np.asarray(cv2.remap(union, *warp, cv2.INTER_NEAREST), dtype=np.uint8)
    below, above = (layer.astype(np.float32) * np.float32(1 / 255) for layer in layers)
    return FlakeLayers(below, above, union > 0, bool(layers[1].any()))


@dataclass(slots=True)
class _Style:
    size: float
    corners: tuple[int, int]
    stretch: float
    ragged: float
    clusters: NDArray[np.float64]

    @classmethod
    def draw(cls, rng: np.random.Generator) -> _Style:
        corners = ((6, 9), (9, 14), (12, 20))[int(rng.integers(0, 3))]
        ragged = float(rng.uniform(2.5, 5.5)) if rng.random() < 0.75 else 0.0
        clusters = rng.uniform(0, 1, (3, 2)) * (WIDTH, HEIGHT)
        return cls(
            float(rng.uniform(9.5, 14.5)), corners, float(rng.uniform(1, 1.9)), ragged, clusters
        )


def _outline(rng: np.random.Generator, style: _Style) -> tuple[NDArray[np.int32], float]:
    radius = float(np.clip(style.size * np.exp(rng.normal(0, 0.42)), 5.5, 29))
    if rng.random() < 0.35:
        centre = style.clusters[int(rng.integers(0, 3))] + rng.normal(0, 60, 2)
        centre = np.mod(centre, (WIDTH, HEIGHT))
    else:
        centre = rng.uniform(0, 1, 2) * (WIDTH, HEIGHT)
    corners = int(rng.integers(*style.corners))
    angles = np.sort(rng.uniform(0, 2 * np.pi, corners))
    angles = 0.5 * angles + 0.5 * np.linspace(0, 2 * np.pi, corners, endpoint=False)
    radii = radius * rng.uniform(0.62, 1.12, corners)
    turn = rng.uniform(0, np.pi)
    stretch = 1 + (style.stretch - 1) * rng.random()
    x, y = np.cos(angles) * radii * np.sqrt(stretch), np.sin(angles) * radii / np.sqrt(stretch)
    points = np.stack(
        [
            centre[0] + x * np.cos(turn) - y * np.sin(turn),
            centre[1] + x * np.sin(turn) + y * np.cos(turn),
        ],
        axis=1,
    )
    return np.round(points * ONE).astype(np.int32), radius


def _warp(rng: np.random.Generator, strength: float) -> tuple[Field, Field]:
    """Displacement that tears straight outlines ragged."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    dx, dy = fractal(rng, 12, 3), fractal(rng, 12, 3)
    return columns + np.float32(strength) * dx, rows + np.float32(strength) * dy


def lay(canvas: Canvas, height: Field, streams: Streams, *, oily: float, name: str) -> None:
    """Paint one layer of flakes: white-grey, yellowish when ``oily`` (0-1), lit from one side."""
    rng = streams(f"flake-paint-{name}")
    body = blur(height, 0.7)
    alpha = np.clip(body * 2.2, 0, 1) * np.float32(rng.uniform(0.86, 0.97))
    dx, dy = int(rng.integers(-3, 4)), int(rng.integers(3, 6))
    canvas.filter(shifted(blur(alpha, 2.4), dx, dy) * np.float32(0.8), (0.66, 0.65, 0.66))
    relief = blur(height, 1.4) + np.float32(0.10) * smooth(rng, 6)
    angle = rng.uniform(0, 2 * np.pi)
    slope = np.cos(angle) * cv2.Sobel(relief, cv2.CV_32F, 1, 0, ksize=3)
    slope += np.sin(angle) * cv2.Sobel(relief, cv2.CV_32F, 0, 1, ksize=3)
    shade = np.clip(slope * np.float32(rng.uniform(9, 20)), -34, 20)
    shade += 5 * smooth(rng, 9) + 5 * grain(rng, float(rng.uniform(0.8, 1.6)))
    # Thin in places: the skin shows through, more toward the rim.
    thin = np.clip(0.86 + 0.16 * smooth(rng, float(rng.uniform(7, 14))), 0.4, 1)
    alpha *= thin * np.clip(0.35 + blur(height, 3.0), 0, 1)
    base = (226 + 2 * oily, 225 - 6 * oily, 218 - 34 * oily)
    canvas.cover_lit(alpha, base, shade)
