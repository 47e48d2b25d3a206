"""Photos for tests, all made from the rendered sample."""

import io
import struct
import zlib
from functools import cache
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "infra" / "local" / "sample" / "scalp.jpg"


@cache
def sample() -> bytes:
    """The sample photo as it lies in the repository: 640 × 480 JPEG."""
    return SAMPLE.read_bytes()


def picture(width: int = 640, height: int = 480) -> Image.Image:
    """The sample photo in another size."""
    return _resized(width, height).copy()


@cache
def _resized(width: int, height: int) -> Image.Image:
    return _decoded().resize((width, height))


@cache
def _decoded() -> Image.Image:
    return Image.open(io.BytesIO(sample())).convert("RGB")


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """``image`` as a file of ``kind``."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def heic(image: Image.Image, **metadata: bytes) -> bytes:
    """``image`` as iPhones store it, with ``exif`` and ``xmp`` if given."""
    import pillow_heif

    buffer = io.BytesIO()
    # The encoder's search for fewer bytes would take ten times as long.
    hasty = {"preset": "ultrafast"}
    pillow_heif.from_pillow(image).save(buffer, quality=80, enc_params=hasty, **metadata)
    return buffer.getvalue()


def with_orientation(image: Image.Image, orientation: int) -> bytes:
    """A JPEG whose EXIF says how to turn it; ``image`` is how it is stored."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(image, "JPEG", quality=90, exif=exif)


def png_chunk(name: bytes, data: bytes) -> bytes:
    """One chunk of a PNG with its checksum."""
    body = name + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def huge_png(
    width: int, height: int, *, channels: int = 1, depth: int = 8, extra: bytes = b""
) -> bytes:
    """A valid PNG of any size: small as a file, huge when decoded.

    Args:
        channels: 1 grey, 2 grey with transparency, 3 colours, 4 colours with transparency.
        depth: bits of a channel, 8 or 16.
        extra: chunks before the pixels.
    """
    packer = zlib.compressobj(1)
    row = bytes(width * channels * depth // 8 + 1)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    kind = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0))
    end = png_chunk(b"IDAT", pixels) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + extra + end


def damaged_png() -> bytes:
    """A whole PNG in which some pixels are not what was written."""
    content = bytearray(encoded(picture(), "PNG"))
    at = len(content) // 2
    content[at : at + 8] = bytes(8)
    return bytes(content)
