"""Shafts, mouths and what of them shines through the skin."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.layers.canvas import Canvas, Colour, shifted, soft
from scalp_train.render.layers.layout import Hair, Unit, normals
from scalp_train.render.layers.noise import FULL, Field, Streams, blur, smooth

SUBPIXEL = 4
ONE = 1 << SUBPIXEL

PALETTES: tuple[tuple[float, Colour, Colour, Colour], ...] = (
    # probability, edge, core, specular line: dark grey-brown rather than black (domain: section 3)
    (0.62, (34, 32, 36), (82, 77, 79), (176, 178, 186)),
    (0.22, (44, 36, 34), (98, 84, 77), (188, 178, 170)),
    (0.10, (62, 44, 34), (124, 94, 72), (204, 178, 150)),
    (0.06, (78, 46, 32), (146, 98, 68), (216, 180, 142)),
)
WHITE: tuple[Colour, Colour, Colour] = ((128, 128, 126), (198, 198, 194), (232, 232, 230))


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

    def __init__(self, streams: Streams, hairs: list[Hair], name: str) -> None:
        style = streams("hair-colour")
        weights = np.array([p[0] for p in PALETTES])
        chosen = PALETTES[int(style.choice(len(PALETTES), p=weights / weights.sum()))]
        self.palette = chosen[1:]
        self._draw = (self._lines, self._rounded, self._plain)[
            int(style.choice(3, p=[0.42, 0.33, 0.25]))
        ]
        self.light = float(style.uniform(-1, 1))
        self.shine = float(style.uniform(0.3, 0.95))
        self.lift = float(style.uniform(-4, 22))
        self.alpha = np.zeros(FULL, np.uint8)
        self._rng = streams(f"shine-{name}")
        rgb = np.empty((*FULL, 3), np.uint8)
        rgb[:] = np.array(self.palette[0], np.uint8)
        for hair in hairs:
            _fill(self.alpha, ribbon(hair.points, hair.normals, hair.widths), (255,))
            edge, core, specular = WHITE if hair.white else self.palette
            tone = 0.8 + 0.4 * hair.tone
            self._draw(rgb, hair, *(_toned(c, tone, self.lift) for c in (edge, core, specular)))
        self.rgb = rgb

    def _lines(
        self, rgb: NDArray[np.uint8], hair: Hair, edge: Colour, core: Colour, specular: Colour
    ) -> None:
        """Technique 1: dark edge, lighter core, one or two separate bright lines along it."""
        width = hair.widths
        _fill(rgb, ribbon(hair.points, hair.normals, width), edge)
        inner = ribbon(
            hair.points, hair.normals, width * 0.6, width * np.float32(0.07 * self.light)
        )
        _fill(rgb, inner, core)
        if float(width.mean()) < 3.2:
            return
        for side in (0.2, -0.17)[: 1 + int(self._rng.random() < 0.55)]:
            for first, last in _stretches(self._rng, len(hair.points)):
                part = slice(first, last)
                mix = self.shine * self._rng.uniform(0.45, 1.0)
                # Pointed at both ends, as the gleam on a bent cylinder is.
                swell = np.sin(np.linspace(0.25, np.pi - 0.25, last - first, dtype=np.float32))
                outline = ribbon(
                    hair.points[part],
                    hair.normals[part],
                    np.maximum(width[part] * 0.17, 1.1) * swell,
                    width[part] * np.float32(side + 0.08 * self.light),
                )
                _fill(rgb, outline, _mixed(core, specular, mix))

    def _rounded(
        self, rgb: NDArray[np.uint8], hair: Hair, edge: Colour, core: Colour, specular: Colour
    ) -> None:
        """Technique 2: a cylinder in nested bands, the innermost lit from one side."""
        for size, mix in ((1.0, 0.0), (0.8, 0.4), (0.6, 0.8), (0.4, 1.0)):
            shift = hair.widths * np.float32((1 - size) * 0.3 * self.light)
            outline = ribbon(hair.points, hair.normals, hair.widths * np.float32(size), shift)
            _fill(rgb, outline, _mixed(edge, core, mix))
        if float(hair.widths.mean()) > 3.2:
            thin = hair.widths * np.float32(0.16)
            shift = hair.widths * np.float32(0.2 * self.light)
            shine = self.shine * (0.35 + 0.5 * hair.tone)
            outline = ribbon(hair.points, hair.normals, thin, shift)
            _fill(rgb, outline, _mixed(core, specular, shine))

    def _plain(
        self, rgb: NDArray[np.uint8], hair: Hair, edge: Colour, core: Colour, specular: Colour
    ) -> None:
        """Technique 3: one dull colour, without a gleam."""
        dull = _mixed(_mixed(edge, core, 0.2 + 0.6 * hair.tone), specular, 0.15 * self.shine)
        _fill(rgb, ribbon(hair.points, hair.normals, hair.widths), dull)

    def lay_over(
        self, canvas: Canvas, streams: Streams, *, focus: float, shadow: float, name: str
    ) -> None:
        """Blend into the picture, ``focus`` px soft, with a cast shadow of strength 0-1."""
        rng = streams(f"lay-{name}")
        alpha = soft(self.alpha, focus)
        dx, dy = int(rng.integers(-5, 6)), int(rng.integers(3, 8))
        if shadow > 0:
            cast = shifted(blur(alpha, 4.0), dx, dy) * np.float32(shadow)
            canvas.filter(cast, (0.70, 0.70, 0.74))
        tone = 1 + np.float32(0.1) * smooth(rng, 26)
        planes = cv2.split(cv2.GaussianBlur(self.rgb, (0, 0), focus))
        alpha *= np.float32(rng.uniform(0.92, 1.0))
        canvas.cover_with(
            alpha, [np.asarray(cv2.multiply(p, tone, dtype=cv2.CV_32F), np.float32) for p in planes]
        )


def _toned(colour: Colour, tone: float, lift: float) -> Colour:
    return (colour[0] * tone + lift, colour[1] * tone + lift, colour[2] * tone + lift)


def _mixed(first: Colour, second: Colour, share: float) -> Colour:
    a, b, c = (x + (y - x) * share for x, y in zip(first, second, strict=True))
    return (a, b, c)


def _stretches(rng: np.random.Generator, count: int) -> list[tuple[int, int]]:
    """Index ranges of a specular line's visible parts."""
    parts, position = [], int(rng.integers(0, 3))
    while position < count - 3:
        length = int(rng.integers(4, 16))
        parts.append((position, min(count, position + length)))
        position += length + int(rng.integers(0, 5))
    return parts


def mouths(units: list[Unit]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return masks (0-255) of the oval mouths that hold hair, and of the fainter empty ones."""
    full, empty = np.zeros(FULL, np.uint8), np.zeros(FULL, np.uint8)
    for unit in units:
        target, size = (full, 1.0) if unit.hairs else (empty, 0.62)
        widest = max((float(h.widths.max()) for h in unit.hairs), default=6.0)
        radius = max(unit.radius, widest * 0.75) * size
        crowd = 0.16 * max(0, len(unit.hairs) - 1)
        cv2.ellipse(
            target,
            (round(unit.x * ONE), round(unit.y * ONE)),
            (round(radius * 1.35 * ONE), round(radius * (0.82 + crowd) * ONE)),
            float(np.degrees(unit.angle)), 0, 360, (255,), -1, cv2.LINE_AA, SUBPIXEL,
        )  # fmt: skip
    return full, empty


def under_skin(units: list[Unit], streams: Streams) -> Field:
    """Return blurred shadows of 30-60 px where shafts run below the surface before their mouth."""
    rng = streams("under-skin")
    lengths, bends = rng.uniform(30, 60, len(units)), rng.normal(0, 0.12, len(units))
    mask = np.zeros(FULL, np.uint8)
    for unit, length, bend in zip(units, lengths, bends, strict=True):
        for hair in unit.hairs:
            x, y = hair.points[0]
            back = unit.angle + np.pi + bend
            t = np.linspace(0, 1, 6, dtype=np.float32)
            points = np.stack(
                [x + np.cos(back) * length * t, y + np.sin(back) * length * t], axis=1
            )
            points = points.astype(np.float32)
            widths = float(hair.widths[2]) * (1.25 - 0.5 * t)
            _fill(mask, ribbon(points, normals(points), widths), (210,))
    return soft(mask, 4.0)
