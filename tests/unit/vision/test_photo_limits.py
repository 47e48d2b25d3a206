"""Which photos are taken and which are not, to the pixel, the byte and the scan."""

import io
import zlib

import numpy as np
import pytest
from PIL import Image

from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.vision.imaging import MAX_PIXELS, decode, upright_jpeg
from scalp_core.vocabulary import MAX_PHOTO_BYTES
from support import photos

# As docs/threat-model.md names it; cameras write ten at the most.
MOST_SCANS = 64
START_OF_SCAN = b"\xff\xda"


def outcome(content: bytes) -> tuple[int, int] | RejectionCode:
    """Size of the photo, or why there is none."""
    try:
        photo = decode(content, wanted=(640, 480))
    except PhotoRejectedError as error:
        return error.code
    return photo.width, photo.height


@pytest.mark.parametrize(
    ("width", "height"), [(672, 224), (224, 672), (1500, 500), (500, 1500), (224, 224)]
)
def test_a_photo_may_be_three_times_as_long_as_wide(width: int, height: int) -> None:
    assert outcome(photos.huge_png(width, height)) == (width, height)


@pytest.mark.parametrize(
    ("width", "height"), [(673, 224), (224, 673), (1501, 500), (500, 1501), (1000, 300)]
)
def test_a_photo_longer_than_that_by_a_pixel_is_too_narrow(width: int, height: int) -> None:
    assert outcome(photos.huge_png(width, height)) is RejectionCode.IMAGE_TOO_NARROW


@pytest.mark.parametrize(("width", "height"), [(223, 224), (224, 223), (223, 669), (223, 10)])
def test_a_side_of_223_pixels_is_too_small(width: int, height: int) -> None:
    assert outcome(photos.huge_png(width, height)) is RejectionCode.IMAGE_TOO_SMALL


def test_a_turned_photo_has_the_same_limits() -> None:
    for width, height in ((672, 224), (224, 672)):
        turned = photos.with_orientation(Image.new("RGB", (width, height)), 6)
        assert outcome(turned) == (height, width)


def claiming(width: int, height: int) -> bytes:
    """A small PNG whose header says that it is of this size; its pixels end early."""
    png = photos.huge_png(8, 8)
    header = png[12:16] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + png[24:29]
    return png[:12] + header + zlib.crc32(header).to_bytes(4, "big") + png[33:]


def test_as_many_pixels_as_the_limit_are_looked_at_and_one_more_is_not() -> None:
    """A photo of exactly as many is 33 pixels high at most, and refused for that only."""
    assert MAX_PIXELS == 1_530_303 * 33
    assert MAX_PIXELS - 2 == 6353 * 7949, "the largest that is not too narrow"
    assert MAX_PIXELS + 1 == 6250 * 8080

    assert outcome(claiming(6353, 7949)) is RejectionCode.DAMAGED_IMAGE
    assert outcome(claiming(1_530_303, 33)) is RejectionCode.IMAGE_TOO_SMALL
    assert outcome(claiming(6250, 8080)) is RejectionCode.IMAGE_TOO_LARGE


def test_as_many_bytes_as_may_be_uploaded_are_looked_at_and_one_more_is_not() -> None:
    photo = photos.sample()
    filled = photo + bytes(MAX_PHOTO_BYTES - len(photo))

    assert outcome(filled) == (640, 480)
    assert outcome(filled + b"\0") is RejectionCode.FILE_TOO_LARGE
    assert MAX_PHOTO_BYTES == 10_485_760


def of_scans(number: int) -> bytes:
    """A whole progressive JPEG with so many scans: the last one, which refines, again and again."""
    whole = photos.encoded(photos.picture(256, 256), "JPEG", progressive=True)
    last = whole[whole.rindex(START_OF_SCAN) : -2]
    return whole[:-2] + last * (number - whole.count(START_OF_SCAN)) + whole[-2:]


def test_a_jpeg_of_64_scans_is_a_photo_and_of_65_is_none() -> None:
    assert of_scans(MOST_SCANS).count(START_OF_SCAN) == MOST_SCANS

    assert outcome(of_scans(MOST_SCANS - 1)) == (256, 256)
    assert outcome(of_scans(MOST_SCANS)) == (256, 256)
    assert outcome(of_scans(MOST_SCANS + 1)) is RejectionCode.DAMAGED_IMAGE
    assert outcome(of_scans(9 * MOST_SCANS)) is RejectionCode.DAMAGED_IMAGE


@pytest.mark.parametrize(("stored", "shown"), [(0, 0), (255, 0), (256, 1), (65_535, 255)])
def test_16_bit_grey_loses_its_lower_byte_and_nothing_else(stored: int, shown: int) -> None:
    grey = Image.fromarray(np.full((224, 224), stored, np.uint16))

    photo = decode(photos.encoded(grey, "PNG"), wanted=(640, 480))

    assert photo.image.getpixel((9, 9)) == (shown, shown, shown)


@pytest.mark.parametrize(
    ("size", "decoded"), [((2560, 1920), (1280, 960)), ((1920, 2560), (960, 1280))]
)
def test_a_jpeg_is_decoded_no_larger_than_is_wanted_whichever_way_it_lies(
    size: tuple[int, int], decoded: tuple[int, int]
) -> None:
    content = photos.encoded(Image.new("RGB", size), "JPEG")

    photo = decode(content, wanted=(1280, 960))

    assert photo.image.size == decoded
    assert (photo.width, photo.height) == size


def test_a_copy_for_research_is_as_large_as_is_asked_for_and_of_quality_92() -> None:
    content = photos.encoded(photos.picture(640, 480), "PNG")
    same = photos.encoded(photos.picture(320, 240), "JPEG", quality=92)

    for longest, size in ((320, (320, 240)), (639, (639, 479)), (640, (640, 480))):
        with Image.open(io.BytesIO(upright_jpeg(content, longest=longest))) as copy:
            assert copy.size == size
            with Image.open(io.BytesIO(same)) as other:
                assert copy.quantization == other.quantization
