"""Layers of the picture in the order they are painted: skin, signs and hairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import pi

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from scalp_train.render.shapes.camera import photograph
from scalp_train.render.shapes.plan import (
    HEIGHT,
    WIDTH,
    Amounts,
    Path,
    Point,
    Scene,
    amounts,
    compose,
    stream,
)
from scalp_train.render.shapes.shapes import (
    FINE,
    Layer,
    blurred,
    branch,
    discs,
    dot,
    fill,
    noise,
    ragged,
    reduced,
    rgb,
    shaft,
    sheet,
    to_lab,
    to_rgb,
    uneven,
)

Colour = tuple[float, float, float]

CASTS: tuple[Colour, ...] = (
    (212, 163, 178),
    (170, 178, 181),
    (178, 177, 147),
    (161, 185, 169),
    (147, 167, 167),
)
NEUTRAL: Colour = (178, 176, 172)
LARGEST_FLAKE, SMALLEST_FLAKE = 27.0, 5.5
"""Half their length in px."""


def draw(seed: int, grades: Sequence[int]) -> NDArray[np.uint8]:
    """Draw one scalp, RGB uint8 [480, 640, 3], for measuring transfer and never for training.

    The seed decides everything that is no sign (follicles, light, colour cast, focus, dirt), so
    pictures of one seed differ in their grades alone.

    Args:
        seed: the same seed and grades give the same picture.
        grades: 0 to 3 for each of the six symptoms, in the order of ``Symptom``.

    Raises:
        ValueError: the grades are not six of 0 to 3.
    """
    wanted = amounts(stream(seed, 0), grades)
    scene = compose(stream(seed, 1), stream(seed, 13), wanted)
    light = stream(seed, 2)
    cast = np.array(CASTS[light.integers(len(CASTS))]) + light.normal(0, 4, 3)
    painter = Painter(scene, cast / NEUTRAL, seed)
    picture = skin(stream(seed, 3), cast, wanted)
    painter.vessels(picture, wanted.vessels)
    painter.follicles(picture, wanted)
    painter.scale(picture, wanted)
    painter.gloss(picture, wanted)
    flakes, on_top = flake_shapes(stream(seed, 8), wanted.flakes, on_hairs=wanted.severe_flakes)
    painter.flakes(picture, flakes)
    painter.hairs(picture)
    painter.flakes(picture, on_top)
    return photograph(stream(seed, 12), picture)


def skin(rng: np.random.Generator, cast: NDArray[np.float64], wanted: Amounts) -> Layer:
    """Return bare skin in the colour of the cast, shifted in CIELAB by sebum and redness."""
    lightness, a, b = (float(part) for part in to_lab(cast))
    grain = 2.2 * noise(rng, 60) + 1.6 * noise(rng, 22) + 1.4 * noise(rng, 7) + noise(rng, 2)
    warmth, blotches = noise(rng, 80), noise(rng, 30)
    redness, oil = wanted.red * uneven(rng, 90), wanted.yellow * uneven(rng, 120)
    colourful = 0.7 if wanted.severe_scale else 1
    return to_rgb(
        lightness + 3 * noise(rng, 220) + grain - 0.25 * redness,
        a * colourful + 1.2 * blotches + redness,
        b * colourful + 1.4 * warmth - blotches + oil,
    )


def scale_shapes(rng: np.random.Generator, area: float, free: Layer) -> NDArray[np.bool_]:
    """Return specks of fine scale on the share ``area`` of the picture, where ``free`` is 1."""
    height = noise(rng, 3) + 0.7 * noise(rng, 6) + 0.5 * noise(rng, 70) + 3 * free
    return np.asarray(height > np.quantile(height, 1 - area))


def flake_shapes(
    rng: np.random.Generator, area: float, *, on_hairs: bool
) -> tuple[list[Path], list[Path]]:
    """Return outlines of flakes on the skin and on the hairs, which cover the share ``area``."""
    board = Image.new("1", (WIDTH // 2, HEIGHT // 2))
    pen = ImageDraw.Draw(board)
    below: list[Path] = []
    above: list[Path] = []
    heaps = rng.uniform((0, 0), (WIDTH, HEIGHT), (4, 2))
    while np.asarray(board).mean() < area:
        near = heaps[rng.integers(4)] + rng.normal(0, 70, 2)
        at = near if rng.random() < 0.5 else rng.uniform((0, 0), (WIDTH, HEIGHT))
        size = SMALLEST_FLAKE + (LARGEST_FLAKE - SMALLEST_FLAKE) * float(rng.beta(1.3, 2.2))
        outline = ragged(rng, at, size, float(rng.uniform(0.5, 0.95)))
        pen.polygon([(x / 2, y / 2) for x, y in outline], fill=1)
        (above if on_hairs and rng.random() < 0.4 else below).append(outline)
    return below, above


class Painter:
    """Lays signs and hairs of one scene on a picture, all in the light of one cast."""

    def __init__(self, scene: Scene, light: NDArray[np.float64], seed: int) -> None:
        self._scene = scene
        self._light = (light**0.6).astype(np.float32)
        self._seed = seed

    def vessels(self, picture: Layer, length: float) -> None:
        """Paint branching red lines of this total length, and pinpoints in any case."""
        rng = stream(self._seed, 4)
        image, pen = sheet()
        for x, y in rng.uniform((0, 0), (WIDTH, HEIGHT), (int(rng.integers(8, 25)), 2)):
            dot(pen, (x, y), 1.6, 150)
        towards = float(rng.uniform(0, 2 * pi))
        few, half = length < 1000, 1000 < length < 4000
        drawn = 0.0
        while drawn < length:
            at = rng.uniform((20, 20), (WIDTH - 20, HEIGHT - 20))
            side = (at[0] - WIDTH / 2) * np.cos(towards) + (at[1] - HEIGHT / 2) * np.sin(towards)
            if half and side < 0:
                continue
            most = min(length - drawn, 140 if few else 400)
            width = 2.2 if few else float(rng.uniform(2.4, 3.8))
            drawn += branch(rng, pen, at, float(rng.uniform(0, 2 * pi)), most, width)
        fading = np.clip(0.72 + 0.2 * noise(rng, 40), 0.35, 1)
        self._lay(picture, (166, 52, 62), 0.7 * fading * reduced(image, 0.8))

    def follicles(self, picture: Layer, wanted: Amounts) -> None:
        """Paint the mouths, and what surrounds or fills them."""
        rng = stream(self._seed, 5)
        mouths = [(unit.at, unit.radius) for unit in self._scene.units]
        inflamed = [mouths[i] for i in rng.permutation(len(mouths))[: wanted.rings]]
        fat = [mouths[i] for i in rng.permutation(len(mouths))]
        fat = fat[: round(wanted.plugged * len(mouths))]
        if wanted.severe_loss:
            self._lay(picture, (128, 96, 70), 0.5 * discs(rng, _wider(mouths, 2.5), 4))
        self._shafts_in_skin(picture)
        self._lay(picture, (200, 52, 58), 0.62 * discs(rng, _wider(inflamed, 2.5), 4.5))
        self._lay(picture, (44, 36, 36), 0.8 * discs(rng, mouths, 1.2))
        size = 1.5 if wanted.severe_sebum else 1.15
        self._lay(picture, (206, 170, 74), 0.9 * discs(rng, _wider(fat, size), 0.9))
        self._lay(picture, (243, 222, 142), 0.8 * discs(rng, _wider(fat, size / 2), 1.5))
        domes = _wider(inflamed[: wanted.pustules], 1.5)
        self._lay(picture, (196, 84, 72), 0.8 * discs(rng, _wider(domes, 1.35), 2))
        self._lay(picture, (238, 222, 168), 0.95 * discs(rng, domes, 1.5))
        lit = [((x - r / 3, y - r / 3), r / 3) for (x, y), r in domes]
        self._lay(picture, (255, 253, 240), 0.9 * discs(rng, lit, 1.2))
        image, pen = sheet()
        for (x, y), _ in inflamed[wanted.pustules : wanted.pustules + wanted.crusts]:
            fill(pen, ragged(rng, (x + rng.normal(0, 9), y + rng.normal(0, 9)), 12, 0.7))
        self._lay(picture, (150, 96, 44), 0.85 * reduced(image, 0.8))

    def scale(self, picture: Layer, wanted: Amounts) -> None:
        """Paint matte white specks between the follicles, over part of the mouths when severe."""
        rng = stream(self._seed, 7)
        closed = 0.5 if wanted.severe_scale else 0.0
        open_mouths = [(u.at, 1.6 * u.radius) for u in self._scene.units if rng.random() >= closed]
        shapes = scale_shapes(rng, wanted.scale, 1 - discs(rng, open_mouths, 3))
        cover = blurred(shapes.astype(np.float32), 0.6)
        picture *= 1 - 0.12 * (_moved(cover, 1) * (1 - cover))[..., None]
        self._lay(picture, (232, 232, 228), cover * np.clip(0.66 + 0.16 * noise(rng, 5), 0.3, 0.9))

    def gloss(self, picture: Layer, wanted: Amounts) -> None:
        """Paint wet patches that mirror the lamp, a film all over when severe, and glints."""
        rng = stream(self._seed, 9)
        image, pen = sheet()
        for at in rng.uniform((20, 20), (WIDTH - 20, HEIGHT - 20), (wanted.gloss, 2)):
            fill(pen, ragged(rng, at, float(rng.uniform(14, 34)), 0.5))
        mirrored = _mirrored(rng)
        wet = reduced(image, 3)
        self._lay(picture, (246, 240, 204), 0.45 * wet)
        self._lay(picture, (255, 255, 246), np.minimum(1.3 * wet * mirrored, 0.95))
        if wanted.severe_sebum:
            pools = np.clip(0.5 + 0.8 * noise(rng, 60), 0, 1)
            self._lay(picture, (232, 212, 128), 0.2 * pools)
            self._lay(picture, (255, 252, 226), 0.85 * pools * mirrored)
        image, pen = sheet()
        for x, y in rng.uniform((0, 0), (WIDTH, HEIGHT), (int(rng.integers(20, 90)), 2)):
            dot(pen, (x, y), float(rng.uniform(0.6, 1.3)), 220)
        self._lay(picture, (250, 250, 250), 0.8 * reduced(image, 0))

    def flakes(self, picture: Layer, outlines: Iterable[Path]) -> None:
        """Paint raised plates with a lit rim and a shadow."""
        rng = stream(self._seed, 10)
        image, pen = sheet()
        tones, shade = sheet()
        for outline in outlines:
            tone = int(rng.integers(168, 246))
            fill(pen, outline)
            fill(shade, outline, tone)
            rim = [(x, y) for x, y in FINE * np.concatenate([outline, outline[:1]])]
            shade.line(rim, fill=min(tone + 40, 255), width=3)
        cover = reduced(image, 0)
        if not cover.any():
            return
        soft = blurred(cover, 2)
        picture *= 1 - 0.36 * (_moved(soft, 3) * (1 - cover))[..., None]
        tone_map = reduced(tones, 0) + 0.3 * (soft - _moved(soft, 3)) + 0.035 * noise(rng, 4)
        warm = np.array((1.0, 0.985, 0.93 - 0.06 * rng.random()), np.float32)
        plate = np.clip(tone_map[..., None] * 262 * warm * self._light, 0, 252)
        picture += 0.93 * cover[..., None] * (plate - picture)

    def hairs(self, picture: Layer) -> None:
        """Paint all shafts with their shadow; some strands in front are out of focus."""
        rng = stream(self._seed, 11)
        tone = np.array((62.0, 56, 52)) * rng.uniform(0.75, 1.35) + (rng.uniform(0, 16), 0, 0)
        near = int(rng.integers(0, 3))
        sharp = [*self._scene.hairs, *self._scene.strands[near:]]
        for group, blur in ((sharp, 0.0), (self._scene.strands[:near], 2.2)):
            if not group:
                continue
            image, pen = sheet()
            colours = Image.new("RGB", image.size, rgb(tone))
            ink = ImageDraw.Draw(colours)
            for hair in group:
                shaft(rng, ink, pen, hair, tone)
            cover = reduced(image, blur)
            picture *= 1 - 0.3 * _moved(blurred(cover, 4), 6)[..., None]
            small = colours.reduce(FINE)
            if blur:
                small = small.filter(ImageFilter.GaussianBlur(blur))
            lit = np.asarray(small, dtype=np.float32) * self._light
            picture += cover[..., None] * (lit - picture)

    def _shafts_in_skin(self, picture: Layer) -> None:
        rng = stream(self._seed, 6)
        image, pen = sheet()
        for hair in self._scene.hairs:
            root, step = hair.path[0], hair.path[1] - hair.path[0]
            below = root - step / np.hypot(*step) * rng.uniform(30, 60)
            ends = [(x, y) for x, y in FINE * np.stack([root, below])]
            pen.line(ends, fill=200, width=max(round(FINE * hair.width), 2))
        self._lay(picture, (92, 100, 116), 0.5 * reduced(image, 4))

    def _lay(self, picture: Layer, colour: Colour, cover: Layer) -> None:
        if not cover.any():
            return
        lit = np.minimum(np.array(colour, np.float32) * self._light, 250)
        picture += cover[..., None] * (lit - picture)


def _wider(places: list[tuple[Point, float]], factor: float) -> list[tuple[Point, float]]:
    return [(at, factor * radius) for at, radius in places]


def _moved(cover: Layer, by: int) -> Layer:
    """Away from the lamp, which stands at the upper left."""
    padded = np.pad(cover, ((by, 0), (by, 0)), mode="edge")
    return padded[:HEIGHT, :WIDTH]


def _mirrored(rng: np.random.Generator) -> Layer:
    """Where a wavy wet surface is inclined so that it mirrors the lamp."""
    waves = noise(rng, 38) + 0.25 * noise(rng, 13)
    down, right = np.gradient(waves)
    return np.asarray(np.exp(-((down + 0.045) ** 2 + (right + 0.045) ** 2) / 0.0009))
