"""From uploaded bytes to an upright sRGB picture, in bounded time and memory."""

import io
import struct
import warnings
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageCms, ImageOps

from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.vocabulary import MAX_PHOTO_BYTES

MAX_PIXELS = 50_000_000
MIN_SIDE = 224
MAX_ASPECT = 3.0

# Cameras write ten at the most, and a thumbnail's. A scan of 75 bytes can make the decoder go over
# the whole picture once more, so without a limit 10 MB would keep it busy for an hour.
MAX_JPEG_SCANS = 64

_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
_ORIENTATION_TAG = 0x0112
_START_OF_SCAN = b"\xff\xda"
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_TURNING = (5, 6, 7, 8)  # width and height change places

# What Pillow and libheif raise on broken content (tests/unit/test_imaging.py mutates real files).
DECODE_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    RuntimeError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    struct.error,
)


@dataclass(frozen=True)
class Photo:
    """A decoded photo.

    Attributes:
        image: upright RGB picture, possibly smaller than the original.
        width: width of the upright original in pixels.
        height: height of the upright original in pixels.
    """

    image: Image.Image
    width: int
    height: int


def decode(content: bytes, *, wanted: tuple[int, int]) -> Photo:
    """Decode an uploaded photo.

    Args:
        content: the file as uploaded.
        wanted: (long side, short side) in pixels that the caller needs at least; JPEGs are decoded
            at the next larger power-of-two fraction of their size.

    Raises:
        PhotoRejectedError: the file is empty, too large, not an image, damaged, or of a size or
            shape that shows no scalp.
    """
    if not content:
        raise PhotoRejectedError(RejectionCode.EMPTY_FILE)
    if len(content) > MAX_PHOTO_BYTES:
        raise PhotoRejectedError(RejectionCode.FILE_TOO_LARGE)
    image = _open(content)
    _check_size(*image.size)
    if image.format in ("JPEG", "MPO") and content.count(_START_OF_SCAN) > MAX_JPEG_SCANS:
        raise PhotoRejectedError(RejectionCode.DAMAGED_IMAGE)
    try:
        orientation = image.getexif().get(_ORIENTATION_TAG)
        width, height = image.size[::-1] if orientation in _TURNING else image.size
        image.draft("RGB", wanted if image.width >= image.height else wanted[::-1])
        profile = image.info.get("icc_profile")
        image.load()
        # One name for all steps: what a step has read is freed before the next, which is what
        # bounds the memory that a photo of MAX_PIXELS needs.
        image = _upright(image, orientation)
        image = _flatten(image)
        image = _to_srgb(image, profile)
    except DECODE_ERRORS as error:
        raise PhotoRejectedError(RejectionCode.DAMAGED_IMAGE) from error
    return Photo(image, width, height)


@cache
def _register_heif() -> None:
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False)


def _open(content: bytes) -> Image.Image:
    _register_heif()
    try:
        with warnings.catch_warnings():
            # Pillow warns between one and two times its own limit; ours below decides.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(content), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise PhotoRejectedError(RejectionCode.IMAGE_TOO_LARGE) from error
    except DECODE_ERRORS as error:
        raise PhotoRejectedError(RejectionCode.NOT_AN_IMAGE) from error


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise PhotoRejectedError(RejectionCode.IMAGE_TOO_LARGE)
    if min(width, height) < MIN_SIDE:
        raise PhotoRejectedError(RejectionCode.IMAGE_TOO_SMALL)
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise PhotoRejectedError(RejectionCode.IMAGE_TOO_NARROW)


def _upright(image: Image.Image, orientation: object) -> Image.Image:
    """As the camera was held; Pillow's own way writes the EXIF anew, and fails on broken ones."""
    method = _UPRIGHT.get(orientation) if isinstance(orientation, int) else None
    return image if method is None else image.transpose(method)


def _flatten(image: Image.Image) -> Image.Image:
    """RGB over white; 16-bit grey is scaled, because Pillow's own conversion clips it."""
    if image.mode == "RGB":
        return image
    if image.mode.startswith("I"):
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    if image.has_transparency_data:
        if image.mode != "RGBA":
            image = image.convert("RGBA")
        clear = ImageOps.invert(image.getchannel("A"))
        image = image.convert("RGB")
        image.paste("white", mask=clear)
        return image
    return image.convert("RGB")


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Phones photograph in Display P3; without conversion red skin would look paler than it is."""
    if not profile:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken or non-RGB profile: the pixels are still the best that is known
    return converted or image
