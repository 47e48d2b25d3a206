"""Read a file's colour space: an ICC profile, numbers, or none, which means sRGB."""

import struct

from PIL import Image

from scalp_core.vision.colour import BT709, ColourSpace, Primaries, from_numbers, is_possible
from scalp_core.vision.transfer import Curve, power, srgb

# File gammas that are sRGB's: 45455, as the PNG specification gives it, and what rounding makes.
_SRGB_GAMMA, _GAMMA_TOLERANCE = 0.45455, 0.01
# Plausible gammas, from linear light to those of cathode-ray tubes; others are mistakes.
_GAMMAS = (0.2, 1.0)


def colour_of(image: Image.Image, content: bytes) -> bytes | ColourSpace | None:
    """Return an opened file's ICC profile or colour space; ``None`` if its colours are sRGB.

    Of several statements the one counts that the format puts first: cICP, iCCP, sRGB, then gAMA
    and cHRM in PNG (third edition, 4.3), the ICC profile before nclx in HEIF (ISO/IEC 23008-12,
    6.5.5). JPEG and WebP have profiles only.
    """
    numbers = None
    if image.format == "PNG":
        numbers = _cicp(content)
    profile: bytes | None = image.info.get("icc_profile")
    if numbers is None and profile:
        return profile
    if numbers is None:
        numbers = _nclx(image) if image.format == "HEIF" else _gamma_and_chromaticities(image)
    return None if numbers is None or numbers.is_srgb else numbers


def _nclx(image: Image.Image) -> ColourSpace | None:
    """Return HEIF's colour space; the decoder applies range and matrix."""
    stated = image.info.get("nclx_profile")
    if not stated:
        return None
    return from_numbers(stated["color_primaries"], stated["transfer_characteristics"])


def _cicp(content: bytes) -> ColourSpace | None:
    """Return the colour space of a PNG's chunk cICP, which precedes the pixels."""
    at = 8
    while at + 8 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        if name == b"IDAT":
            break
        if name == b"cICP" and length == 4:
            primaries, transfer, matrix, full_range = content[at + 8 : at + 12]
            known = matrix == 0 and full_range in (0, 1)
            return from_numbers(primaries, transfer, narrow=not full_range) if known else None
        at += 12 + length
    return None


def _gamma_and_chromaticities(image: Image.Image) -> ColourSpace | None:
    """Return the colour space of a PNG's gAMA and cHRM; sRGB's value for a missing one."""
    gamma: float | None = image.info.get("gamma")
    stated: tuple[float, ...] | None = image.info.get("chromaticity")
    if "srgb" in image.info or (gamma is None and stated is None):
        return None
    curve: Curve = srgb
    if gamma is not None and abs(gamma - _SRGB_GAMMA) > _GAMMA_TOLERANCE:
        if not _GAMMAS[0] <= gamma <= _GAMMAS[1]:
            return None
        curve = power(1 / gamma)
    return ColourSpace(_primaries(stated) if stated else BT709, curve)


def _primaries(stated: tuple[float, ...]) -> Primaries:
    """Return the primaries of cHRM, white first; sRGB's for impossible values."""
    white, red, green, blue = zip(stated[::2], stated[1::2], strict=True)
    primaries: Primaries = (*red, *green, *blue, *white)
    return primaries if is_possible(primaries) else BT709
