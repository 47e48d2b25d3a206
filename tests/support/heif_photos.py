"""HEIC files of one picture, of tiles, and as phones write them."""

from dataclasses import replace
from functools import cache

import pytest
from PIL import Image

from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.vision.imaging import decode
from support import heif, photos

# Pixels, width and height: what the models ask for, and what the files hold.
WANTED = (640, 480)
SIZE = (480, 360)


@cache
def picture() -> Image.Image:
    return photos.picture(*SIZE)


@cache
def coded() -> heif.Part:
    return heif.coded(picture())


@cache
def tiles() -> tuple[heif.Part, ...]:
    return tuple(heif.tiled(picture(), 128))


def single(*properties: bytes) -> bytes:
    """Return a file of one coded picture with these properties."""
    return heif.write([coded().with_properties(*properties)])


def rejection(content: bytes) -> RejectionCode:
    """Return why a file is rejected."""
    with pytest.raises(PhotoRejectedError) as caught:
        decode(content, wanted=WANTED)
    return caught.value.code


def attached(part: heif.Part, kind: bytes) -> heif.Part:
    """Return a part that refers to the first item, as thumbnails and masks do."""
    return replace(part, references={kind: [1]})


def from_a_phone() -> bytes:
    """Return a file with the parts by which phones surround a picture."""
    gain = heif.full_box(b"auxC", b"urn:com:apple:photo:2020:aux:hdrgainmap\0")
    depth = heif.full_box(b"auxC", b"urn:mpeg:hevc:2015:auxid:2\0")
    small = heif.coded(picture().resize((128, 96)))
    exif = heif.Part(b"Exif", bytes(4) + b"Exif\0\0MM\0*\0\0\0\x08" + bytes(6))
    grid, *rest = tiles()
    return heif.write(
        [
            grid.with_properties(heif.rotation(3)),
            *rest,
            attached(small, b"thmb"),
            attached(small.with_properties(gain), b"auxl"),
            attached(small.with_properties(depth), b"auxl"),
            attached(exif, b"cdsc"),
            attached(heif.Part(b"mime", b"<x:xmpmeta/>"), b"cdsc"),
        ]
    )


def without(part: heif.Part, kind: bytes) -> heif.Part:
    """Return a part that lacks its properties of this kind."""
    return replace(part, properties=[box for box in part.properties if box[4:8] != kind])
