"""The scope: dirt, bubbles, light, focus, noise and JPEG, none of which depends on a grade."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from scalp_train.render.shapes.plan import HEIGHT, WIDTH
from scalp_train.render.shapes.shapes import Layer, dot, reduced, sheet

ROWS, COLUMNS = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)


def photograph(rng: np.random.Generator, picture: Layer) -> NDArray[np.uint8]:
    """Return the picture as a scope takes it, RGB uint8 [480, 640, 3], whatever the grades.

    Adds dirt, bubbles, uneven light, blur, noise and JPEG compression; ``picture`` is changed too.
    """
    image, pen = sheet()
    for x, y in rng.uniform((0, 0), (WIDTH, HEIGHT), (int(rng.integers(0, 9)), 2)):
        dot(pen, (x, y), float(rng.uniform(0.8, 2.2)))
    picture *= 1 - 0.6 * reduced(image, 0)[..., None]
    for _ in range(int(rng.integers(1, 4)) if rng.random() < 0.25 else 0):
        _bubble(picture, rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT), rng.uniform(10, 32))
    x, y = rng.normal(WIDTH / 2, 50), rng.normal(HEIGHT / 2, 40)
    away = ((COLUMNS - x) ** 2 + (ROWS - y) ** 2) / (WIDTH / 2) ** 2
    picture += (
        float(rng.uniform(-4, 10)) - float(rng.uniform(4, 28)) * np.minimum(away, 2)[..., None]
    )
    sharp = Image.fromarray(np.clip(picture, 0, 252).astype(np.uint8)).filter(
        ImageFilter.GaussianBlur(float(rng.uniform(0, 1.1)))
    )
    outer = Image.fromarray((np.clip(away - 0.4, 0, 1) * rng.uniform(60, 255)).astype(np.uint8))
    focused = Image.composite(sharp.filter(ImageFilter.GaussianBlur(2.4)), sharp, outer)
    grain = rng.standard_normal((HEIGHT, WIDTH, 1), dtype=np.float32) * float(rng.uniform(0.5, 3.5))
    noisy = np.clip(np.asarray(focused, dtype=np.float32) + grain, 0, 255).astype(np.uint8)
    file = BytesIO()
    Image.fromarray(noisy).save(file, "JPEG", quality=int(rng.integers(70, 96)))
    return np.array(Image.open(file))


def _bubble(picture: Layer, x: float, y: float, radius: float) -> None:
    distance = np.hypot(COLUMNS - x, ROWS - y)
    rim = np.exp(-(((distance - radius) / 2) ** 2))
    glint = np.exp(-(((COLUMNS - x + radius / 2.5) ** 2 + (ROWS - y + radius / 2.5) ** 2) / 14))
    picture *= 1 - 0.35 * rim[..., None]
    picture += (245 - picture) * (0.8 * glint + 0.1 * (distance < radius))[..., None]
