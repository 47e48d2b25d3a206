"""The sample's colours as other colour spaces write them, by the standards' own formulas.

Written anew, the other way round than the product reads them.
"""

import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from support import photos

Values = NDArray[np.float64]

# ITU-T H.273, table 2: CIE x and y of red, green, blue and white.
PRIMARIES = {
    1: (0.640, 0.330, 0.300, 0.600, 0.150, 0.060, 0.3127, 0.3290),
    5: (0.640, 0.330, 0.290, 0.600, 0.150, 0.060, 0.3127, 0.3290),
    6: (0.630, 0.340, 0.310, 0.595, 0.155, 0.070, 0.3127, 0.3290),
    9: (0.708, 0.292, 0.170, 0.797, 0.131, 0.046, 0.3127, 0.3290),
    12: (0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.3127, 0.3290),
}
SDR_WHITE = 203  # cd/m²: ITU-R BT.2408


def to_xyz(primaries: int) -> Values:
    """From linear RGB to CIE XYZ."""
    xy = np.array(PRIMARIES[primaries]).reshape(4, 2)
    *columns, white = np.array([[x / y, 1, (1 - x - y) / y] for x, y in xy])
    scaled: Values = np.array(columns).T * np.linalg.solve(np.array(columns).T, white)
    return scaled


def light(image: Image.Image, primaries: int) -> Values:
    """An sRGB picture as linear RGB 0 … 1 of other primaries."""
    value = np.asarray(image, float) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    moved: Values = np.clip(linear @ (np.linalg.inv(to_xyz(primaries)) @ to_xyz(1)).T, 0, 1)
    return moved


def _bt709(value: Values) -> Values:
    return np.where(value < 0.0180539, 4.5 * value, 1.0992968 * value**0.45 - 0.0992968)


def _srgb(value: Values) -> Values:
    return np.where(value <= 0.0031308, 12.92 * value, 1.055 * value ** (1 / 2.4) - 0.055)


def _smpte_240m(value: Values) -> Values:
    return np.where(value < 0.0228, 4 * value, 1.1115 * value**0.45 - 0.1115)


def _pq(value: Values) -> Values:
    power = (value * SDR_WHITE / 10_000) ** (2610 / 16384)
    return ((3424 / 4096 + 2413 / 128 * power) / (1 + 2392 / 128 * power)) ** (2523 / 32)


def _hlg(scene: Values) -> Values:
    above = 0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073
    return np.where(scene <= 1 / 12, np.sqrt(3 * scene), above)


CURVES: dict[int, Callable[[Values], Values]] = {
    1: _bt709,
    4: lambda value: value ** (1 / 2.2),
    5: lambda value: value ** (1 / 2.8),
    6: _bt709,
    7: _smpte_240m,
    8: lambda value: value,
    13: _srgb,
    14: _bt709,
    15: _bt709,
    16: _pq,
}


def written(image: Image.Image, primaries: int, transfer: int) -> Values:
    """An sRGB picture as code values 0 … 1 of the colour space with these numbers of H.273."""
    linear = light(image, primaries)
    if transfer != 18:
        return CURVES[transfer](linear)
    display = linear * SDR_WHITE / 1000  # of the peak of BT.2100's display
    luminance = np.maximum(display @ to_xyz(primaries)[1], 1e-9)
    return _hlg(np.clip(display * luminance[..., np.newaxis] ** (1 / 1.2 - 1), 0, 1))


def heic(
    values: Values,
    primaries: int,
    transfer: int,
    *,
    bits: int = 8,
    before: Values | None = None,
    **more: object,
) -> bytes:
    """Code values as a HEIC that says by ``nclx`` what they are.

    Args:
        before: another picture that stands in the file before the one that is shown.
        more: options of pillow_heif.
    """
    import pillow_heif

    file = pillow_heif.HeifFile()  # type: ignore[no-untyped-call]  # its __init__ has no types
    for picture in (values,) if before is None else (before, values):
        height, width, _ = picture.shape
        mode, highest, kind = ("RGB", 255, "u1") if bits == 8 else ("RGB;16", 65535, "<u2")
        data = np.rint(picture * highest).astype(kind).tobytes()
        file.add_frombytes(mode, (width, height), data)
    more = {"enc_params": {"preset": "ultrafast"}} | more
    options = {"quality": -1, "chroma": 444, "matrix_coefficients": 6, "full_range_flag": 1} | more
    options["primary_index"] = len(file) - 1
    buffer = io.BytesIO()
    file.save(buffer, color_primaries=primaries, transfer_characteristics=transfer, **options)
    return buffer.getvalue()


def png(values: Values, *chunks: bytes, bits: int = 8) -> bytes:
    """Code values as a PNG, with these chunks before the pixels."""
    height, width, _ = values.shape
    scaled = np.rint(values * ((1 << bits) - 1)).astype(f">u{bits // 8}")
    rows = b"".join(b"\0" + row.tobytes() for row in scaled)
    header = struct.pack(">IIBBBBB", width, height, bits, 2, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            photos.png_chunk(b"IHDR", header),
            *chunks,
            photos.png_chunk(b"IDAT", zlib.compress(rows, 1)),
            photos.png_chunk(b"IEND", b""),
        )
    )


def cicp(primaries: int, transfer: int, *, matrix: int = 0, full_range: int = 1) -> bytes:
    """The chunk of a PNG that says its colours by H.273's numbers."""
    return photos.png_chunk(b"cICP", bytes((primaries, transfer, matrix, full_range)))


def gama(gamma: float) -> bytes:
    """The chunk of a PNG that says its gamma."""
    return photos.png_chunk(b"gAMA", struct.pack(">I", round(gamma * 100_000)))


def chrm(primaries: int) -> bytes:
    """The chunk of a PNG that says its primaries."""
    *colours, white_x, white_y = PRIMARIES[primaries]
    stated = (white_x, white_y, *colours)
    return photos.png_chunk(b"cHRM", struct.pack(">8I", *(round(v * 100_000) for v in stated)))
