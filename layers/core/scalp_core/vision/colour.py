"""Convert a file's colours to sRGB, where H.273 numbers and no ICC profile describe them.

The numbers are ITU-T H.273's, which HEIF (``nclx``) and PNG (``cICP``) share, and PNG's own of
before (``cHRM``, ``gAMA``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scalp_core.vision.transfer import CURVES, REFERENCE_WHITE, Curve, hlg, srgb, srgb_encoded

Codes = NDArray[np.uint8] | NDArray[np.uint16]
# Code values [rows, columns, 3] from a row to before another.
Rows = Callable[[int, int], Codes]
# CIE x and y of red, green, blue and white.
Primaries = tuple[float, float, float, float, float, float, float, float]
_D65 = (0.3127, 0.3290)
_C = (0.310, 0.316)
BT709: Primaries = (0.640, 0.330, 0.300, 0.600, 0.150, 0.060, *_D65)
_SMPTE_170M: Primaries = (0.630, 0.340, 0.310, 0.595, 0.155, 0.070, *_D65)
# H.273, table 2; 2 means unspecified, which is sRGB (MIAF, ISO/IEC 23000-22, and PNG).
PRIMARIES: dict[int, Primaries] = {
    1: BT709,
    2: BT709,
    4: (0.670, 0.330, 0.210, 0.710, 0.140, 0.080, *_C),
    5: (0.640, 0.330, 0.290, 0.600, 0.150, 0.060, *_D65),
    6: _SMPTE_170M,
    7: _SMPTE_170M,
    8: (0.681, 0.319, 0.243, 0.692, 0.145, 0.049, *_C),
    9: (0.708, 0.292, 0.170, 0.797, 0.131, 0.046, *_D65),
    11: (0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.314, 0.351),
    12: (0.680, 0.320, 0.265, 0.690, 0.150, 0.060, *_D65),
    22: (0.630, 0.340, 0.295, 0.605, 0.155, 0.077, *_D65),
}

# From CIE XYZ to cone responses, where whites are matched (ICC.1:2022, annex E).
_BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)
# The reference display of HLG: peak cd/m² and system gamma (BT.2100-2, table 5).
_HLG_PEAK, _HLG_GAMMA = 1000.0, 1.2
# Pixels per block: small enough for the processor's cache.
_STRIP_PIXELS = 1 << 16
# Levels of light when it is encoded: at black, where sRGB is steepest, a code value is twenty.
_LEVELS = 1 << 16


@dataclass(frozen=True)
class ColourSpace:
    """The meaning of a picture's code values.

    Attributes:
        curve: from code values to light.
        narrow: whether black is 16 and white 235 of 255, as in video.
    """

    primaries: Primaries
    curve: Curve
    narrow: bool = False

    @property
    def is_srgb(self) -> bool:
        """Return whether there is nothing to convert."""
        near = np.allclose(self.primaries, BT709, atol=0.002)
        return bool(near) and self.curve is srgb and not self.narrow


def from_numbers(primaries: int, transfer: int, *, narrow: bool = False) -> ColourSpace | None:
    """Return the colour space of H.273's numbers; ``None`` for numbers that are not known."""
    if primaries not in PRIMARIES or transfer not in CURVES:
        return None
    return ColourSpace(PRIMARIES[primaries], CURVES[transfer], narrow)


def is_possible(primaries: Primaries) -> bool:
    """Return whether these can be the colours of a screen: three different ones, and a white."""
    red, green, blue, white = np.array(primaries).reshape(4, 2)
    area = abs(np.linalg.det(np.array([green - red, blue - red]))) / 2
    return bool(min(red[1], green[1], blue[1]) >= 0 and white[1] > 0.1 and area > 0.01)


def to_srgb(image: Image.Image, space: ColourSpace, rows: Rows | None = None) -> Image.Image:
    """Convert an RGB picture in place.

    Args:
        rows: where to read code values from, if they have more bits than those of ``image``.
    """
    read = rows or (lambda top, bottom: np.asarray(image.crop((0, top, image.width, bottom))))
    height = max(1, _STRIP_PIXELS // image.width)
    for top in range(0, image.height, height):
        bottom = min(top + height, image.height)
        image.paste(Image.fromarray(srgb_values(read(top, bottom), space)), (0, top))
    return image


def srgb_values(codes: Codes, space: ColourSpace) -> NDArray[np.uint8]:
    """Return code values [..., 3] of 8 or 16 bits as sRGB of 8."""
    light = _light_table(space, codes.dtype.itemsize)[codes]
    if space.curve is hlg:
        luminance = light @ _to_xyz(space.primaries)[1].astype(np.float32)
        gain = luminance ** np.float32(_HLG_GAMMA - 1) * np.float32(_HLG_PEAK / REFERENCE_WHITE)
        light *= gain[..., np.newaxis]
    light = light @ _to_srgb_matrix(space.primaries).T
    # Anything brighter than the white of an ordinary picture is white, as without HDR.
    levels = np.clip(light, 0, 1, out=light)
    levels *= _LEVELS - 1
    values: NDArray[np.uint8] = _code_table()[levels.astype(np.uint16)]
    return values


@lru_cache(maxsize=4)
def _light_table(space: ColourSpace, size: int) -> NDArray[np.float32]:
    """Return the light of every code value of ``size`` bytes."""
    code = np.arange(1 << 8 * size) / ((1 << 8 * size) - 1)
    if space.narrow:
        code = np.clip((code * 255 - 16) / 219, 0, 1)
    return space.curve(code).astype(np.float32)


@lru_cache(maxsize=1)
def _code_table() -> NDArray[np.uint8]:
    """Return the sRGB code value of every level of light."""
    light = (np.arange(_LEVELS) + 0.5) / _LEVELS
    return np.rint(255 * srgb_encoded(light)).astype(np.uint8)


@lru_cache(maxsize=4)
def _to_srgb_matrix(primaries: Primaries) -> NDArray[np.float32]:
    """Return the matrix from linear RGB of other primaries to that of sRGB, white to white."""
    whites = [_white(each) for each in (primaries, BT709)]
    from_white, to_white = (_BRADFORD @ white for white in whites)
    adapted = np.linalg.inv(_BRADFORD) @ np.diag(to_white / from_white) @ _BRADFORD
    matrix: NDArray[np.float64] = np.linalg.inv(_to_xyz(BT709)) @ adapted @ _to_xyz(primaries)
    return matrix.astype(np.float32)


def _to_xyz(primaries: Primaries) -> NDArray[np.float64]:
    """Return the matrix from linear RGB to CIE XYZ (SMPTE RP 177)."""
    xy = np.array(primaries[:6]).reshape(3, 2).T
    columns = np.vstack([xy, 1 - xy.sum(axis=0)])
    scale: NDArray[np.float64] = np.linalg.solve(columns, _white(primaries))
    return columns * scale


def _white(primaries: Primaries) -> NDArray[np.float64]:
    x, y = primaries[6:]
    return np.array([x / y, 1, (1 - x - y) / y])
