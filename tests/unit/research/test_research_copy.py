"""What leaves a photo on its way to research, and what stays."""

import io
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from scalp_core.assessments.assess import consented_record
from scalp_core.research.model import digest
from scalp_core.vision.imaging import upright_jpeg
from support import photos
from support.results import pending, result

SECRET = "taken in Jung-gu by Kim"
# Tables, frame, scan: what a decoder needs. APP0 (JFIF) says no more than "JPEG".
NEEDED = {0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA, 0xDD}


def segments(jpeg: bytes) -> set[int]:
    """Markers of a JPEG up to its first scan."""
    found, at = set(), 2
    while True:
        assert jpeg[at] == 0xFF
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        found.add(marker)
        if marker == 0xDA:
            return found
        at += 2 + length


def with_metadata(kind: str, *, profile: bool) -> bytes:
    """A photo whose file says all that its format has room for.

    Args:
        profile: with one of colours, which makes the decoder convert the picture.
    """
    exif = Image.Exif()
    exif[0x010E] = SECRET
    more: dict[str, object] = {"exif": exif}
    if profile:
        colours = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        more |= {"icc_profile": colours.tobytes()}
    if kind == "JPEG":
        more |= {"comment": SECRET.encode(), "xmp": f"<x>{SECRET}</x>".encode(), "dpi": (72, 72)}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", SECRET)
        text.add_itxt("XML:com.adobe.xmp", SECRET)
        more |= {"pnginfo": text}
    if kind == "WEBP":
        more |= {"xmp": f"<x>{SECRET}</x>".encode()}
    return photos.encoded(photos.picture(), kind, **more)


@pytest.mark.parametrize("profile", [True, False])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_copy_says_nothing_but_its_pixels(kind: str, profile: bool) -> None:
    content = with_metadata(kind, profile=profile)
    assert SECRET.encode() in content

    copy = upright_jpeg(content, longest=2048)

    assert segments(copy) <= NEEDED
    assert SECRET.encode() not in copy


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_copy_is_upright_without_saying_so(orientation: int) -> None:
    content = photos.with_orientation(photos.picture(), orientation)

    with Image.open(io.BytesIO(upright_jpeg(content, longest=2048))) as copy:
        assert copy.size == ((480, 640) if orientation >= 5 else (640, 480))
        assert not copy.getexif()


@settings(max_examples=20)
@given(width=st.integers(300, 900), height=st.integers(300, 900), longest=st.integers(256, 1000))
def test_a_copy_keeps_its_shape_and_is_never_larger(width: int, height: int, longest: int) -> None:
    content = photos.encoded(photos.picture(width, height), "JPEG", quality=80)

    with Image.open(io.BytesIO(upright_jpeg(content, longest=longest))) as copy:
        assert max(copy.size) == min(longest, max(width, height))
        assert abs(copy.width / copy.height - width / height) < 0.02


def test_a_copy_shows_what_the_photo_shows() -> None:
    with Image.open(io.BytesIO(upright_jpeg(photos.sample(), longest=2048))) as copy:
        one, other = np.asarray(copy, np.int16), np.asarray(photos.picture(), np.int16)
    assert np.abs(one - other).mean() < 3


def test_no_record_is_made_of_who_did_not_agree() -> None:
    now = datetime.now(UTC)
    made = consented_record(pending(), result(), b"x", at=now, lifetime=timedelta(days=1))
    assert made is None


def test_a_record_holds_the_day_and_not_the_time() -> None:
    agreed = pending().model_copy(update={"research_consent_version": "v"})
    at = datetime(2026, 11, 23, 14, 25, 36, tzinfo=UTC)

    made = consented_record(agreed, result(), b"x", at=at, lifetime=timedelta(days=365))

    assert made is not None
    assert made.pending_copy_sha256 == digest(b"x")
    assert made.expires_at == datetime(2027, 11, 23, tzinfo=UTC)
    assert "14:2" not in made.model_dump_json()
    assert agreed.id not in made.model_dump_json()
