"""Pictures made of a package's photographs: crops, and cut-outs laid on grounds."""

from __future__ import annotations

from collections import Counter

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from scalp_train.negatives.canvas import HEIGHT, SKINS, WIDTH, Pixels, clouds, skin, tone
from scalp_train.negatives.packages import Source

LARGEST = 1600
"""Pictures are reduced to so many px on the longer side."""
SMALLEST = 64
"""Pictures with fewer px on the shorter side are icons."""
SKIN_COLOURED = 0.25
"""Share of the pictures that get a skin's mean colour, so that colour alone gives nothing away."""
THUMBNAIL = 100_000
"""Bytes below which another size of the same picture is preferred."""
Layer = NDArray[np.uint8]


def read_layer(source: Source) -> Layer | None:
    """Return uint8 [H, W, 4] of a source; ``None`` where it is no picture or too small."""
    try:
        with Image.open(source.file) as image:
            image.draft("RGB", (LARGEST, LARGEST))
            image.thumbnail((LARGEST, LARGEST))
            layer = np.asarray(image.convert("RGBA"))
    except (OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombError):
        return None
    return layer if min(layer.shape[:2]) >= SMALLEST else None


def compose(layer: Layer, rng: np.random.Generator) -> Pixels:
    """Return one picture uint8 [480, 640, 3] of a photograph or a cut-out."""
    opaque = layer[..., 3] > 128
    picture = _crop(layer, rng) if opaque.mean() > 0.98 else _lay(layer, opaque, rng)
    if rng.random() < SKIN_COLOURED:
        mean = picture.mean(axis=(0, 1))
        picture = picture * (tone(rng, SKINS, 0.1) / np.maximum(mean, 20))
    return np.asarray(picture.clip(0, 255), np.uint8)


def _crop(layer: Layer, rng: np.random.Generator) -> NDArray[np.float32]:
    height, width = layer.shape[:2]
    least = min(1.0, 130 / min(height, width))
    share = float(np.exp(rng.uniform(np.log(least), 0)))
    high = min(height, width * HEIGHT / WIDTH) * share
    wide = high * WIDTH / HEIGHT
    left, top = rng.uniform(0, width - wide), rng.uniform(0, height - high)
    part = layer[int(top) : int(top + high) + 1, int(left) : int(left + wide) + 1, :3]
    return _fit(np.ascontiguousarray(part), rng)


def _fit(part: Layer, rng: np.random.Generator) -> NDArray[np.float32]:
    smaller = part.shape[0] > HEIGHT
    how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    fitted = cv2.resize(part, (WIDTH, HEIGHT), interpolation=how)
    flipped = fitted[:, ::-1] if rng.random() < 0.5 else fitted
    return np.asarray(flipped[::-1] if rng.random() < 0.3 else flipped, np.float32)


def _lay(layer: Layer, opaque: NDArray[np.bool_], rng: np.random.Generator) -> NDArray[np.float32]:
    """Return a cut-out on a ground, from a piece that fills the view to the whole thing."""
    rows, columns = np.nonzero(opaque)
    if not len(rows):
        return skin(rng)
    box = layer[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    longest = max(box.shape[:2])
    size = longest * float(np.exp(rng.uniform(np.log(0.3), np.log(1.3))))
    at = int(rng.integers(len(rows)))
    centre = np.array([columns[at] - columns.min(), rows[at] - rows.min()], float)
    if size > longest * 0.8:  # nearly the whole thing: in the middle
        centre = np.array(box.shape[1::-1]) / 2
    zoom = WIDTH / size
    angle = float(rng.uniform(0, 360))
    move = cv2.getRotationMatrix2D((float(centre[0]), float(centre[1])), angle, zoom)
    move[:, 2] += np.array([WIDTH / 2, HEIGHT / 2]) - centre
    if zoom < 1:
        box = np.asarray(cv2.GaussianBlur(box, (0, 0), 0.35 / zoom), np.uint8)
    laid = cv2.warpAffine(box, move, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR).astype(np.float32)
    cover = laid[..., 3:] / 255
    return np.asarray(laid[..., :3] * cover + _ground(rng) * (1 - cover), np.float32)


def _ground(rng: np.random.Generator) -> NDArray[np.float32]:
    if rng.random() < 0.3:
        return skin(rng)
    base = rng.uniform(20, 250, 3).astype(np.float32)
    rough = clouds(rng, float(np.exp(rng.uniform(np.log(3), np.log(200)))))
    return np.asarray(base + rough[..., None] * np.float32(rng.uniform(0, 30)), np.float32)


def group_shares(sources: list[Source], count: int) -> list[tuple[Source, float]]:
    """Return a source of each group, and how many of ``count`` pictures are to be made of it.

    Groups of a rare kind yield up to four times as much as those of the commonest one.
    """
    groups: dict[tuple[str, str], list[Source]] = {}
    for source in sources:
        groups.setdefault((source.package, source.group), []).append(source)
    chosen = [_readable(members) for members in groups.values()]
    kinds = Counter(source.kind for source in chosen)
    most = max(kinds.values(), default=1)
    weights = [min(4.0, (most / kinds[source.kind]) ** 0.5) for source in chosen]
    total = sum(weights)
    return [(s, count * weight / total) for s, weight in zip(chosen, weights, strict=True)]


def _readable(members: list[Source]) -> Source:
    """Return the smallest file that is no thumbnail: a wallpaper of 8k takes seconds to open."""
    by_size = sorted(members, key=lambda source: source.file.stat().st_size)
    large = [source for source in by_size if source.file.stat().st_size >= THUMBNAIL]
    return (large or by_size[-1:])[0]
