"""Dandruff: flakes of 10-60 px, some of them lying on the hair."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.layers.canvas import Canvas
from scalp_train.render.layers.fields import HALF, blurred, doubled, pick, softened
from scalp_train.render.layers.flake_shapes import SHAPES
from scalp_train.render.layers.hair import ONE, SUBPIXEL
from scalp_train.render.layers.noise import (
    FULL,
    Field,
    Streams,
    fractal,
    smooth,
    threshold_for_area,
)
from scalp_train.render.layers.severity import Flakes, within
from scalp_train.render.layers.window import Window
from scalp_train.render.picture import HEIGHT, WIDTH

MOST = 520
ISLANDS = "islands"
TECHNIQUES: dict[str, str] = {name: name for name in (*SHAPES, ISLANDS)}
"""Outlines one by one, or islands of a smooth random field."""


@dataclass(slots=True)
class FlakeLayers:
    """Heights (0-255) of the flakes below and above the hair, and the mask of both."""

    below: NDArray[np.uint8]
    above: NDArray[np.uint8]
    mask: NDArray[np.bool_]
    any_above: bool


def scatter(streams: Streams, level: Flakes) -> FlakeLayers:
    """Return flakes over the grade's area; a higher grade adds to the flakes of a lower one."""
    rng = streams("flakes")
    area = within(level.area, rng.random())
    below, above = np.zeros(FULL, np.uint8), np.zeros(FULL, np.uint8)
    if not area:
        return FlakeLayers(below, above, np.zeros(FULL, np.bool_), any_above=False)
    technique = pick(streams, "flakes", TECHNIQUES)
    if technique == ISLANDS:
        mask = _islands(rng, area, level.on_hair, below, above)
    else:
        mask = _dropped(rng, SHAPES[technique](rng, MOST), area, level.on_hair, below, above)
    return FlakeLayers(below, above, mask, bool(above.any()))


def _dropped(
    rng: np.random.Generator,
    outlines: NDArray[np.float64],
    area: float,
    on_hair: float,
    below: NDArray[np.uint8],
    above: NDArray[np.uint8],
) -> NDArray[np.bool_]:
    """Drop flakes one by one into the two layers until ``area`` (a share) is covered."""
    count = len(outlines)
    size = rng.uniform(9.5, 14.5)
    radii = np.clip(size * np.exp(rng.normal(0, 0.42, count)), 5.5, 28)
    centres = rng.uniform(0, 1, (count, 2)) * (WIDTH, HEIGHT)
    clusters = rng.uniform(0, 1, (3, 2)) * (WIDTH, HEIGHT)
    near = clusters[rng.integers(0, 3, count)] + rng.normal(0, 60, (count, 2))
    huddled = rng.random((count, 1)) < rng.choice([0.0, 0.35])
    centres = np.where(huddled, np.mod(near, (WIDTH, HEIGHT)), centres)
    heights = rng.integers(150, 256, count)
    lifted = rng.random(count) < on_hair
    points = outlines * radii[:, None, None] + centres[:, None, :]
    points = np.round(points * ONE).astype(np.int32)
    union = np.zeros(FULL, np.uint8)
    covered, target = 0.0, area * HEIGHT * WIDTH
    for number in range(count):
        radius = radii[number]
        if covered >= target:
            break
        if covered + 0.6 * np.pi * radius**2 > target * 1.12 and radius > 9:
            continue  # too large for what is left: a smaller one comes
        x, y = float(centres[number, 0]), float(centres[number, 1])
        window = Window.around(x, y, radius * 1.9)
        spot = union[window.top : window.bottom, window.left : window.right]
        before = cv2.countNonZero(spot)
        cv2.fillPoly(union, [points[number]], (255,), cv2.LINE_8, SUBPIXEL)
        covered += cv2.countNonZero(spot) - before
        layer = above if lifted[number] else below
        cv2.fillPoly(layer, [points[number]], (int(heights[number]),), cv2.LINE_AA, SUBPIXEL)
    return union > 0


def _islands(
    rng: np.random.Generator,
    area: float,
    on_hair: float,
    below: NDArray[np.uint8],
    above: NDArray[np.uint8],
) -> NDArray[np.bool_]:
    """Return the highest parts of a smooth field, each island in one of the two layers."""
    field = doubled(fractal(rng, float(rng.uniform(10, 15)), int(rng.integers(1, 4)), shape=HALF))
    mask = field > threshold_for_area(field, area)
    count, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    heights = rng.integers(150, 256, count).astype(np.uint8)
    lifted = rng.random(count) < on_hair
    heights[0] = 0
    below[:] = np.where(lifted, 0, heights).astype(np.uint8)[labels]
    above[:] = np.where(lifted, heights, 0).astype(np.uint8)[labels]
    return np.asarray(mask, dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class _Matter:
    """What a picture's flakes are made of and how they are lit, drawn once for both layers."""

    colour: tuple[float, float, float]
    opacity: float
    edge: float
    shadow: float
    shift: tuple[int, int]
    relief: float
    light: float
    rim: float
    patchy: float

    @classmethod
    def drawn(cls, rng: np.random.Generator, oily: float) -> _Matter:
        shadow = float(rng.uniform(0.4, 0.9)) if rng.random() < 0.65 else 0.0
        relief = float(rng.uniform(5, 11)) if rng.random() < 0.65 else 0.0
        rim = float(rng.uniform(12, 30)) if rng.random() < 0.4 else 0.0
        translucent = rng.random() < 0.35
        # Only what a shadow sets off from the skin may be grey or let the skin through.
        faint = shadow > 0
        grey = rng.random() if faint else 0.0
        yellow = 0.5 * rng.random() + 0.5 * oily if rng.random() < 0.4 else oily
        white = 240 - 24 * grey
        opacity = rng.uniform(0.75, 0.87) if translucent and faint else rng.uniform(0.88, 0.97)
        shift = (int(rng.integers(-4, 5)), int(rng.integers(2, 6)))
        return cls(
            (white + 2 * yellow, white - 1 - 7 * yellow, white - 6 - 36 * yellow),
            float(opacity), float(rng.uniform(0.4, 1.0)), shadow, shift,
            relief, float(rng.uniform(0, 2 * np.pi)), rim, float(rng.choice([0.0, 0.14])),
        )  # fmt: skip


def lay(
    canvas: Canvas, height: NDArray[np.uint8], streams: Streams, *, oily: float, name: str
) -> None:
    """Paint one layer of flakes: white to grey, yellowish when ``oily`` (0-1).

    Args:
        canvas: what lies under them.
        height: [480, 640], 0-255.
        streams: the picture's random streams.
        oily: 0-1.
        name: the layer's, so that two layers do not share one texture.
    """
    box = cv2.boundingRect(height)
    if not box[2]:
        return
    matter = _Matter.drawn(streams("flake-paint"), oily)
    window = Window.holding((box[0], box[1], box[2], box[3]), 14)
    part, local = window.of(canvas), np.ascontiguousarray(height[window.slices])
    alpha = softened(local, matter.edge)
    alpha *= np.float32(2.2)
    np.minimum(alpha, np.float32(1), out=alpha)
    half = np.asarray(
        cv2.resize(alpha, (local.shape[1] // 2, local.shape[0] // 2)), dtype=np.float32
    )
    if matter.shadow:
        part.filter(_shadow(half, matter, local.shape), (0.66, 0.65, 0.66))
    rng = streams(f"flake-texture-{name}")
    light = doubled(_light(rng, local, half, matter), local.shape)
    alpha *= np.float32(matter.opacity)
    if matter.patchy:
        # Thin in places: the skin shows through.
        thin = 0.9 + np.float32(matter.patchy) * smooth(rng, float(rng.uniform(4, 7)), half.shape)
        alpha *= np.clip(doubled(thin, local.shape), 0.45, 1)
    part.cover_lit(alpha, matter.colour, light)


def _shadow(half: Field, matter: _Matter, shape: tuple[int, ...]) -> Field:
    """Return the flakes' half-size opacity, blurred and moved, at full size."""
    move = np.array([[2, 0, matter.shift[0]], [0, 2, matter.shift[1]]], np.float32)
    cast = blurred(half, 1.2) * np.float32(matter.shadow)
    return np.asarray(cv2.warpAffine(cast, move, (shape[1], shape[0])), dtype=np.float32)


def _light(
    rng: np.random.Generator, height: NDArray[np.uint8], half: Field, matter: _Matter
) -> Field:
    """Light (levels) on the flakes at half size: their tone, relief and bright rim."""
    heights = cv2.resize(height, (half.shape[1], half.shape[0]), interpolation=cv2.INTER_AREA)
    raised = np.multiply(heights, np.float32(1 / 255), dtype=np.float32)
    light = raised * np.float32(24) - np.float32(20)
    if matter.relief:
        bumpy = blurred(raised, 0.8) + np.float32(0.10) * smooth(rng, 3, half.shape)
        slope = np.float32(np.cos(matter.light)) * cv2.Sobel(bumpy, cv2.CV_32F, 1, 0, ksize=3)
        slope += np.float32(np.sin(matter.light)) * cv2.Sobel(bumpy, cv2.CV_32F, 0, 1, ksize=3)
        light += np.clip(slope * np.float32(matter.relief), -32, 20)
        light += np.float32(5) * smooth(rng, 4.5, half.shape)
        light += rng.standard_normal(half.shape, np.float32) * np.float32(4)
    if matter.rim:
        light += np.float32(matter.rim) * (1 - 1.6 * np.clip(blurred(half, 1.6) - 0.4, 0, 0.6))
    return np.asarray(light, dtype=np.float32)
