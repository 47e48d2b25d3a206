"""Decode uploaded bytes into an upright sRGB picture, in bounded time and memory."""

import io
import struct
import warnings
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageCms, ImageOps
from PIL.Image import Transpose

from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.vision.colour import ColourSpace, to_srgb
from scalp_core.vision.deep_pixels import deep_to_srgb
from scalp_core.vision.file_colour import colour_of
from scalp_core.vision.heif.boxes import MalformedError
from scalp_core.vision.heif.checks import (
    ExcessiveError,
    TooManyPixelsError,
    UnsupportedError,
    checked,
    is_heif,
)
from scalp_core.vision.jpeg_structure import whole_picture
from scalp_core.vocabulary import MAX_PHOTO_BYTES, MAX_PIXELS

MIN_SIDE = 224
MAX_ASPECT = 3.0

_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
_ORIENTATION_TAG = 0x0112
# The transform that makes a picture of an EXIF orientation upright; 5 … 8 swap width and height.
_UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}

# What Pillow and libheif raise on broken content (test_imaging.py mutates real files).
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
    try:
        if image.format in ("JPEG", "MPO"):
            whole = whole_picture(content)
            image = image if whole is content else _open(whole)
        width, height = image.size
        image.draft("RGB", wanted if width >= height else wanted[::-1])
        colours = colour_of(image, content)
        converted = None
        if isinstance(colours, ColourSpace):
            converted = deep_to_srgb(image, colours)
        if converted is None:
            image = _loaded(image)
        orientation = _orientation(image)
        if converted is not None:
            image, colours = converted, None
        # One name for all steps: what a step has read is freed before the next, which is what
        # bounds the memory that a photo of MAX_PIXELS needs.
        if orientation != 1:
            image = image.transpose(_UPRIGHT[orientation])
        image = _flatten(image)
        if isinstance(colours, ColourSpace):
            image = to_srgb(image, colours)
        elif colours is not None:
            image = _by_profile(image, colours)
    except DECODE_ERRORS as error:
        raise PhotoRejectedError(RejectionCode.DAMAGED_IMAGE) from error
    return Photo(image, *((height, width) if orientation >= 5 else (width, height)))


def _loaded(image: Image.Image) -> Image.Image:
    """Return the picture decoded; of several pictures in a HEIC, each access decodes one anew."""
    if image.format == "HEIF" and getattr(image, "is_animated", False):
        return image.copy()
    image.load()
    return image


def _orientation(image: Image.Image) -> int:
    """Return EXIF's orientation 1 … 8; 1 where EXIF is unreadable, as the picture may be intact."""
    try:
        stored = image.getexif().get(_ORIENTATION_TAG)
    except DECODE_ERRORS:
        return 1
    return stored if stored in _UPRIGHT else 1


def upright_jpeg(content: bytes, *, longest: int) -> bytes:
    """Return an uploaded photo as an upright sRGB JPEG without metadata.

    Args:
        longest: pixels of the long side at the most.

    Raises:
        PhotoRejectedError: as :func:`decode` does.
    """
    image = decode(content, wanted=(longest, longest)).image
    image.thumbnail((longest, longest))
    # A new picture: Pillow passes on a JPEG's comment, and may pass on more one day.
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=92)
    return written.getvalue()


def load_decoders() -> None:
    """Load lazily loaded modules now, before the process is forked."""
    _register_heif()
    Image.init()
    ImageCms.createProfile("sRGB")


@cache
def _register_heif() -> None:
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False)


def _open(content: bytes) -> Image.Image:
    _register_heif()
    try:
        content = checked(content, max_pixels=MAX_PIXELS)
    except TooManyPixelsError as error:
        raise PhotoRejectedError(RejectionCode.IMAGE_TOO_LARGE) from error
    except UnsupportedError as error:
        raise PhotoRejectedError(RejectionCode.NOT_AN_IMAGE) from error
    except (MalformedError, ExcessiveError) as error:
        raise PhotoRejectedError(RejectionCode.DAMAGED_IMAGE) from error
    try:
        with warnings.catch_warnings():
            # Pillow warns between one and two times its own limit; ours below decides.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(content), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise PhotoRejectedError(RejectionCode.IMAGE_TOO_LARGE) from error
    except DECODE_ERRORS as error:
        damaged = is_heif(content)
        code = RejectionCode.DAMAGED_IMAGE if damaged else RejectionCode.NOT_AN_IMAGE
        raise PhotoRejectedError(code) from error


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise PhotoRejectedError(RejectionCode.IMAGE_TOO_LARGE)
    if min(width, height) < MIN_SIDE:
        raise PhotoRejectedError(RejectionCode.IMAGE_TOO_SMALL)
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise PhotoRejectedError(RejectionCode.IMAGE_TOO_NARROW)


def _flatten(image: Image.Image) -> Image.Image:
    """Return RGB over white; 16-bit grey is scaled, because Pillow's own conversion clips it."""
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


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert to sRGB: phones use Display P3, and red skin would look too pale unconverted."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken or non-RGB profile: the pixels are still the best that is known
    return converted or image
