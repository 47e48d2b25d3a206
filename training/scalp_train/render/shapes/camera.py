"""Cameras: where they stand, their light, focus, noise and JPEG, whatever the grades."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from scalp_train.render.picture import HEIGHT, WIDTH, LookName
from scalp_train.render.shapes.skin import ACROSS, DOWN
from scalp_train.render.shapes.view import (
    MOST_OFFSET,
    Part,
    Range,
    View,
    enlarge,
    some,
    stream,
    whole,
)


@dataclass(frozen=True, slots=True)
class Camera:
    """A kind of camera.

    Attributes:
        zoom: px of the picture for a px of the scope's picture.
        focus: blur in px of what is in focus.
        far: blur in px, added where it is not.
        luma: deviation of the noise of lightness, in levels.
        chroma: the same of red, green and blue each for itself.
        gain: factor on the exposure.
        balance: deviation of the white balance, as a factor for each colour.
        vignette: share of the light that the corners lose.
        quality: of the JPEG.
        subsampling: 2 for 4:2:0 as the scope's files have, 0 for full colour.
        sharpening: share of the unsharp mask.
    """

    zoom: Range
    focus: Range
    far: Range
    luma: Range
    chroma: Range
    gain: Range
    balance: float
    vignette: Range
    quality: Range
    subsampling: int
    sharpening: Range


CAMERAS: dict[LookName, Camera] = {
    "scope": Camera(
        zoom=(0.88, 1.14),
        focus=(0.65, 1.1),
        far=(0.5, 1.3),
        luma=(0.5, 1.2),
        chroma=(2.6, 4.5),
        gain=(0.97, 1.03),
        balance=0.0,
        vignette=(0, 0.02),
        quality=(95, 100),
        subsampling=2,
        sharpening=(0, 0),
    ),
    "phone": Camera(
        zoom=(0.55, 0.95),
        focus=(0.5, 1.5),
        far=(0.8, 2.6),
        luma=(1.0, 4.0),
        chroma=(0.6, 3.0),
        gain=(0.75, 1.15),
        balance=0.05,
        vignette=(0, 0.22),
        quality=(70, 95),
        subsampling=2,
        sharpening=(0, 0.9),
    ),
    "harsh": Camera(
        zoom=(0.5, 1.7),
        focus=(0.3, 2.2),
        far=(1.0, 4.0),
        luma=(2.0, 8.0),
        chroma=(1.0, 6.0),
        gain=(0.6, 1.3),
        balance=0.1,
        vignette=(0, 0.4),
        quality=(35, 80),
        subsampling=2,
        sharpening=(0, 1.5),
    ),
}


def stand(seed: int, shot: int, look: LookName) -> View:
    """Return what a shot sees: its zoom is the scalp's, its place its own."""
    zoom = some(stream(seed, Part.VIEW), CAMERAS[look].zoom)
    rng, most = stream(seed, Part.VIEW, shot), MOST_OFFSET / zoom
    return View(zoom, some(rng, (-most, most)) * WIDTH, some(rng, (-most, most)) * HEIGHT)


def expose(picture: NDArray[np.float32], seed: int, shot: int, look: LookName) -> NDArray[np.uint8]:
    """Return the picture as the camera takes it, RGB uint8 [480, 640, 3].

    Args:
        picture: sRGB [480, 640, 3], 0 to 255; changed too.
        seed: of the scalp.
        shot: number of the photo.
        look: the camera.
    """
    camera, rng = CAMERAS[look], stream(seed, Part.CAMERA, shot)
    tint = some(rng, camera.gain) * np.exp(camera.balance * rng.standard_normal(3))
    dark = 1 - some(rng, camera.vignette) / 2 * (ACROSS**2 + DOWN**2)
    picture *= enlarge(dark)[..., None] * tint.astype(np.float32)
    image = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))
    # Squared: a photo that somebody keeps is more often sharp than not.
    near = camera.focus[0] + (camera.focus[1] - camera.focus[0]) * rng.random() ** 2
    image = image.filter(ImageFilter.GaussianBlur(near))
    image = Image.composite(
        image.filter(ImageFilter.GaussianBlur(some(rng, camera.far))), image, _out_of_focus(rng)
    )
    sharpening = some(rng, camera.sharpening)
    if sharpening > 0.1:
        image = image.filter(ImageFilter.UnsharpMask(1.5, round(100 * sharpening), 0))
    noisy = np.asarray(image, dtype=np.float32) + _noise(rng, camera)
    file = BytesIO()
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(
        file, "JPEG", quality=whole(rng, camera.quality), subsampling=camera.subsampling
    )
    return np.array(Image.open(file))


def _out_of_focus(rng: np.random.Generator) -> Image.Image:
    """Return how far each px is out of focus: the scalp is a tilted dome."""
    x, y = rng.normal(0, 0.3, 2)
    tilt = rng.normal(0, 0.35, 2)
    far = (ACROSS - x) ** 2 + (DOWN - y) ** 2 + tilt[0] * ACROSS + tilt[1] * DOWN
    soft = np.clip((far - some(rng, (0.1, 0.6))) * some(rng, (0.6, 2.0)), 0, 1)
    image = Image.fromarray((255 * soft).astype(np.uint8))
    return image.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)


def _noise(rng: np.random.Generator, camera: Camera) -> NDArray[np.float32]:
    luma = rng.standard_normal((HEIGHT, WIDTH), dtype=np.float32) * np.float32(
        some(rng, camera.luma)
    )
    deviation = np.float32(some(rng, camera.chroma))
    half = rng.standard_normal((3, HEIGHT // 2, WIDTH // 2), dtype=np.float32) * deviation
    spread = [np.repeat(np.repeat(plane, 2, axis=0), 2, axis=1) for plane in half]
    mean = (0.3 * spread[0] + 0.59 * spread[1] + 0.11 * spread[2]) * np.float32(0.9)
    return np.stack([plane - mean + luma for plane in spread], axis=-1)
