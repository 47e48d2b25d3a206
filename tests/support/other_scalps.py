"""Crude scalps of lines, discs and polygons: how far off a scalp may look and yet be one.

They come from closer up and, unlike those of any renderer in ``training``, from farther away too.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Kind = Literal["scope", "parting"]
Colour = tuple[int, ...]
SIZE = (640, 480)
SKINS = (
    (212, 163, 178), (170, 178, 181), (178, 177, 147), (161, 185, 169), (147, 167, 167),
    (205, 170, 140), (225, 190, 165), (150, 105, 80), (190, 150, 130),
)  # fmt: skip


def other_scalp(seed: int, kind: Kind) -> Image.Image:
    """One picture: hairs, mouths, flakes and redness from close up, or a parting from farther."""
    rng = np.random.default_rng(seed)
    skin = np.array(SKINS[rng.integers(len(SKINS))]) * rng.uniform(0.8, 1.08)
    ground = skin + _clouds(rng, 80)[..., None] * rng.uniform(3, 12)
    ground += _clouds(rng, 12)[..., None] * rng.uniform(1, 6)
    if rng.random() < 0.5:
        redness = np.maximum(_clouds(rng, 50), 0)[..., None]
        ground += redness * rng.uniform(5, 25) * np.array([0.6, -0.5, -0.4])
    image = Image.fromarray(ground.clip(0, 255).astype(np.uint8))
    brown = np.array([1.15, 1.0, 0.85])
    hair = rng.uniform(25, 110) * brown ** rng.uniform(0, 1.5)
    if kind == "scope":
        _hairs(ImageDraw.Draw(image), rng, hair, skin)
        if rng.random() < 0.6:
            _flakes(ImageDraw.Draw(image), rng, skin)
    else:
        _parting(ImageDraw.Draw(image), rng, hair)
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 1.6)))
    grain = rng.normal(0, rng.uniform(0, 6), (SIZE[1], SIZE[0], 3))
    return Image.fromarray((np.asarray(image) + grain).clip(0, 255).astype(np.uint8))


def _clouds(rng: np.random.Generator, pixels: int) -> NDArray[np.float32]:
    coarse = rng.normal(size=(SIZE[1] // pixels, SIZE[0] // pixels)).astype(np.float32)
    smooth = np.asarray(Image.fromarray(coarse).resize(SIZE, Image.Resampling.BICUBIC))
    found: NDArray[np.float32] = (smooth - smooth.mean()) / smooth.std()
    return found


def _colour(values: NDArray[np.float64]) -> Colour:
    return tuple(int(value) for value in values.clip(0, 255))


def _strand(
    start: tuple[float, float], angle: float, length: float, bend: float
) -> list[tuple[float, float]]:
    way = np.linspace(0, length, 30)
    x = start[0] + np.cumsum(np.cos(angle + bend * way)) * length / 30
    y = start[1] + np.cumsum(np.sin(angle + bend * way)) * length / 30
    return list(zip(x, y, strict=True))


def _hairs(
    draw: ImageDraw.ImageDraw,
    rng: np.random.Generator,
    hair: NDArray[np.float64],
    skin: NDArray[np.float64],
) -> None:
    lean, usual = rng.uniform(0, 2 * np.pi), rng.uniform(4, 13)
    for _ in range(int(rng.integers(4, 26))):
        x, y = rng.uniform(0, SIZE[0]), rng.uniform(0, SIZE[1])
        for _ in range(int(rng.integers(1, 4))):
            angle, bend = lean + rng.normal(0, 0.35), rng.normal(0, 0.0012)
            strand = _strand((x, y), angle, rng.uniform(120, 700), bend)
            width = max(2, int(rng.normal(usual, 2)))
            draw.line(strand, _colour(hair + rng.normal(0, 10)), width, joint="curve")
            if rng.random() < 0.6:
                lit = [(px + 0.15 * width, py + 0.15 * width) for px, py in strand]
                draw.line(lit, _colour(hair + 60), max(1, width // 5))
        radius = usual * rng.uniform(0.6, 1.3)
        mouth = (x - radius, y - radius, x + radius, y + radius)
        draw.ellipse(mouth, _colour(0.55 * skin + 0.3 * hair))


def _flakes(draw: ImageDraw.ImageDraw, rng: np.random.Generator, skin: NDArray[np.float64]) -> None:
    for _ in range(int(rng.integers(3, 60))):
        x, y = rng.uniform(0, SIZE[0]), rng.uniform(0, SIZE[1])
        turns, radius = np.sort(rng.uniform(0, 2 * np.pi, 7)), rng.uniform(1.5, 14)
        far = radius * rng.uniform(0.6, 1.2, 7)
        corners = zip(x + far * np.cos(turns), y + far * np.sin(turns), strict=True)
        draw.polygon(list(corners), _colour(0.3 * skin + 170))


def _parting(
    draw: ImageDraw.ImageDraw, rng: np.random.Generator, hair: NDArray[np.float64]
) -> None:
    middle, gap = rng.uniform(0.3, 0.7) * SIZE[0], rng.uniform(10, 120)
    lean = rng.uniform(0.05, 0.6)
    for _ in range(int(rng.integers(300, 1300))):
        side = rng.choice([-1, 1])
        x = middle + side * abs(rng.normal(0, gap / 2) + rng.exponential(160))
        angle = np.pi / 2 - side * (lean + rng.normal(0, 0.12))
        start = (x, rng.uniform(-100, SIZE[1]))
        strand = _strand(start, angle, rng.uniform(60, 300), rng.normal(0, 0.003))
        draw.line(strand, _colour(hair * rng.uniform(0.5, 1.5)), int(rng.integers(1, 4)))
