"""Shafts, mouths and what of them shines through the skin."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.layers.canvas import Canvas, Colour, shifted, soft
from scalp_train.render.layers.layout import Hair, Unit, in_view, normals
from scalp_train.render.layers.noise import FULL, Field, Streams, blur, smooth
from scalp_train.render.picture import HairColour

SUBPIXEL = 4
ONE = 1 << SUBPIXEL

PALETTES: dict[HairColour, tuple[Colour, Colour]] = {
    # Edge and core.
    "black": ((18, 16, 15), (52, 46, 39)),
    "brown": ((40, 27, 21), (92, 63, 44)),
    "blond": ((118, 92, 54), (188, 156, 100)),
    "red": ((82, 36, 18), (152, 82, 42)),
    "grey": ((74, 74, 78), (142, 142, 144)),
    "white": ((146, 146, 144), (206, 206, 202)),
}
VELLUS: tuple[Colour, Colour] = ((96, 66, 40), (176, 136, 86))


def ribbon(
    points: NDArray[np.float32],
    normals: NDArray[np.float32],
    widths: NDArray[np.float32],
    offset: NDArray[np.float32] | None = None,
) -> NDArray[np.int32]:
    """Return the outline of a band ``offset`` px to the left of ``points``, in 1/16 px."""
    centre = points if offset is None else points + normals * offset[:, None]
    half = normals * (widths[:, None] * np.float32(0.5))
    outline = np.concatenate([centre + half, (centre - half)[::-1]])
    return np.asarray(np.rint(outline * ONE), dtype=np.int32)


def _fill(target: NDArray[np.uint8], outline: NDArray[np.int32], colour: Sequence[float]) -> None:
    cv2.fillPoly(target, [outline], colour, cv2.LINE_AA, SUBPIXEL)


class HairLayer:
    """Hairs at one depth: drawn sharp, then softened together and laid over the canvas."""

    def __init__(
        self, streams: Streams, hairs: list[Hair], colour: HairColour, *, wet: float, name: str
    ) -> None:
        style = streams("hair-gloss")
        self._light = float(style.uniform(-1, 1))
        # One picture in eight is lit so that its hair hardly shines.
        self._shine = float(style.uniform(0.55, 1.0)) if style.random() < 0.88 else 0.15
        self._shine = min(1.0, self._shine + 0.15 * wet)
        # Wet hair is darker between its highlights.
        self._lift = float(style.uniform(-4, 12)) * (1 - 0.8 * wet) - 8 * wet
        self._name = name
        self._rng = streams(f"shine-{name}")
        self.alpha = np.zeros(FULL, np.uint8)
        self._gleam = np.zeros(FULL, np.uint8)
        self._roots = np.zeros(FULL, np.uint8)
        self.rgb = np.empty((*FULL, 3), np.uint8)
        self.rgb[:] = np.array(PALETTES[colour][0], np.uint8)
        for hair in hairs:
            self._draw(hair, PALETTES["white" if hair.white else colour])

    def add_fine(self, hairs: list[Hair]) -> None:
        """Draw golden or brown vellus hairs, which have no gleam."""
        for hair in hairs:
            outline = ribbon(hair.points, hair.normals, hair.widths)
            _fill(self.alpha, outline, (210,))
            _fill(self.rgb, outline, _mixed(*VELLUS, hair.tone))

    def _draw(self, hair: Hair, palette: tuple[Colour, Colour]) -> None:
        """Dark edge, slightly lighter core, and one to four hair-thin bright lines along it."""
        tone = 0.75 + 0.5 * hair.tone
        edge, core = (
            (r * tone + self._lift, g * tone + self._lift, b * tone + self._lift)
            for r, g, b in palette
        )
        width = hair.widths
        outline = ribbon(hair.points, hair.normals, width)
        _fill(self.alpha, outline, (255,))
        _fill(self.rgb, outline, edge)
        side = width * np.float32(0.1 * self._light)
        _fill(self.rgb, ribbon(hair.points, hair.normals, width * np.float32(0.6), side), core)
        _fill(self._gleam, outline, (0,))
        x, y = (round(float(value)) for value in hair.points[0])
        cv2.circle(self._roots, (x, y), max(2, round(float(width[0]) * 0.75)), (255,), -1)
        mean = float(width.mean())
        lines = int(self._rng.integers(1, 5))
        places = self._rng.uniform(-0.3, 0.3, 4) + 0.1 * self._light
        strengths = self._rng.uniform(0.45, 0.95, 4) * self._shine * 255
        if mean < 3.5:
            return
        for place, strength in zip(places[:lines], strengths[:lines], strict=True):
            thick = np.full(len(width), max(0.9, mean * 0.1), np.float32)
            line = ribbon(hair.points, hair.normals, thick, width * np.float32(place))
            _fill(self._gleam, line, (float(strength),))

    def lay_over(self, canvas: Canvas, streams: Streams, *, focus: float, shadow: float) -> None:
        """Blend into the picture, ``focus`` px soft, with a cast shadow of strength 0-1."""
        rng = streams(f"lay-{self._name}")
        alpha = soft(self.alpha, focus)
        # Hairs dive into the skin instead of ending on it.
        alpha *= 1 - soft(self._roots, 3.0) * np.float32(0.95)
        dx, dy = int(rng.integers(-5, 6)), int(rng.integers(3, 8))
        if shadow > 0:
            cast = shifted(blur(alpha, 4.0), dx, dy) * np.float32(shadow)
            canvas.filter(cast, (0.70, 0.72, 0.76))
        # Beads: the gleam breaks where the cuticle turns away, and flares in long stretches.
        beads = np.float32(rng.uniform(0.1, 0.5)) + smooth(rng, float(rng.uniform(5, 11)))
        beads += np.float32(0.6) * smooth(rng, 40)
        np.clip(beads, 0, 1, out=beads)
        planes = cv2.split(cv2.GaussianBlur(self.rgb, (0, 0), focus))
        canvas.cover_with(alpha, [plane.astype(np.float32) for plane in planes])
        canvas.cover(soft(self._gleam, max(0.6, focus)) * beads * alpha, (250.0, 248.0, 243.0))


def _mixed(first: Colour, second: Colour, share: float) -> Colour:
    a, b, c = (x + (y - x) * share for x, y in zip(first, second, strict=True))
    return (a, b, c)


def mouths(units: list[Unit]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return masks (0-255) of the shadows where hairs dive in, and of the faint empty mouths."""
    full, empty = np.zeros(FULL, np.uint8), np.zeros(FULL, np.uint8)
    for unit in in_view(units):
        if not unit.hairs:
            _ellipse(empty, unit.x, unit.y, unit.angle, unit.radius * 0.8)
        for hair in unit.hairs:
            x, y = hair.points[0]
            _ellipse(full, float(x), float(y), unit.angle, float(hair.widths[0]) * 0.55)
    return full, empty


def _ellipse(target: NDArray[np.uint8], x: float, y: float, angle: float, radius: float) -> None:
    cv2.ellipse(
        target, (round(x * ONE), round(y * ONE)),
        (round(radius * 1.35 * ONE), round(radius * 0.9 * ONE)),
        float(np.degrees(angle)), 0, 360, (255,), -1, cv2.LINE_AA, SUBPIXEL,
    )  # fmt: skip


def under_skin(units: list[Unit], streams: Streams) -> Field:
    """Return the stain at each root, 20-40 px wide, and the shafts that run 30-60 px below."""
    rng = streams("under-skin")
    lengths, bends = rng.uniform(30, 60, len(units)), rng.normal(0, 0.12, len(units))
    stains = rng.uniform(10, 20, len(units))
    mask, stain = np.zeros(FULL, np.uint8), np.zeros(FULL, np.uint8)
    for number, unit in enumerate(units):
        for hair in unit.hairs:
            x, y = (float(value) for value in hair.points[0])
            back = unit.angle + np.pi + bends[number]
            t = np.linspace(0, 1, 6, dtype=np.float32)
            along = lengths[number] * t
            points = np.stack([x + np.cos(back) * along, y + np.sin(back) * along], axis=1)
            points = points.astype(np.float32)
            widths = float(hair.widths[2]) * (1.3 - 0.5 * t)
            _fill(mask, ribbon(points, normals(points), widths), (210,))
            if float(hair.widths[0]) > 4:
                _ellipse(stain, float(points[1, 0]), float(points[1, 1]), back, stains[number])
    return np.asarray(np.maximum(soft(mask, 4.0), soft(stain, 9.0) * np.float32(0.75)))
