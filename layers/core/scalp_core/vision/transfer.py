"""Transfer characteristics from code values to light (ITU-T H.273, table 3).

Curves take code values 0 … 1 and return light in which 1 is the white of an ordinary picture.
"""

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

Curve = Callable[[NDArray[np.float64]], NDArray[np.float64]]

# The white of an ordinary picture has 203 cd/m² in an HDR one (ITU-R BT.2408-7, 2.1).
REFERENCE_WHITE = 203.0
_PQ_PEAK = 10_000.0


def srgb(code: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return light by IEC 61966-2-1."""
    return np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)


def srgb_encoded(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return code values of light: the inverse of :func:`srgb`."""
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


@cache
def power(exponent: float) -> Curve:
    """Return a pure power, as of cathode-ray tubes."""
    return lambda code: code**exponent


def bt709(code: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return light by ITU-R BT.709, BT.601 and BT.2020, which share one curve."""
    return np.where(code < 4.5 * 0.0180539685, code / 4.5, _offset_power(code, 1.0992968268))


def smpte_240m(code: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return light by SMPTE ST 240."""
    return np.where(code < 4 * 0.0228, code / 4, _offset_power(code, 1.1115))


def _offset_power(code: NDArray[np.float64], gain: float) -> NDArray[np.float64]:
    return ((code + gain - 1) / gain) ** (1 / 0.45)


def pq(code: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return light by SMPTE ST 2084, whose code values stand for cd/m²."""
    root = code ** (32 / 2523)
    light = np.maximum(root - 3424 / 4096, 0) / (2413 / 128 - 2392 / 128 * root)
    return light ** (16384 / 2610) * (_PQ_PEAK / REFERENCE_WHITE)


def hlg(code: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return light of the scene, at most 1, by ARIB STD-B67 (BT.2100-2, table 5)."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return np.where(code <= 0.5, code**2 / 3, (np.exp((code - c) / a) + b) / 12)


# By number; 2 means unspecified, which is sRGB (MIAF, ISO/IEC 23000-22, and PNG). 1, 6, 14 and 15
# are one curve; 11 and 12 extend it beyond 0 … 1, which is clipped here.
CURVES: dict[int, Curve] = {
    1: bt709,
    2: srgb,
    4: power(2.2),
    5: power(2.8),
    6: bt709,
    7: smpte_240m,
    8: power(1.0),
    11: bt709,
    12: bt709,
    13: srgb,
    14: bt709,
    15: bt709,
    16: pq,
    17: lambda code: code**2.6 * (52.37 / 48),
    18: hlg,
}
