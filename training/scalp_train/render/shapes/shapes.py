"""Noise, colours and outlines to paint with. Layers are float32 arrays over the picture."""

from __future__ import annotations

from collections.abc import Iterable
from math import pi

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from scalp_train.render.shapes.plan import HEIGHT, WIDTH, Hair, Path, Point

Layer = NDArray[np.float32]
"""[HEIGHT, WIDTH] from 0 to 1, or a picture [HEIGHT, WIDTH, 3] from 0 to 255."""
Sheet = tuple[Image.Image, ImageDraw.ImageDraw]

FINE = 2
"""How much larger shapes are drawn before they are reduced, for smooth edges."""
WHITE_POINT = np.array((0.9505, 1.0, 1.089))
TO_XYZ = np.array(((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)))


def noise(rng: np.random.Generator, cell: int) -> Layer:
    """Return smooth noise of about unit deviation whose blobs are about ``cell`` px wide."""
    grid = rng.standard_normal((HEIGHT // cell + 3, WIDTH // cell + 3)).astype(np.float32)
    box = (1.0, 1.0, 1.0 + WIDTH / cell, 1.0 + HEIGHT / cell)
    image = Image.fromarray(grid).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC, box=box)
    return np.asarray(image, dtype=np.float32) * np.float32(1.3)


def uneven(rng: np.random.Generator, cell: int) -> Layer:
    """Return a factor that is 1 on average."""
    factor = np.clip(1 + 0.22 * noise(rng, cell), 0.3, 1.7)
    return np.asarray(factor / factor.mean(), dtype=np.float32)


def to_lab(rgb: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return CIELAB of sRGB colours [..., 3] of 0 to 255."""
    part = rgb / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    ratio = linear @ TO_XYZ.T / WHITE_POINT
    f = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.asarray(np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1))


def to_rgb(lightness: Layer, a: Layer, b: Layer) -> Layer:
    """Return the sRGB picture of three CIELAB layers."""
    y = (lightness + 16) / 116
    ratio = np.stack([y + a / 500, y, y - b / 200], axis=-1) ** 3 * WHITE_POINT.astype(np.float32)
    linear = np.clip(ratio @ np.linalg.inv(TO_XYZ).T.astype(np.float32), 0, 1)
    curved = 1.055 * linear ** np.float32(1 / 2.4) - 0.055
    return np.asarray(255 * np.clip(curved, 0, 1), dtype=np.float32)


def sheet() -> Sheet:
    """Return an empty mask in the fine size, and a pen for it."""
    image = Image.new("L", (FINE * WIDTH, FINE * HEIGHT))
    return image, ImageDraw.Draw(image)


def reduced(image: Image.Image, blur: float) -> Layer:
    """Return a mask in the picture's size, softened by ``blur`` px."""
    small = image.reduce(FINE)
    if blur and small.getbbox():
        small = small.filter(ImageFilter.GaussianBlur(blur))
    return np.asarray(small, dtype=np.float32) / np.float32(255)


def blurred(cover: Layer, radius: float) -> Layer:
    """Return a layer, softened by ``radius`` px."""
    image = Image.fromarray((255 * np.clip(cover, 0, 1)).astype(np.uint8))
    softened = image.filter(ImageFilter.GaussianBlur(radius))
    return np.asarray(softened, dtype=np.float32) / np.float32(255)


def dot(pen: ImageDraw.ImageDraw, at: Point, radius: float, fill: int = 255) -> None:
    """Draw a disc, in px of the picture."""
    x, y, r = FINE * at[0], FINE * at[1], FINE * radius
    pen.ellipse((x - r, y - r, x + r, y + r), fill=fill)


def discs(rng: np.random.Generator, places: Iterable[tuple[Point, float]], blur: float) -> Layer:
    """Return somewhat oval discs of these radii."""
    image, pen = sheet()
    for at, radius in places:
        fill(pen, ragged(rng, at, radius, float(rng.uniform(0.8, 1)), rough=0.05))
    return reduced(image, blur)


def fill(pen: ImageDraw.ImageDraw, outline: Path, tone: int = 255) -> None:
    """Draw a polygon, in px of the picture."""
    pen.polygon([(x, y) for x, y in FINE * outline], fill=tone)


def ragged(
    rng: np.random.Generator, at: Point | Path, size: float, slim: float, rough: float = 0.18
) -> Path:
    """Return the outline [N, 2] of an irregular plate, in px.

    Args:
        rng: decides turn and corners.
        at: centre.
        size: half the length.
        slim: width as a share of the length.
        rough: deviation of the corners' distance from the centre, as a share.
    """
    corners = 14
    angle = np.linspace(0, 2 * pi, corners, endpoint=False) + rng.normal(0, 0.1, corners)
    reach = size * np.clip(rng.normal(1, rough, corners), 0.6, 1.3)
    x, y = reach * np.cos(angle), slim * reach * np.sin(angle)
    turn = rng.uniform(0, 2 * pi)
    turned = (x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn))
    return np.asarray(np.stack(turned, axis=1) + np.asarray(at))


def branch(
    rng: np.random.Generator,
    pen: ImageDraw.ImageDraw,
    at: NDArray[np.float64],
    angle: float,
    length: float,
    width: float,
) -> float:
    """Draw a winding vessel with side branches and return their total length in px."""
    drawn, step = 0.0, 9.0
    bend = float(rng.normal(0, 0.12))
    while drawn < length:
        angle += bend + float(rng.normal(0, 0.22))
        ahead = at + step * np.array((np.cos(angle), np.sin(angle)))
        if not (0 <= ahead[0] < WIDTH and 0 <= ahead[1] < HEIGHT):
            break
        line = [(x, y) for x, y in FINE * np.stack([at, ahead])]
        pen.line(line, fill=round(150 + 25 * width), width=max(round(FINE * width), 2))
        at, drawn = ahead, drawn + step
        if width > 2.3 and length - drawn > 60 and rng.random() < 0.12:
            side = angle + float(rng.choice((-0.8, 0.8)))
            drawn += branch(rng, pen, at, side, 0.4 * (length - drawn), width * 0.7)
    return drawn


def shaft(
    rng: np.random.Generator,
    ink: ImageDraw.ImageDraw,
    pen: ImageDraw.ImageDraw,
    hair: Hair,
    tone: NDArray[np.float64],
) -> None:
    """Draw a tapered hair: its body on the mask, its edges, core and bright lines in colour."""
    own = tone * rng.uniform(0.85, 1.2)
    if hair.width < 4:
        own = 0.6 * own + 0.4 * np.array((128, 104, 84))
    if hair.white:
        own = np.array((196.0, 194, 188))
    fill(pen, _ribbon(hair, 1, 0))
    ink.polygon(_fine(_ribbon(hair, 1.3, 0)), fill=rgb(own * 0.8))
    ink.polygon(_fine(_ribbon(hair, 0.62, 0)), fill=rgb(own * 1.3))
    points = len(hair.path)
    for side in rng.choice((-0.17, 0.17, 0.02), int(rng.integers(1, 3)), replace=False):
        start = 1
        while start < points - 3:
            end = min(start + int(rng.integers(4, 14)), points)
            lit = Hair(hair.path[start:end], hair.width, hair.white)
            bright = own * 1.25 + rng.uniform(60, 115)
            ink.polygon(_fine(_ribbon(lit, 0.17, float(side))), fill=rgb(bright))
            start = end + int(rng.integers(0, 3))


def rgb(colour: NDArray[np.float64]) -> tuple[int, int, int]:
    """Return the colour as Pillow takes it."""
    red, green, blue = (int(level) for level in np.clip(colour, 0, 252))
    return red, green, blue


def _fine(outline: Path) -> list[Point]:
    return [(float(x), float(y)) for x, y in FINE * outline]


def _ribbon(hair: Hair, share: float, aside: float) -> Path:
    """Outline along a hair, ``share`` of its width wide and moved ``aside`` by a share of it."""
    along = np.gradient(hair.path, axis=0)
    along /= np.hypot(along[:, :1], along[:, 1:])
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    ends = (1.1, 0.6) if hair.width < 4 else (1.06, 0.94)
    taper = np.linspace(*ends, len(hair.path))[:, None] * hair.width
    middle = hair.path + across * taper * aside
    half = across * taper * (share / 2)
    return np.concatenate([middle + half, (middle - half)[::-1]])
