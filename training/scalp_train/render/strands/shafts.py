"""Hairs as the camera sees them: two lobes of light along a dark fibre.

Each strand is sampled along and across; a sample is shaded by its place on the round fibre and
scattered into the picture. The first lobe is the light's own colour, reflected by the surface and
broken into beads by the cuticle (R of Marschner et al., 2003); the second has passed the fibre and
is coloured by it (TRT); rims let light through (TT).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.picture import HEIGHT, WIDTH, HairColour
from scalp_train.render.strands.follicles import STEP, Strands
from scalp_train.render.strands.synthesis import Field, View, stream

ALONG = 0.9
"""Pixels between samples along a strand."""

CLASSES = ((0.0, 3.0, 5), (3.0, 6.5, 9), (6.5, 11.0, 15), (11.0, 30.0, 25))
"""Widths from, to (px), and how many samples lie across."""

COLOURS: dict[HairColour, tuple[tuple[float, float, float], float]] = {
    # What a fibre scatters back (linear red, green, blue), and its opacity.
    "black": ((0.014, 0.011, 0.007), 1.0),
    "brown": ((0.075, 0.042, 0.022), 0.97),
    "blond": ((0.36, 0.25, 0.12), 0.9),
    "red": ((0.24, 0.085, 0.03), 0.94),
    "grey": ((0.2, 0.2, 0.2), 0.92),
    "white": ((0.62, 0.62, 0.58), 0.85),
}


@dataclass(frozen=True, slots=True)
class Lamps:
    """Light on the fibres: where across them it is reflected, how strongly and how sharply."""

    across: tuple[float, ...]
    strength: float
    sharpness: float
    beads: float


@dataclass(frozen=True, slots=True)
class HairLayer:
    """Light of hair (linear, times its cover) [480, 640, 3] and its cover [480, 640]."""

    colour: Field
    cover: Field


def shade(seed: int, strands: Strands, view: View, colour: HairColour, lamps: Lamps) -> HairLayer:
    """Return all hairs of the view."""
    layer = np.zeros((HEIGHT * WIDTH, 4), np.float32)
    rng = stream(seed, "fibres")
    beads = _threads(rng, len(strands.width), 10.0)
    slow = _threads(rng, len(strands.width), 70.0)
    grey = stream(seed, "greying").random(len(strands.width)) < (0.35 if colour == "grey" else 0.03)
    points = np.arange(0, (strands.paths.shape[1] - 1) * STEP, ALONG, dtype=np.float32)
    for low, high, samples in CLASSES:
        for hair in np.flatnonzero((strands.width >= low) & (strands.width < high)):
            whose: HairColour = "white" if grey[hair] else colour
            _scatter(
                layer, _Fibre.along(strands, int(hair), points, view), samples, whose, lamps,
                beads[hair], slow[hair],
            )  # fmt: skip
    # Samples are scattered to whole pixels; the blur makes soft edges of them.
    picture = layer.reshape(HEIGHT, WIDTH, 4)
    soft = np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.65), np.float32)
    return HairLayer(soft[..., :3], np.ascontiguousarray(soft[..., 3]))


@dataclass(frozen=True, slots=True)
class _Fibre:
    at: Field
    athwart: Field
    half: Field
    place: NDArray[np.intp]
    shown: Field
    key: float

    @classmethod
    def along(cls, strands: Strands, hair: int, points: Field, view: View) -> _Fibre:
        """Return the samples of one strand that lie in the view."""
        path = view.points(strands.paths[hair])
        knots = np.arange(len(path)) * STEP
        near = np.all((path > -60) & (path < np.array([WIDTH + 60, HEIGHT + 60])), axis=1)
        first, last = (np.flatnonzero(near)[[0, -1]] * STEP) if near.any() else (0, -1)
        points = points[(points >= first) & (points < min(last, strands.length[hair]))]
        at = np.stack([np.interp(points, knots, path[:, axis]) for axis in (0, 1)], axis=1)
        lean = np.gradient(path, axis=0)
        lean /= np.hypot(lean[:, 0], lean[:, 1])[:, None]
        athwart = np.stack(
            [-np.interp(points, knots, lean[:, 1]), np.interp(points, knots, lean[:, 0])], axis=1
        )
        width = float(strands.width[hair])
        taper = np.clip((strands.length[hair] - points) / 90, 0.12, 1)
        rooted = np.float32(strands.mouth[hair] >= 0)
        root = 1 + rooted * (0.22 * np.exp(-points / 30) - 0.5 * np.exp(-points / 5))
        seen = np.all((at > -20) & (at < np.array([WIDTH + 20, HEIGHT + 20])), axis=1)
        half = np.maximum(width * taper * root / 2, 0.5)
        return cls(
            at[seen].astype(np.float32),
            athwart[seen].astype(np.float32),
            half[seen].astype(np.float32),
            np.rint(points[seen] / ALONG).astype(np.intp),
            (1 - rooted * np.exp(-points / 8))[seen].astype(np.float32),
            float(strands.key[hair]),
        )


def _scatter(
    layer: Field,
    fibre: _Fibre,
    samples: int,
    colour: HairColour,
    lamps: Lamps,
    beads: Field,
    slow: Field,
) -> None:
    if not len(fibre.at):
        return
    u = np.linspace(-1, 1, samples, dtype=np.float32)
    reach = fibre.half[:, None] * u
    x = np.rint(fibre.at[:, :1] + fibre.athwart[:, :1] * reach).astype(np.intp)
    y = np.rint(fibre.at[:, 1:] + fibre.athwart[:, 1:] * reach).astype(np.intp)
    bead, wave = beads[fibre.place], slow[fibre.place]
    fine = samples == CLASSES[0][2]
    broken = np.clip(0.18 + (bead + 0.8 * wave) * lamps.beads, 0.0, 1.3)
    shine = np.zeros((len(fibre.at), samples), np.float32)
    drift = (0.06 * wave + 0.16 * (fibre.key - 0.5))[:, None]
    for lamp, centre in enumerate(lamps.across):
        far = np.float32(lamps.sharpness) * (u - np.float32(centre) - drift)
        phase = np.roll(broken, 41 * lamp)
        shine += np.exp(-far * far) * phase[:, None]
    shine *= np.float32(lamps.strength * (0.25 if fine else 1))
    rim = 0.75 + 0.8 * u * u + 0.35 * np.exp(-(((u - 0.25) * 3) ** 2)) * (1 + wave[:, None])
    fibre_colour, opacity = COLOURS[colour]
    if fine and colour == "black":
        fibre_colour, opacity = (0.13, 0.085, 0.045), 0.75
    value = shine[..., None] + rim[..., None] * np.array(fibre_colour, np.float32)
    inside = (x >= 0) & (x < WIDTH) & (y >= 0) & (y < HEIGHT)
    index = (y * WIDTH + x)[inside]
    cover = np.broadcast_to(opacity * fibre.shown[:, None, None], (*x.shape, 1))
    layer[index] = np.concatenate([value * cover, cover], axis=-1, dtype=np.float32)[inside]


def _threads(rng: np.random.Generator, count: int, length: float) -> Field:
    """Return smooth noise along each hair [count, points], varying over ``length`` px."""
    points = int(STEP * 62 / ALONG) + 2
    knots = int(points * ALONG / length) + 3
    rough = rng.standard_normal((count, knots), dtype=np.float32)
    size = (int(knots * length / ALONG), count)
    smooth = cv2.resize(rough, size, interpolation=cv2.INTER_LINEAR) if count else rough
    return np.asarray(smooth[:, :points], np.float32)
