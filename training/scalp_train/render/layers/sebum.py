"""Excess sebum: a yellow film, yellow plugs in the mouths and gloss on the skin."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.layers.canvas import Canvas
from scalp_train.render.layers.fields import (
    HALF,
    doubled,
    gaussians,
    grained,
    pick,
    rounded,
    softened,
)
from scalp_train.render.layers.hair import ONE, SUBPIXEL
from scalp_train.render.layers.layout import Unit
from scalp_train.render.layers.noise import FULL, QUARTER, Field, Streams, blur, fractal, smooth
from scalp_train.render.layers.severity import Sebum, count_within, within
from scalp_train.render.layers.window import Window
from scalp_train.render.picture import HEIGHT, WIDTH

MAX_PATCHES = 16
GLOSS_GRID = (60, 80)


def yellow_film(streams: Streams, units: list[Unit], level: Sebum) -> Field:
    """Return the shift of b* at quarter size [120, 160]; its mean lies in the grade's range."""
    rng = streams("sebum-film")
    shift = within(level.yellow, rng.random())
    if shift == 0:
        return np.zeros(QUARTER, np.float32)
    weight = np.maximum(FILMS[pick(streams, "sebum-film", FILMS)](rng, units), 0.2)
    return np.asarray(weight * np.float32(shift / weight.mean()), dtype=np.float32)


def _even_film(rng: np.random.Generator, units: list[Unit]) -> Field:
    del rng, units
    return np.ones(QUARTER, np.float32)


def _patchy_film(rng: np.random.Generator, units: list[Unit]) -> Field:
    del units
    cell = float(rng.uniform(14, 45))
    return 1 + np.float32(rng.uniform(0.2, 0.5)) * fractal(rng, cell, 2, shape=QUARTER)


def _gathered_film(rng: np.random.Generator, units: list[Unit]) -> Field:
    """Densest round the mouths it comes from."""
    centres = np.array([(unit.x, unit.y) for unit in units])
    return 0.55 + rounded(QUARTER, centres, float(rng.uniform(32, 55)))


FILMS: dict[str, Callable[[np.random.Generator, list[Unit]], Field]] = {
    "even": _even_film,
    "patchy": _patchy_film,
    "gathered": _gathered_film,
}
"""Thickness of the film at quarter size, up to a factor."""


def plugs(streams: Streams, units: list[Unit], level: Sebum) -> NDArray[np.uint8]:
    """Return a mask (0-255) of the plugs in the grade's share of the picture's units."""
    rng = streams("plugs")
    inside = [unit for unit in units if unit.inside]
    order, share = rng.permutation(len(inside)), within(level.plugged, rng.random())
    outline = OUTLINES[pick(streams, "plug-outline", OUTLINES)]
    mask = np.zeros(FULL, np.uint8)
    for position in order[: round(share * len(inside))]:
        unit = inside[position]
        own = streams(f"plug-{position}")
        radius = unit.radius * 1.5 * level.plug_size
        points = outline(own) * radius + own.normal(0, 2.0, 2) + (unit.x, unit.y)
        cv2.fillPoly(mask, [np.round(points * ONE).astype(np.int32)], (255,), cv2.LINE_AA, SUBPIXEL)
    return mask


def _around(count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return np.cos(angles), np.sin(angles)


def _disc(rng: np.random.Generator) -> NDArray[np.float64]:
    del rng
    return np.stack(_around(24), axis=1)


def _oval(rng: np.random.Generator) -> NDArray[np.float64]:
    x, y = _around(24)
    stretch, turn = np.sqrt(rng.uniform(1.15, 1.6)), rng.uniform(0, np.pi)
    x, y = x * stretch, y / stretch
    return np.stack(
        [x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)], axis=1
    )


def _lump(rng: np.random.Generator) -> NDArray[np.float64]:
    return np.stack(_around(12), axis=1) * rng.uniform(0.8, 1.2, 12)[:, None]


OUTLINES: dict[str, Callable[[np.random.Generator], NDArray[np.float64]]] = {
    "disc": _disc,
    "oval": _oval,
    "lump": _lump,
}
"""Outlines [n, 2] of a plug of radius 1."""


def lay_plugs(canvas: Canvas, mask: NDArray[np.uint8], streams: Streams) -> None:
    """Paint the plugs, from pale cream-yellow to amber, each in its own small window."""
    rng = streams("plug-paint")
    amber, warm = rng.random(), rng.normal(0, 4)
    colour = (236 - 28 * amber + warm, 221 - 52 * amber, 150 - 58 * amber - warm)
    opacity = np.float32(rng.uniform(0.78, 0.94))
    profile = PROFILES[pick(streams, "plug-profile", PROFILES)]
    slope = np.float32(rng.choice([-1.0, 0.0, 1.0]) * rng.uniform(60, 130))
    shine = float(rng.uniform(0.4, 0.9)) if rng.random() < 0.5 else 0.0
    for shape in cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        x, y, width, height = cv2.boundingRect(shape)
        window = Window.holding((x, y, width, height), 10)
        part, local = window.of(canvas), np.ascontiguousarray(mask[window.slices])
        alpha, light = profile(local)
        if slope:
            light = light + np.clip(
                slope * cv2.Sobel(softened(local, 3.0), cv2.CV_32F, 1, 1, ksize=3), -20, 26
            )
        part.cover_lit(alpha * opacity, colour, light)
        if shine:
            centre = (x + width / 2 - window.left, y + height / 2 - window.top)
            _highlight(part, centre, (width + height) / 4, shine)


def _highlight(part: Canvas, centre: tuple[float, float], radius: float, shine: float) -> None:
    """Return a small wet reflection toward the upper left of a plug."""
    spark = np.zeros(part.planes.shape[1:], np.uint8)
    place = (int(centre[0] - radius * 0.35), int(centre[1] - radius * 0.35))
    cv2.circle(spark, place, max(1, round(radius * 0.16)), (255,), -1, cv2.LINE_AA)
    part.cover(softened(spark, 0.8) * np.float32(shine), (250.0, 248.0, 236.0))


def _domed(mask: NDArray[np.uint8]) -> tuple[Field, Field]:
    return softened(mask, 1.4), softened(mask, 3.2) * np.float32(26) - np.float32(14)


def _flat(mask: NDArray[np.uint8]) -> tuple[Field, Field]:
    return softened(mask, 0.6), np.zeros(mask.shape, np.float32)


def _melting(mask: NDArray[np.uint8]) -> tuple[Field, Field]:
    """Return a blob without an edge."""
    return np.minimum(softened(mask, 4.0) * np.float32(1.25), 1), np.zeros(mask.shape, np.float32)


def _rimmed(mask: NDArray[np.uint8]) -> tuple[Field, Field]:
    """Return a darker rim round a paler centre."""
    alpha = softened(mask, 0.9)
    return alpha, np.float32(58) * softened(mask, 3.4) - np.float32(46)


PROFILES: dict[str, Callable[[NDArray[np.uint8]], tuple[Field, Field]]] = {
    "domed": _domed,
    "flat": _flat,
    "melting": _melting,
    "rimmed": _rimmed,
}
"""Opacity (0-1) and light (levels) of a plug from its mask."""


def gloss(streams: Streams, level: Sebum) -> tuple[Field, NDArray[np.bool_]]:
    """Return the opacity [480, 640] of the wet highlights, and their mask.

    The grade sets the number of patches; the wet film of the highest grade joins them.
    """
    rng = streams("gloss")
    count = count_within(level.gloss_patches, rng.random())
    if count == 0:
        return np.zeros(FULL, np.float32), np.zeros(FULL, np.bool_)
    centres = rng.uniform((24, 24), (WIDTH - 24, HEIGHT - 24), (MAX_PATCHES, 2))[:count]
    lengths, widths = rng.uniform(32, 72, MAX_PATCHES), rng.uniform(20, 40, MAX_PATCHES)
    turns = rng.uniform(0, np.pi, MAX_PATCHES)
    patches = gaussians(GLOSS_GRID, centres, lengths[:count], widths[:count], turns[:count])
    size = (HALF[1], HALF[0])
    envelope = np.asarray(cv2.resize(patches.max(axis=0), size, interpolation=cv2.INTER_CUBIC))
    opacity = GLOSSES[pick(streams, "gloss", GLOSSES)](rng, envelope, level.wet_film)
    return opacity, opacity > 0.12


def _clouds(rng: np.random.Generator, envelope: Field, wet: float) -> Field:
    """Reflections on the skin's small bumps: torn or rounded."""
    cell, sharp = float(rng.uniform(3.5, 6.5)), np.float32(rng.uniform(0.7, 1.4))
    if rng.random() < 0.5:
        bumps = fractal(rng, cell, 2, shape=HALF)
    else:
        bumps = np.float32(1.3) * np.tanh(np.float32(1.5) * smooth(rng, cell * 0.8, HALF))
    field = envelope * np.float32(1.7) + np.float32(0.6) * bumps
    field = np.where(field > 0.1, field, 0) + np.float32(0.3 * wet - 1.15)
    return np.asarray(np.clip(doubled(field) * sharp, 0, 0.8), dtype=np.float32)


def _patches(rng: np.random.Generator, envelope: Field, wet: float) -> Field:
    """Plain soft elliptical patches."""
    start, strength = np.float32(rng.uniform(0.3, 0.5)), np.float32(rng.uniform(0.42, 0.65))
    rise = np.float32(rng.uniform(1.2, 2.8))
    field = (envelope - start + np.float32(0.12 * wet)) * rise
    return np.asarray(np.clip(doubled(field), 0, 1) * strength, dtype=np.float32)


def _sparks(rng: np.random.Generator, envelope: Field, wet: float) -> Field:
    """Many small specular dots or streaks, denser in the patches."""
    density = np.float32(rng.uniform(0.03, 0.05)) * np.maximum(envelope, np.float32(0.3 * wet))
    rows, columns = np.nonzero(rng.random(HALF, np.float32) < density - np.float32(0.004))
    if rng.random() < 0.5:
        side = 2 * int(rng.integers(1, 3)) + 1
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    else:
        kernel = np.zeros((9, 9), np.uint8)
        turn, reach = rng.uniform(0, np.pi), rng.uniform(2.5, 4)
        dx, dy = round(np.cos(turn) * reach), round(np.sin(turn) * reach)
        cv2.line(kernel, (4 - dx, 4 - dy), (4 + dx, 4 + dy), (1,), 2)
    sparks = np.zeros(FULL, np.uint8)
    sparks[rows * 2, columns * 2] = rng.integers(150, 240, len(rows))
    haze = doubled(envelope) * np.float32(0.2)
    dots = np.asarray(cv2.dilate(sparks, kernel), dtype=np.uint8)
    return np.asarray(np.maximum(softened(dots, 0.8), haze), dtype=np.float32)


def _sheen(rng: np.random.Generator, envelope: Field, wet: float) -> Field:
    """Return a milky sheen with a fine sparkle in it."""
    broken = 1 + np.float32(0.35) * smooth(rng, float(rng.uniform(8, 18)), HALF)
    field = np.clip(envelope * broken + np.float32(0.1 * wet) - np.float32(0.25), 0, 1)
    sparkle = np.float32(0.12) * grained(rng, float(rng.uniform(0.9, 1.6)))
    full = doubled(field) * np.float32(rng.uniform(0.6, 0.8))
    return np.clip(full * (1 + sparkle * 3), 0, 0.8)


GLOSSES: dict[str, Callable[[np.random.Generator, Field, float], Field]] = {
    "clouds": _clouds,
    "patches": _patches,
    "sparks": _sparks,
    "sheen": _sheen,
}
"""Opacity [480, 640] from the patches' half-size envelope (0-1) and the wet film (0-1)."""


def lay_gloss(canvas: Canvas, opacity: Field) -> None:
    """Paint the highlights in their haze of light; never blown out."""
    if opacity.any():
        canvas.lighten(blur(opacity, 9.0) * np.float32(42))
        canvas.cover(opacity, (243.0, 242.0, 235.0))
