"""Hairs: a black core with parallel white lines broken into beads, and the root below the skin."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scalp_train.render.picture import HairColour
from scalp_train.render.shapes.canvas import Canvas
from scalp_train.render.shapes.outlines import ragged, ribbon
from scalp_train.render.shapes.scene import STEP, Hair, Mouth
from scalp_train.render.shapes.view import Path, Sheet, View, blurred, moved, some, whole

COLOURS: dict[HairColour, tuple[float, float, float]] = {
    "black": (13, 0, 1),
    "brown": (25, 5, 9),
    "blond": (56, 3, 20),
    "red": (36, 17, 23),
    "grey": (50, -1, 1),
    "white": (76, -1, 3),
}
"""L*, a* and b* of the core."""
PALE = (78, -1, 3)
GOLDEN = (44, 5, 14)
BETWEEN = 5
CAST = 0.75
"""Share of the skin's tint that the dark core takes on from the light."""


def lay_roots(
    canvas: Canvas, rng: np.random.Generator, view: View, mouths: list[Mouth], halo: float
) -> None:
    """Stain the skin blue-grey around the mouths and back along the hairs below the skin."""
    ink, dive, dots, brown = Sheet(view), Sheet(view), Sheet(view), Sheet(view)
    for mouth in mouths:
        size, back, tone = some(rng, (9, 18)), some(rng, (30, 60)), whole(rng, (120, 255))
        if not mouth.is_visible:
            continue
        thick = max((hair.width for hair in mouth.hairs), default=4.0)
        below = mouth.at - back * np.array((np.cos(mouth.lean), np.sin(mouth.lean)))
        ink.polygon(ragged(rng, mouth.at, size * (0.6 + thick / 20), 0.85, 0.1), tone)
        ink.line(np.stack([mouth.at, below]), 1.3 * thick, tone)
        for hair in mouth.hairs:
            step = hair.path[0] - hair.path[1]
            for part, dim in ((0.6, 200), (1.2, 120), (2.0, 60)):
                below = np.stack([hair.path[0], hair.path[0] + part * step])
                dive.line(below, 0.85 * hair.width, dim)
        if not mouth.hairs:
            dots.polygon(ragged(rng, mouth.at, some(rng, (3, 5)), 0.8), 190)
        if mouth.is_affected:
            brown.polygon(ragged(rng, mouth.at, some(rng, (18, 28)), 0.85, 0.1))
    stain = ink.cover(5 * view.zoom)
    canvas.shift(some(rng, (0.45, 0.95)) * stain, -17, -1, -7)
    canvas.shift(0.85 * dive.cover(2 * view.zoom), -42, -1, -5)
    if halo:
        canvas.shift(halo * brown.cover(6 * view.zoom), -7, 3, 7)
    canvas.lay(0.55 * dots.cover(1.6), 38, 1, 4)


class Shafts:
    """Hairs painted together: their outlines, and how brightly they shine."""

    def __init__(self, view: View, rng: np.random.Generator, mirror: float) -> None:
        self._body, self._shine = Sheet(view), Sheet(view)
        self._rng, self._mirror = rng, mirror
        self.number = 0

    def draw(self, hair: Hair) -> None:
        """Add a hair, thicker at the root."""
        ends = (1.0, 0.5) if hair.is_vellus else (1.12, 0.88)
        widths = hair.width * np.linspace(*ends, len(hair.path))
        widths[:2] *= (0.5, 0.9)
        self._body.polygon(ribbon(hair.path, widths))
        self.number += 1
        if hair.width < 4:
            return
        rng = self._rng
        normal, lines = _normals(hair.path), []
        for aside in rng.uniform(-0.3, 0.3, whole(rng, (1, 2))):
            line = hair.path + normal * (aside * widths)[:, None]
            self._shine.line(line[1:], 0.3 * hair.width, whole(rng, (10, 40)))
            lines.append(line)
        for line in lines:
            self._beads(
                _dense(line), some(rng, (1.4, 2.1)) * (1 + 0.3 * self._mirror * rng.random())
            )

    def _beads(self, line: Path, width: float) -> None:
        """Draw a white line along a hair, broken into beads, over a dim and longer sheen."""
        rng, level = self._rng, some(self._rng, (185, 275))
        number = len(line) // 2 * 3
        lengths = 2 + rng.exponential(4.5 * (1 + 0.3 * self._mirror), number)
        gaps = 1 + rng.exponential(3.0, number)
        starts = np.cumsum(lengths + gaps) - lengths
        inside = starts + lengths < len(line) - 1
        starts, lengths = starts[inside], lengths[inside]
        tones = level * rng.uniform(0.45, 1.1, len(starts)) * (1 + 0.25 * self._mirror)
        self._shine.beads(
            line,
            starts.astype(int).tolist(),
            (starts + lengths).astype(int).tolist(),
            np.minimum(tones, 255).astype(int).tolist(),
            width,
        )

    def lay(
        self,
        canvas: Canvas,
        colour: tuple[float, float, float],
        tint: tuple[float, float],
        *,
        blur: float,
        shadow: float,
        shine: float = 97,
    ) -> NDArray[np.float32] | None:
        """Paint the hairs on the canvas, and return where they are."""
        if not self.number:
            return None
        body = self._body.cover(blur)
        if shadow:
            canvas.shift(shadow * moved(blurred(body, 5), 5), -16)
        core, lit = np.float32(colour[0]), self._shine.cover(0.35 + blur)
        bright = core + lit * np.float32(max(shine - colour[0], 8))
        canvas.lay(body, bright, colour[1] + CAST * tint[0], colour[2] + CAST * tint[1])
        return body


def _normals(path: Path) -> Path:
    along = np.gradient(path, axis=0)
    along /= np.maximum(np.hypot(along[:, :1], along[:, 1:]), 1e-9)
    return np.stack([-along[:, 1], along[:, 0]], axis=1)


def _dense(path: Path) -> Path:
    """Return the path with ``BETWEEN`` points for one."""
    at = np.linspace(0, len(path) - 1, (len(path) - 1) * BETWEEN + 1)
    index = np.arange(len(path))
    return np.stack([np.interp(at, index, path[:, 0]), np.interp(at, index, path[:, 1])], axis=1)


def lay_hairs(
    canvas: Canvas,
    rng: np.random.Generator,
    view: View,
    mouths: list[Mouth],
    colour: HairColour,
    mirror: float,
    blur: float,
) -> NDArray[np.float32]:
    """Paint all hairs that a shot may see, and return where they are."""
    dark, pale, golden = (Shafts(view, rng, mirror) for _ in range(3))
    for mouth in mouths:
        for hair in mouth.hairs:
            if view.seen(hair.path).any():
                (golden if hair.is_vellus else pale if hair.white else dark).draw(hair)
    tint = (float(np.median(canvas.a[::16, ::16])), float(np.median(canvas.b[::16, ::16])))
    level, own_a, own_b = COLOURS[colour]
    # Wet hair is darker between its highlights.
    own = (level * float(rng.uniform(0.75, 1.3)) * (1 - 0.6 * mirror), own_a, own_b)
    thin = GOLDEN if level < 50 else own
    covered = np.zeros_like(canvas.lightness)
    for group, tone, shadow in ((golden, thin, 0.0), (pale, PALE, 0.15), (dark, own, 0.35)):
        body = group.lay(canvas, tone, tint, blur=blur, shadow=shadow)
        if body is not None:
            covered = np.maximum(covered, body)
    return covered


def lay_stray(canvas: Canvas, rng: np.random.Generator, view: View) -> None:
    """Now and then paint a hair far out of focus: a soft dark band across everything."""
    angle, aside = float(rng.uniform(0, 3.14)), float(rng.uniform(-180, 180))
    bend = float(rng.normal(0, 0.3))
    along = np.arange(-480, 480, STEP)
    turning = angle + bend * along / 480
    steps = STEP * np.stack([np.cos(turning), np.sin(turning)], axis=1)
    path = np.cumsum(steps, axis=0)
    path += aside * np.array((-np.sin(angle), np.cos(angle))) - path[len(path) // 2]
    sheet, width = Sheet(view), some(rng, (13, 24))
    sheet.polygon(ribbon(path, np.full(len(path), width)))
    band = sheet.cover(some(rng, (5, 8)))
    canvas.shift(0.3 * moved(band, 22), -20)
    canvas.lay(0.75 * band, 26, 0, 2)
