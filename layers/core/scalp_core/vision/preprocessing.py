"""Turn an upright photo into a network's input, the same in training and in serving."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scalp_core.analysis import Region
from scalp_core.vision.manifest import InputSpec


@dataclass(frozen=True)
class Frame:
    """The part of a photo that the networks look at.

    Attributes:
        pixels: uint8 array [height, width, 3], RGB, in the network's size.
        region: which part of the upright photo that is, in fractions of its width and height.
        turned: the photo was portrait and has been turned by 90° to the left.
    """

    pixels: NDArray[np.uint8]
    region: Region
    turned: bool

    def to_photo(self, grid: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
        """Turn a map [rows, columns] over the frame back to the photo's own orientation."""
        return np.rot90(grid, k=-1) if self.turned else grid


def frame(image: Image.Image, spec: InputSpec) -> Frame:
    """Fit an upright RGB photo to ``spec``.

    A scalp has no up and down, so a portrait photo is turned rather than cropped to a strip; then
    the largest centred part of the network's aspect ratio is resized with antialiasing.
    """
    turned = image.height > image.width
    width, height = (image.height, image.width) if turned else image.size
    crop_width = min(width, round(height * spec.width / spec.height))
    crop_height = min(height, round(width * spec.height / spec.width))
    left, top = (width - crop_width) // 2, (height - crop_height) // 2
    source = image.transpose(Image.Transpose.ROTATE_90) if turned else image
    resized = source.resize(
        (spec.width, spec.height),
        Image.Resampling.BILINEAR,
        box=(left, top, left + crop_width, top + crop_height),
    )
    if turned:  # undo the turn for the coordinates: x' = y, y' = image.width - x
        region = Region(
            left=(image.width - top - crop_height) / image.width,
            top=left / image.height,
            width=crop_height / image.width,
            height=crop_width / image.height,
        )
    else:
        region = Region(
            left=left / width,
            top=top / height,
            width=crop_width / width,
            height=crop_height / height,
        )
    return Frame(np.asarray(resized, dtype=np.uint8), region, turned)


def normalise(pixels: NDArray[np.uint8], spec: InputSpec) -> NDArray[np.float32]:
    """Return float32 [N, 3, H, W] of uint8 [H, W, 3] or [N, H, W, 3], by ``spec``'s statistics."""
    batch = pixels[None] if pixels.ndim == 3 else pixels
    scale = (1 / (255 * np.asarray(spec.std))).astype(np.float32)
    shift = (np.asarray(spec.mean) / np.asarray(spec.std)).astype(np.float32)
    normalised = batch.astype(np.float32) * scale - shift
    return np.ascontiguousarray(normalised.transpose(0, 3, 1, 2))
