"""Decoding what people, and attackers, upload."""

import io
import tracemalloc
from contextlib import suppress
from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from scalp_core.errors import REJECTIONS, PhotoRejectedError, RejectionCode
from scalp_core.vision.imaging import decode
from scalp_core.vocabulary import MAX_MEGAPIXELS, MAX_PHOTO_BYTES, MAX_PIXELS
from support import photos

WANTED = (640, 480)


def rejection(content: bytes) -> RejectionCode:
    with pytest.raises(PhotoRejectedError) as caught:
        decode(content, wanted=WANTED)
    return caught.value.code


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean absolute difference of two pictures of one size, 0..255."""
    return float(np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16)).mean())


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {"quality": 95}),
        ("JPEG", {"quality": 95, "progressive": True}),
        ("PNG", {}),
        ("WEBP", {"quality": 95}),
    ],
)
def test_the_formats_of_phones_and_scopes_are_decoded(kind: str, options: dict) -> None:
    original = photos.picture()

    photo = decode(photos.encoded(original, kind, **options), wanted=WANTED)

    assert (photo.width, photo.height, photo.image.mode) == (640, 480, "RGB")
    assert difference(photo.image, original) < 8


def test_heic_is_decoded() -> None:
    original = photos.picture()

    photo = decode(photos.heic(original), wanted=WANTED)

    assert (photo.width, photo.height) == (640, 480)
    assert difference(photo.image, original) < 12


@pytest.mark.parametrize(
    ("orientation", "stored"),
    [
        (1, None),
        (2, Image.Transpose.FLIP_LEFT_RIGHT),
        (3, Image.Transpose.ROTATE_180),
        (4, Image.Transpose.FLIP_TOP_BOTTOM),
        (5, Image.Transpose.TRANSPOSE),
        (6, Image.Transpose.ROTATE_90),
        (7, Image.Transpose.TRANSVERSE),
        (8, Image.Transpose.ROTATE_270),
        (9, None),
    ],
)
def test_exif_orientation_is_applied(orientation: int, stored: Image.Transpose | None) -> None:
    upright = photos.picture()
    upright.paste("white", (0, 0, 200, 100))  # no symmetry
    raw = upright if stored is None else upright.transpose(stored)

    photo = decode(photos.with_orientation(raw, orientation), wanted=WANTED)

    assert (photo.width, photo.height) == (640, 480)
    assert difference(photo.image, upright) < 8


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_unreadable_exif_does_not_spoil_a_whole_picture(kind: str) -> None:
    original = photos.picture()

    photo = decode(photos.encoded(original, kind, exif=b"Exif\0\0" + bytes(40)), wanted=WANTED)

    assert (photo.width, photo.height) == (640, 480)
    assert difference(photo.image, original) < 12


def test_a_large_jpeg_is_decoded_small_but_its_upright_size_is_reported() -> None:
    content = photos.with_orientation(photos.picture(4032, 3024), 6)

    photo = decode(content, wanted=WANTED)

    assert (photo.width, photo.height) == (3024, 4032)
    assert photo.image.height <= 1100
    assert min(photo.image.size) >= 480


def test_transparency_becomes_white() -> None:
    image = photos.picture().convert("RGBA")
    image.paste((10, 20, 30, 0), (0, 0, 100, 100))

    photo = decode(photos.encoded(image, "PNG"), wanted=WANTED)

    assert photo.image.getpixel((50, 50)) == (255, 255, 255)


def test_a_palette_with_transparency_becomes_rgb_over_white() -> None:
    image = photos.picture().convert("P")

    photo = decode(photos.encoded(image, "PNG", transparency=image.getpixel((0, 0))), wanted=WANTED)

    assert photo.image.mode == "RGB"
    assert photo.image.getpixel((0, 0)) == (255, 255, 255)


def test_16_bit_grey_is_scaled_and_not_clipped() -> None:
    grey = np.full((480, 640), 32768, np.uint16)
    content = photos.encoded(Image.fromarray(grey), "PNG")

    photo = decode(content, wanted=WANTED)

    assert photo.image.getpixel((5, 5)) == (128, 128, 128)


def test_cmyk_becomes_rgb() -> None:
    original = photos.picture()

    photo = decode(photos.encoded(original.convert("CMYK"), "JPEG", quality=95), wanted=WANTED)

    assert difference(photo.image, original) < 10


def test_a_colour_profile_is_honoured() -> None:
    linear = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    original = photos.picture()

    same = decode(photos.encoded(original, "PNG", icc_profile=srgb), wanted=WANTED)
    useless = decode(photos.encoded(original, "PNG", icc_profile=linear), wanted=WANTED)
    broken = decode(photos.encoded(original, "PNG", icc_profile=b"not a profile"), wanted=WANTED)

    for photo in (same, useless, broken):
        assert difference(photo.image, original) < 2


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_of_an_animation_the_first_frame_is_taken(kind: str) -> None:
    first = photos.picture()
    frames = [first.rotate(180), Image.new("RGB", first.size, "black")]

    photo = decode(
        photos.encoded(first, kind, save_all=True, append_images=frames, duration=100, quality=95),
        wanted=WANTED,
    )

    assert difference(photo.image, first) < 8


def test_files_that_are_no_photos_are_rejected_with_their_reason() -> None:
    whole = photos.sample()
    assert rejection(b"") is RejectionCode.EMPTY_FILE
    assert rejection(b"this is a text file\n" * 100) is RejectionCode.NOT_AN_IMAGE
    assert rejection(b"<svg xmlns='http://www.w3.org/2000/svg'/>") is RejectionCode.NOT_AN_IMAGE
    assert rejection(b"%PDF-1.7\n" + whole) is RejectionCode.NOT_AN_IMAGE
    assert rejection(whole[: len(whole) // 2]) is RejectionCode.DAMAGED_IMAGE
    assert rejection(bytes(MAX_PHOTO_BYTES + 1)) is RejectionCode.FILE_TOO_LARGE


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "BMP", "ICO"])
def test_other_image_formats_are_rejected(kind: str) -> None:
    assert rejection(photos.encoded(photos.picture(256, 256), kind)) is RejectionCode.NOT_AN_IMAGE


@pytest.mark.parametrize(
    ("width", "height", "code"),
    [
        (1, 1, RejectionCode.IMAGE_TOO_SMALL),
        (640, 223, RejectionCode.IMAGE_TOO_SMALL),
        (300, 1000, RejectionCode.IMAGE_TOO_NARROW),
        (20_000, 10_000, RejectionCode.IMAGE_TOO_LARGE),
        (60_000, 60_000, RejectionCode.IMAGE_TOO_LARGE),
        (9_248, 6_936, RejectionCode.IMAGE_TOO_LARGE),  # phones of 64 megapixels
        (9_000, 5_612, RejectionCode.IMAGE_TOO_LARGE),  # just above MAX_PIXELS
    ],
)
def test_sizes_that_show_no_scalp_or_too_much_are_rejected(
    width: int, height: int, code: RejectionCode
) -> None:
    content = photos.huge_png(width, height if width * height < 1e6 else 1)
    if width * height >= 1e6:  # the header alone decides
        content = content[:20] + height.to_bytes(4, "big") + content[24:]
        content = _with_header_checksum(content)

    assert rejection(content) is code


@pytest.mark.parametrize(("width", "height"), [(8160, 6144), (6144, 8192), (8688, 5792)])
def test_what_is_sold_as_50_megapixels_passes(width: int, height: int) -> None:
    photo = decode(photos.encoded(Image.new("L", (width, height)), "JPEG"), wanted=WANTED)

    assert (photo.width, photo.height) == (width, height)


def test_the_stated_limit_is_the_one_that_holds() -> None:
    sentence = REJECTIONS[RejectionCode.IMAGE_TOO_LARGE]

    assert 9_000 * 5_611 <= MAX_PIXELS < 9_000 * 5_612
    assert round(MAX_PIXELS / 1_000_000) == MAX_MEGAPIXELS
    assert f"{MAX_MEGAPIXELS} megapixels" in sentence.en
    assert f"{MAX_MEGAPIXELS * 100}만 화소" in sentence.ko
    for page in ("README.md", "docs/threat-model.md"):
        assert f"{MAX_MEGAPIXELS} megapixels" in (photos.ROOT / page).read_text("utf-8")


def _with_header_checksum(png: bytes) -> bytes:
    import zlib

    return png[:29] + zlib.crc32(png[12:29]).to_bytes(4, "big") + png[33:]


def test_a_bomb_is_rejected_without_being_decoded() -> None:
    content = photos.huge_png(8_000, 7_000)
    tracemalloc.start()

    assert rejection(content) is RejectionCode.IMAGE_TOO_LARGE

    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
    assert MAX_PIXELS < 8_000 * 7_000


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    kind=st.sampled_from(["JPEG", "PNG", "WEBP", "HEIF"]),
    edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8),
    kept=st.floats(0.2, 1),
)
def test_damaged_files_end_in_a_photo_or_a_rejection(
    kind: str, edits: list[tuple[float, int]], kept: float
) -> None:
    content = bytearray(_file(kind))
    for place, value in edits:
        content[int(place * (len(content) - 1))] = value
    content = content[: int(kept * len(content))]

    with suppress(PhotoRejectedError):
        assert decode(bytes(content), wanted=WANTED).image.mode == "RGB"


@cache
def _file(kind: str) -> bytes:
    small = photos.picture(256, 240)
    return photos.heic(small) if kind == "HEIF" else photos.encoded(small, kind)


def test_every_rejection_has_a_sentence_that_says_what_to_do() -> None:
    assert set(REJECTIONS) == set(RejectionCode)
    for sentence in REJECTIONS.values():
        assert sentence.en.endswith(".")
        assert sentence.ko.endswith("요.")
        assert any("가" <= letter <= "힣" for letter in sentence.ko)


def test_a_multi_picture_jpeg_gives_its_first_picture() -> None:
    buffer = io.BytesIO()
    first = photos.picture()
    first.save(buffer, "MPO", save_all=True, append_images=[photos.picture().rotate(180)])

    assert difference(decode(buffer.getvalue(), wanted=WANTED).image, first) < 8
