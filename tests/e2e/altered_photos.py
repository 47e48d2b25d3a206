"""Photos with faults that a page must notice: too dark, too bright, blurred, no scalp."""

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from support import photos


def jpeg(image: Image.Image) -> bytes:
    return photos.encoded(image, "JPEG", quality=92)


def darkened(factor: float) -> bytes:
    return jpeg(ImageEnhance.Brightness(photos.picture()).enhance(factor))


def brightened(share: float) -> bytes:
    picture = photos.picture()
    return jpeg(Image.blend(picture, Image.new("RGB", picture.size, "white"), share))


def blurred(radius: float) -> bytes:
    soft = photos.picture().filter(ImageFilter.GaussianBlur(radius))
    # With full contrast, beside which the edges of JPEG's blocks are no detail.
    return jpeg(ImageOps.autocontrast(soft))


def lawn() -> bytes:
    """Blades of grass: sharp and well lit, and no scalp."""
    random = np.random.default_rng(1)
    blades = random.normal(0, 1, (60, 160, 1)) * (18, 34, 14)
    colours = np.clip(np.array((70, 130, 45)) + blades, 0, 255).astype(np.uint8)
    return jpeg(Image.fromarray(colours).resize((640, 480), Image.Resampling.NEAREST))
