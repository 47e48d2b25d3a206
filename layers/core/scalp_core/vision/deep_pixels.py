"""Decode pixels of more than eight bits, which Pillow truncates.

The code values of an HDR photo stand for up to 10,000 cd/m²: eight bits leave its skin a third of
the levels that it has in an ordinary photo.
"""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile

from scalp_core.vision.colour import ColourSpace, to_srgb


def deep_to_srgb(image: Image.Image, space: ColourSpace) -> Image.Image | None:
    """Convert an opened, opaque colour photo from all its bits; ``None`` if there are only eight.

    Raises:
        OSError, RuntimeError, ValueError: the content is broken.
    """
    if image.mode != "RGB" or not isinstance(image, ImageFile.ImageFile) or image.fp is None:
        return None
    position = image.fp.tell()  # where Pillow will continue to read
    image.fp.seek(0)
    content = image.fp.read()
    image.fp.seek(position)
    if image.format == "HEIF" and image.info["bit_depth"] > 8:
        return _heif_to_srgb(content, space)
    if image.format == "PNG" and _png_depth(content) == 16:
        return _png_to_srgb(image, content, space)
    return None


def _heif_to_srgb(content: bytes, space: ColourSpace) -> Image.Image | None:
    import pi_heif

    file = pi_heif.open_heif(io.BytesIO(content), convert_hdr_to_8bit=False)
    if file.mode != "RGB;16":
        return None
    data = np.frombuffer(file.data, np.uint16)
    (width, height), samples = file.size, file.stride // data.itemsize
    pixels = data.reshape(height, samples)[:, : 3 * width].reshape(height, width, 3)
    depth: int = file.info["bit_depth"]

    def rows(top: int, bottom: int) -> NDArray[np.uint16]:
        # The bits are the upper ones of 16; repeated below, the largest value is 65,535.
        upper = pixels[top:bottom]
        codes: NDArray[np.uint16] = upper | upper >> np.uint16(depth)
        return codes

    return to_srgb(Image.new("RGB", file.size), space, rows)


def _png_depth(content: bytes) -> int:
    return content[24]  # of the first chunk, IHDR


def _png_to_srgb(image: Image.Image, content: bytes, space: ColourSpace) -> Image.Image:
    """Decode twice: read as little-endian, the second bytes of 16 bits come first."""
    low = Image.open(io.BytesIO(content), formats=("PNG",))
    low.tile = [tile._replace(args="RGB;16L") for tile in low.tile]

    def rows(top: int, bottom: int) -> NDArray[np.uint16]:
        box = (0, top, image.width, bottom)
        first, second = (np.asarray(part.crop(box)) for part in (image, low))
        codes: NDArray[np.uint16] = first.astype(np.uint16) << 8 | second
        return codes

    return to_srgb(image, space, rows)
