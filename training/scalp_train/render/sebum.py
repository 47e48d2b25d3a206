"""Excess sebum: yellow plugs in the mouths and gloss on the skin."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.canvas import Canvas, soft
from scalp_train.render.hair import ONE, SUBPIXEL
from scalp_train.render.layout import Unit
from scalp_train.render.noise import FULL, QUARTER, Field, Streams, blur, enlarge, fractal, smooth
from scalp_train.render.severity import Sebum, count_within, within


def yellow_film(streams: Streams, level: Sebum) -> Field:
    """Shift of b* at quarter size, slightly uneven."""
    rng = streams("sebum-film")
    shift = within(level.yellow, rng.random())
    return np.asarray(shift * (1 + 0.22 * fractal(rng, 30, 2, shape=QUARTER)), dtype=np.float32)


def plugs(streams: Streams, units: list[Unit], level: Sebum) -> NDArray[np.uint8]:
    """Mask (0-255) of the plugs in the grade's share of the picture's units."""
    rng = streams("plugs")
    inside = [unit for unit in units if unit.inside]
    order, share = rng.permutation(len(inside)), within(level.plugged, rng.random())
    mask = np.zeros(FULL, np.uint8)
    for position in order[: round(share * len(inside))]:
        unit = inside[position]
        own = streams(f"plug-{position}")
        corners = 12
        angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
        radii = unit.radius * 1.5 * level.plug_size * own.uniform(0.82, 1.18, corners)
        drift = own.normal(0, 2.0, 2)
        points = np.stack(
            [
                unit.x + drift[0] + np.cos(angles) * radii,
                unit.y + drift[1] + np.sin(angles) * radii,
            ],
            axis=1,
        )
        outline = np.round(points * ONE).astype(np.int32)
        cv2.fillPoly(mask, [outline], (255,), cv2.LINE_AA, SUBPIXEL)
    return mask


def lay_plugs(canvas: Canvas, mask: NDArray[np.uint8], streams: Streams) -> None:
    """Paint waxy yellow plugs, domed, with a small wet highlight."""
    if not mask.any():
        return
    rng = streams("plug-paint")
    body = soft(mask, 1.6)
    dome = blur(body, 3.2)
    slope = cv2.Sobel(dome, cv2.CV_32F, 1, 1, ksize=3) * np.float32(rng.choice([-260.0, 260.0]))
    light = np.clip(dome * 26 - 14 + slope, -24, 30) + 5 * smooth(rng, 5)
    warm = rng.normal(0, 5)
    colour = (216 + warm, 190 + warm / 2, 120 - warm)
    canvas.cover_lit(body * np.float32(rng.uniform(0.78, 0.92)), colour, light)


def gloss(streams: Streams, level: Sebum) -> tuple[Field, NDArray[np.bool_]]:
    """Opacity of the wet highlights, and their mask.

    Each patch is a cloud of reflections on the skin's small bumps; the wet film of the highest
    grade joins them over the whole field.
    """
    rng = streams("gloss")
    bumps_cell, sharp = float(rng.uniform(7, 13)), float(rng.uniform(0.7, 1.4))
    bumps = fractal(rng, bumps_cell, 2) if rng.random() < 0.5 else _beaded(rng, bumps_cell)
    count = count_within(level.gloss_patches, rng.random())
    envelope = np.zeros(QUARTER, np.float32)
    rows, columns = np.mgrid[0:120, 0:160].astype(np.float32)
    for number in range(count):
        own = streams(f"gloss-{number}")
        x, y = own.uniform(6, 154), own.uniform(6, 114)
        long, short, turn = own.uniform(8, 18), own.uniform(5, 10), own.uniform(0, np.pi)
        u = (columns - x) * np.cos(turn) + (rows - y) * np.sin(turn)
        v = -(columns - x) * np.sin(turn) + (rows - y) * np.cos(turn)
        envelope = np.maximum(envelope, np.exp(-0.5 * ((u / long) ** 2 + (v / short) ** 2)))
    field = enlarge(envelope.astype(np.float32)) * 1.7 + np.float32(0.6) * bumps
    field = np.where(field > 0.1, field, 0) + np.float32(0.3 * level.wet_film)
    if count == 0:
        return np.zeros(FULL, np.float32), np.zeros(FULL, np.bool_)
    opacity = np.clip((field - 1.15) * np.float32(sharp), 0, 0.8)
    return blur(np.asarray(opacity, dtype=np.float32), 0.7), opacity > 0.12


def _beaded(rng: np.random.Generator, cell: float) -> Field:
    """Rounded drops rather than torn patches."""
    return np.asarray(1.3 * np.tanh(1.5 * smooth(rng, cell * 0.8)), dtype=np.float32)


def lay_gloss(canvas: Canvas, opacity: Field) -> None:
    """Paint the highlights in their haze of light; never blown out."""
    if opacity.any():
        canvas.lighten(blur(opacity, 9.0) * np.float32(42))
        canvas.cover(opacity, (243.0, 242.0, 235.0))
