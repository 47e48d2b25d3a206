"""Brushes for the drawn pictures: clouds, strands, skin, and light."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]
HEIGHT, WIDTH = 480, 640
ROWS, COLUMNS = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
SKINS = (
    (236, 200, 178), (224, 178, 150), (214, 165, 135), (196, 145, 115),
    (160, 110, 82), (120, 78, 56), (205, 160, 165), (185, 175, 160),
)  # fmt: skip
"""sRGB of light to dark skin, and of two casts of a trichoscope's lamp."""
HAIRS = ((22, 18, 18), (40, 30, 26), (70, 48, 34), (120, 84, 50), (150, 70, 40), (170, 165, 160))
"""sRGB of black to grey hair."""


def clouds(rng: np.random.Generator, size: float) -> Floats:
    """Return smooth noise [480, 640] of mean 0, deviation 1, with blobs of ``size`` px."""
    shape = max(2, round(HEIGHT / size)), max(2, round(WIDTH / size))
    coarse = rng.standard_normal(shape, dtype=np.float32)
    smooth = cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    return np.asarray((smooth - smooth.mean()) / max(float(smooth.std()), 1e-6), np.float32)


def tone(rng: np.random.Generator, colours: tuple[tuple[int, ...], ...], spread: float) -> Floats:
    """Return one of several colours [3], varied."""
    chosen = np.array(colours[int(rng.integers(len(colours)))], np.float32)
    varied = np.exp(rng.normal(0, spread) + rng.normal(0, spread / 4, 3))
    return np.asarray(chosen * varied, np.float32)


def skin(rng: np.random.Generator, colour: Floats | None = None) -> Floats:
    """Return bare skin [480, 640, 3]: soft colour fields, and a net of fine lines."""
    base = tone(rng, SKINS, 0.06) if colour is None else colour
    ground = np.broadcast_to(base, (HEIGHT, WIDTH, 3)).astype(np.float32)
    for size, strength in ((250, 7), (60, 4), (14, 2)):
        ground = ground + clouds(rng, size)[..., None] * np.float32(rng.uniform(0.2, 1) * strength)
    ground = ground + clouds(rng, 150)[..., None] * rng.normal(0, 3, 3).astype(np.float32)
    if rng.random() < 0.7:
        lines = -np.abs(clouds(rng, rng.uniform(4, 16))) * np.float32(rng.uniform(1, 8))
        ground = ground - lines[..., None]
    return np.asarray(ground, np.float32)


def flow(rng: np.random.Generator, size: float, bend: float) -> Floats:
    """Return directions [480, 640] in radians that turn by about ``bend`` over ``size`` px."""
    return np.float32(rng.uniform(0, 2 * np.pi)) + clouds(rng, size) * np.float32(bend)


def strands(
    canvas: Pixels,
    rng: np.random.Generator,
    directions: Floats,
    colour: Floats,
    *,
    count: int,
    length: tuple[float, float],
    width: tuple[int, int],
    starts: Floats | None = None,
    spread: float = 0.15,
    contrast: float = 0.35,
) -> None:
    """Draw hairs along a field of directions.

    Args:
        canvas: to draw into.
        rng: of everything.
        directions: [480, 640] in radians.
        colour: of the hairs, [3].
        count: number of hairs.
        length: least and greatest, in px.
        width: least and greatest, in px.
        starts: [count, 2] as x, y; anywhere by default.
        spread: of a hair's direction about the field's, in radians.
        contrast: of lightness between hairs, as deviation of its logarithm.
    """
    points = rng.uniform((-40, -40), (WIDTH + 40, HEIGHT + 40), (count, 2)).astype(np.float32)
    points = points if starts is None else starts.astype(np.float32)
    steps = 12
    step = rng.uniform(*length, len(points)) / steps
    aside = rng.normal(0, spread, len(points))
    ways = [points]
    for _ in range(steps):
        x = points[:, 0].clip(0, WIDTH - 1).astype(int)
        y = points[:, 1].clip(0, HEIGHT - 1).astype(int)
        angle = directions[y, x] + aside
        ahead = np.stack([np.cos(angle), np.sin(angle)], axis=1) * step[:, None]
        points = (points + ahead).astype(np.float32)
        ways.append(points)
    paths = (np.stack(ways, axis=1) * 8).astype(np.int32)
    shades = np.exp(rng.normal(0, contrast, len(points)))
    widths = rng.integers(width[0], width[1] + 1, len(points))
    for path, shade, thick in zip(paths, shades, widths, strict=True):
        shown = [float(value) for value in (colour * shade).clip(0, 255)]
        cv2.polylines(canvas, [path], False, shown, int(thick), cv2.LINE_AA, 3)


def blob(rng: np.random.Generator, x: float, y: float, radius: float, ragged: float) -> Floats:
    """Return a soft-edged mask [480, 640] of an irregular spot, 0-1."""
    distance = np.hypot(COLUMNS - x, ROWS - y) / radius + clouds(rng, radius) * np.float32(ragged)
    return np.asarray(1 / (1 + np.exp(12 * (distance - 1).clip(-3, 3))), np.float32)


def blend(ground: Floats, colour: Floats, mask: Floats) -> Floats:
    """Return a picture [480, 640, 3] with a colour laid over it where the mask is 1."""
    return ground * (1 - mask[..., None]) + colour * mask[..., None]


def develop(rng: np.random.Generator, ground: Floats) -> Pixels:
    """Return the camera's picture: light from one side, blur and grain."""
    slope = (COLUMNS - WIDTH / 2) * rng.normal(0, 0.25) + (ROWS - HEIGHT / 2) * rng.normal(0, 0.25)
    lit = ground * np.exp(slope / WIDTH)[..., None].astype(np.float32)
    if rng.random() < 0.25:  # a round field of view
        away = np.hypot(COLUMNS - WIDTH / 2, ROWS - HEIGHT / 2) / (WIDTH / 2)
        lit = lit * (1 - 0.8 * (away - rng.uniform(0.6, 0.9)).clip(0, 1) * 2).clip(0, 1)[..., None]
    if rng.random() < 0.6:
        lit = cv2.GaussianBlur(lit, (0, 0), rng.uniform(0.3, 2.0))
    grain = rng.standard_normal((HEIGHT, WIDTH, 1), dtype=np.float32) * np.float32(
        rng.uniform(0, 6)
    )
    return np.asarray((lit + grain).clip(0, 255), np.uint8)


def whole(picture: Floats) -> Pixels:
    """Return a picture in whole numbers, to draw on."""
    return np.ascontiguousarray(picture.clip(0, 255).astype(np.uint8))
