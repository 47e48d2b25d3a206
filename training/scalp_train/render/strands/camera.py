"""From light to file: lamps' colours, focus, tone, sensor noise, JPEG."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from scalp_train.render.picture import HEIGHT, WIDTH, LookName
from scalp_train.render.strands.synthesis import Field, enlarged

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Look:
    """A camera.

    Attributes:
        warm: b* of the centre above that of the corners.
        blur: deviation in px of the sharpest part, and how many times blurrier the worst is.
        sharpen: strength of unsharp masking.
        chroma, luma: deviation of the noise in CIELAB's units, about.
        quality: of JPEG.
        contrast: exponent about middle grey.
        vignette: light lost in the corners, as a share.
    """

    warm: Range
    blur: Range
    worst: Range
    sharpen: Range
    chroma: Range
    luma: Range
    quality: tuple[int, int]
    contrast: Range
    vignette: Range


LOOKS: dict[LookName, Look] = {
    "scope": Look(
        (4.0, 13.0), (0.65, 1.0), (1.6, 2.9), (0.0, 0.4), (0.95, 1.35), (0.65, 0.95), (96, 100),
        (0.95, 1.08), (-0.05, 0.08),
    ),
    "phone": Look(
        (-2.0, 4.0), (0.8, 1.4), (1.4, 2.6), (0.6, 1.8), (0.3, 0.8), (0.5, 1.2), (62, 90),
        (1.05, 1.3), (0.05, 0.3),
    ),
    "harsh": Look(
        (-4.0, 14.0), (0.4, 2.0), (1.0, 4.5), (0.0, 2.2), (0.2, 2.2), (0.4, 2.4), (35, 90),
        (0.8, 1.4), (-0.1, 0.4),
    ),
}  # fmt: skip


def linear(lab: tuple[float, float, float]) -> Field:
    """Return linear red, green and blue [3] of a CIELAB colour."""
    pixel = np.array([[lab]], np.float32)
    return np.asarray(cv2.cvtColor(pixel, cv2.COLOR_Lab2LRGB)[0, 0], np.float32).clip(1e-3)


@lru_cache
def _gains() -> NDArray[np.float32]:
    """Return what a step of L*, a* or b* of skin [3 rows] changes in log linear light [3]."""
    grey = np.log(linear((67.0, -4.0, 6.0)))
    steps = ((69.0, -4.0, 6.0), (67.0, -2.0, 6.0), (67.0, -4.0, 8.0))
    return np.stack([(np.log(linear(step)) - grey) / 2 for step in steps]).astype(np.float32)


def lamps(rng: np.random.Generator, look: Look) -> Field:
    """Return the colour of the light [480, 640, 3], 1 in the middle of the view.

    The middle is warm and the rim cool, and each lamp has a tint of its own: large soft fields.
    """
    small = (HEIGHT // 8, WIDTH // 8)
    rows, columns = np.indices(small, dtype=np.float32)
    x, y = columns / small[1] * 2 - 1, rows / small[0] * 2 - 1
    x0, y0 = rng.normal(0, 0.2, 2).astype(np.float32)
    rim = np.clip((x - x0) ** 2 + (y - y0) ** 2, 0, 2.4) / np.float32(1.6)
    steep = np.array([[3.6], [1.2], [2.6]], np.float32)
    slope = rng.normal(0, 1, (3, 2)).astype(np.float32) * steep
    soft = [_soft(rng, small) for _ in range(3)]
    light = slope[0, 0] * x + slope[0, 1] * y + 3.4 * soft[0] + rng.normal(0, 5.5) * (rim - 0.4)
    red = slope[1, 0] * x + slope[1, 1] * y + 0.7 * soft[1] - rng.normal(2.5, 3.4) * (rim - 0.4)
    yellow = slope[2, 0] * x + slope[2, 1] * y + 2.4 * soft[2]
    yellow = yellow - rng.uniform(*look.warm) * (rim - 0.4)
    lab = np.stack([light, red, yellow], axis=-1)
    shade = 1 - rng.uniform(*look.vignette) * np.clip(x * x + y * y, 0, 2) / 2
    return enlarged((np.exp(lab @ _gains()) * shade[..., None]).astype(np.float32))


def _soft(rng: np.random.Generator, size: tuple[int, int]) -> Field:
    knots = rng.standard_normal((5, 6), dtype=np.float32)
    return np.asarray(cv2.resize(knots, size[::-1], interpolation=cv2.INTER_CUBIC), np.float32)


def expose(rng: np.random.Generator, light: Field, look: Look) -> NDArray[np.uint8]:
    """Return the picture, uint8 [480, 640, 3], of linear light."""
    light = _dispersed(light, float(rng.uniform(0.001, 0.006)))
    blur = rng.uniform(*look.blur)
    seen = _focused(rng, light, blur, rng.uniform(*look.worst))
    tones = _tone(float(rng.uniform(*look.contrast)))
    level = np.clip(seen * np.float32(4095), 0, 4095).astype(np.uint16)
    picture = tones[level]
    amount = float(rng.uniform(*look.sharpen))
    if amount > 0.05:
        soft = cv2.GaussianBlur(picture, (0, 0), 1.2)
        picture = cv2.addWeighted(picture, 1 + amount, soft, -amount, 0)
    chroma = cv2.cvtColor(picture, cv2.COLOR_RGB2YCrCb)
    chroma[..., 0] += _grain(rng, (HEIGHT, WIDTH), 0.55) * np.float32(
        rng.uniform(*look.luma) * 0.0085
    )
    for plane in (1, 2):
        noise = _grain(rng, (HEIGHT // 2, WIDTH // 2), 0.45)
        amount = rng.uniform(*look.chroma) * (0.0115 if plane == 1 else 0.0135)
        chroma[..., plane] += enlarged(noise) * np.float32(amount)
    final = np.clip(cv2.cvtColor(chroma, cv2.COLOR_YCrCb2RGB) * 255 + 0.5, 0, 255).astype(np.uint8)
    return _jpeg(final, int(rng.integers(look.quality[0], look.quality[1] + 1)))


def _focused(rng: np.random.Generator, light: Field, blur: float, worst: float) -> Field:
    sharp = cv2.GaussianBlur(light, (0, 0), blur)
    soft = cv2.GaussianBlur(light, (0, 0), blur * worst)
    small = (HEIGHT // 8, WIDTH // 8)
    rows, columns = np.indices(small, dtype=np.float32)
    turn = rng.uniform(0, 2 * np.pi)
    plane = (columns / small[1] - 0.5) * np.cos(turn) + (rows / small[0] - 0.5) * np.sin(turn)
    depth = 1.6 * plane + 0.35 * _soft(rng, small) + rng.normal(-0.05, 0.2)
    share = enlarged(np.clip(depth.astype(np.float32) + np.float32(0.25), 0, 1))[..., None]
    return np.asarray(sharp + share * (soft - sharp), np.float32)


def _dispersed(light: Field, amount: float) -> Field:
    """Return light through a lens that magnifies blue by ``amount`` more than red."""
    planes = list(cv2.split(light))
    for plane, scale in ((0, 1 - amount / 2), (2, 1 + amount / 2)):
        move = np.array([[scale, 0, (1 - scale) * WIDTH / 2], [0, scale, (1 - scale) * HEIGHT / 2]])
        planes[plane] = cv2.warpAffine(
            planes[plane], move, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE
        )
    return np.asarray(cv2.merge(planes), np.float32)


def _tone(contrast: float) -> Field:
    """Return the response to 4096 levels of linear light: sRGB, a shoulder, and contrast."""
    level = np.linspace(0, 1, 4096)
    code = np.where(level <= 0.0031308, 12.92 * level, 1.055 * level ** (1 / 2.4) - 0.055)
    bent = np.where(code > 0.8, 0.8 + 0.17 * np.tanh((code - 0.8) / 0.17), code)
    return np.asarray(np.clip(0.62 + (bent - 0.62) * contrast, 0, 1), np.float32)


def _grain(rng: np.random.Generator, size: tuple[int, int], blur: float) -> Field:
    white = rng.standard_normal(size, dtype=np.float32)
    soft = cv2.GaussianBlur(white, (0, 0), blur)
    return np.asarray(soft / np.float32(soft.std()), np.float32)


def _jpeg(picture: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    options = [cv2.IMWRITE_JPEG_QUALITY, quality]
    options += [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420]
    done, data = cv2.imencode(".jpg", picture[..., ::-1], options)
    if not done:
        raise RuntimeError("OpenCV could not encode the picture")
    decoded = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
    return np.ascontiguousarray(decoded[..., ::-1])
