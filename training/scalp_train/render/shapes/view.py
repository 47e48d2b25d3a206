"""Where the camera stands, noise that moves with the scalp, and sheets to draw shapes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, auto
from math import ceil

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from scalp_train.render.picture import HEIGHT, WIDTH

Layer = NDArray[np.float32]
"""[480, 640], or a quarter of it each way."""
Numbers = Sequence[float] | NDArray[np.number]
Path = NDArray[np.float64]
"""Points [N, 2], x and y in px of the scalp; (0, 0) is the middle."""
Range = tuple[float, float]

FINE = 2
"""How much larger shapes are drawn before they are reduced, for smooth edges."""
COARSE = (WIDTH // 4, HEIGHT // 4)
FULL = (WIDTH, HEIGHT)
MOST_OFFSET = 0.05
"""Share of the view by which a shot may lie off the middle: two shots differ by a tenth at most."""


class Part(IntEnum):
    """What has random numbers of its own, so that a grade changes its own sign alone."""

    GRADES = auto()
    PERSON = auto()
    VIEW = auto()
    PLACES = auto()
    HAIRS = auto()
    SHAFTS = auto()
    SKIN = auto()
    REDNESS = auto()
    VESSELS = auto()
    SPOTS = auto()
    OIL = auto()
    GLINTS = auto()
    SCALING = auto()
    FLAKES = auto()
    HEAPS = auto()
    LIGHT = auto()
    CAMERA = auto()
    STRAY = auto()


def stream(seed: int, part: Part, shot: int = -1) -> np.random.Generator:
    """Return the generator of one part of the scalp, or, with a shot's number, of that shot."""
    return np.random.default_rng([seed, part, shot + 1])


@dataclass(frozen=True, slots=True)
class View:
    """What of the scalp the camera sees.

    Attributes:
        zoom: px of the picture for a px of the scalp; 1 is the data set's scope.
        x: middle of the view, in px of the scalp.
        y: the same, downwards.
    """

    zoom: float
    x: float
    y: float

    @property
    def reach(self) -> tuple[float, float]:
        """Half the width and height of what any shot may see, in px of the scalp."""
        share = (0.5 + MOST_OFFSET) / self.zoom
        return WIDTH * share, HEIGHT * share

    @property
    def area(self) -> float:
        """Area that any shot may see, as a multiple of the scope's picture."""
        across, down = self.reach
        return 4 * across * down / (WIDTH * HEIGHT)

    def anywhere(self, rng: np.random.Generator, number: int, beyond: float = 0) -> Path:
        """Return random places [number, 2] in reach, or up to ``beyond`` px farther out."""
        most = np.array(self.reach) + beyond
        return rng.uniform(-most, most, (number, 2))

    def seen(self, points: Path) -> NDArray[np.bool_]:
        """Return which points [N, 2] are in reach of a shot."""
        return np.asarray((np.abs(points) < self.reach).all(axis=1))

    def noise(self, rng: np.random.Generator, cell: float, size: tuple[int, int] = COARSE) -> Layer:
        """Return smooth noise of about unit deviation with blobs of ``cell`` px of the scalp."""
        across, down = self.reach
        grid = rng.standard_normal(
            (ceil(2 * down / cell) + 4, ceil(2 * across / cell) + 4), dtype=np.float32
        )
        wide, high = WIDTH / self.zoom / cell, HEIGHT / self.zoom / cell
        left = 1.5 + (self.x + across) / cell - wide / 2
        top = 1.5 + (self.y + down) / cell - high / 2
        box = (left, top, left + wide, top + high)
        image = Image.fromarray(grid).resize(size, Image.Resampling.BICUBIC, box=box)
        return np.asarray(image, dtype=np.float32) * np.float32(1.3)


class Sheet:
    """A mask in the fine size to draw shapes on, in px of the scalp."""

    def __init__(self, view: View) -> None:
        self._image = Image.new("L", (FINE * WIDTH, FINE * HEIGHT))
        self._pen = ImageDraw.Draw(self._image)
        self._scale = FINE * view.zoom
        self._shift = np.array(
            (FINE * WIDTH / 2 - view.x * self._scale, FINE * HEIGHT / 2 - view.y * self._scale)
        )

    def _placed(self, points: Path) -> list[float]:
        placed: list[float] = (points * self._scale + self._shift).ravel().tolist()
        return placed

    def polygon(self, outline: Path, tone: int = 255) -> None:
        """Fill an outline [N, 2]."""
        self._pen.polygon(self._placed(outline), fill=tone)

    def line(self, points: Path, width: float, tone: int = 255) -> None:
        """Draw a line through points [N, 2], ``width`` px of the scalp wide."""
        thick = max(round(width * self._scale), 1)
        self._pen.line(self._placed(points), fill=tone, width=thick)

    def strokes(self, points: Path, widths: Numbers, tones: Numbers) -> None:
        """Draw many lines of equally many points [lines, N, 2]."""
        placed = self._placed(points)
        each = 2 * points.shape[1]
        for index, (width, tone) in enumerate(zip(widths, tones, strict=True)):
            thick = max(round(width * self._scale), 1)
            self._pen.line(placed[each * index : each * index + each], fill=int(tone), width=thick)

    def beads(
        self,
        line: Path,
        starts: Sequence[int],
        ends: Sequence[int],
        tones: Sequence[int],
        width: float,
    ) -> None:
        """Draw parts of a line [N, 2], from point to point."""
        placed, thick = self._placed(line), max(round(width * self._scale), 1)
        for start, end, tone in zip(starts, ends, tones, strict=True):
            self._pen.line(placed[2 * start : 2 * end + 2], fill=int(tone), width=thick)

    def dots(self, at: Path, radii: Numbers, tones: Numbers) -> None:
        """Draw discs."""
        placed = np.reshape(self._placed(at), (-1, 2))
        reach = np.maximum(np.asarray(radii)[:, None] * self._scale, 0.5)
        boxes = np.concatenate([placed - reach, placed + reach], axis=1).tolist()
        for box, tone in zip(boxes, tones, strict=True):
            self._pen.ellipse(box, fill=int(tone))

    def cover(self, blur: float = 0) -> Layer:
        """Return the mask in the picture's size, 0 to 1, softened by ``blur`` px."""
        if self._image.getbbox() is None:
            return np.zeros((HEIGHT, WIDTH), np.float32)
        return _softened(self._image, blur) / np.float32(255)


def _softened(image: Image.Image, blur: float) -> Layer:
    """Return an image in the picture's size; wide blurs are made of a coarse copy, for speed."""
    step = next((step for step in (4, 2) if blur >= step), 1)
    small = image.reduce(image.width // WIDTH * step) if image.width > WIDTH or step > 1 else image
    if blur > 0:
        small = small.filter(ImageFilter.GaussianBlur(blur / step))
    if step > 1:
        small = small.resize(FULL, Image.Resampling.BILINEAR)
    return np.asarray(small, dtype=np.float32)


def enlarge(layer: Layer) -> Layer:
    """Return a coarse layer in the picture's size."""
    image = Image.fromarray(layer).resize(FULL, Image.Resampling.BILINEAR)
    return np.array(image, dtype=np.float32)


def blurred(cover: Layer, radius: float) -> Layer:
    """Return a layer of 0 to 1, softened by ``radius`` px."""
    image = Image.fromarray((255 * np.clip(cover, 0, 1)).astype(np.uint8))
    return _softened(image, radius) / np.float32(255)


def moved(layer: Layer, px: int) -> Layer:
    """Return a layer moved down and right, as a shadow falls."""
    shifted = np.zeros_like(layer)
    shifted[px:, px:] = layer[:-px, :-px]
    return shifted


def some(rng: np.random.Generator, limits: Range) -> float:
    """Return a random number between two limits."""
    return float(rng.uniform(*limits))


def whole(rng: np.random.Generator, limits: Range) -> int:
    """Return a random whole number between two limits, both of them included."""
    return int(rng.integers(round(limits[0]), round(limits[1]) + 1))
