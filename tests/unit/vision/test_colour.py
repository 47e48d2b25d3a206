"""Photos that say by numbers what their colours are, against the same photo in sRGB."""

import io
from itertools import product

import numpy as np
import pytest
from PIL import Image, ImageCms

from scalp_core.vision.imaging import decode
from support import colours, photos

# What phones and converters write: BT.709, BT.601 in both kinds, BT.2020, Display P3.
PRIMARIES = (1, 5, 6, 9, 12)
TRANSFERS = (1, 4, 5, 6, 7, 8, 13, 14, 15, 16, 18)
WANTED = (240, 240)


@pytest.fixture(scope="module")
def original() -> Image.Image:
    return photos.picture(240, 240)


def decoded(content: bytes) -> Image.Image:
    return decode(content, wanted=WANTED).image


def error(image: Image.Image, original: Image.Image) -> float:
    """Mean absolute difference, 0 … 255."""
    return float(np.abs(np.asarray(image, int) - np.asarray(original, int)).mean())


def redness(image: Image.Image) -> float:
    red, green, blue = np.moveaxis(np.asarray(image, float), -1, 0)
    return float((red - (green + blue) / 2).mean())


# Curves and primaries have nothing to do with each other, so not each with each.
@pytest.mark.parametrize(
    ("primaries", "transfer"),
    [*product((1, 12), TRANSFERS), *product(set(PRIMARIES) - {1, 12}, (13, 16))],
)
def test_a_png_whose_colours_stand_in_numbers_has_those_of_the_original(
    original: Image.Image, primaries: int, transfer: int
) -> None:
    values = colours.written(original, primaries, transfer)

    photo = decoded(colours.png(values, colours.cicp(primaries, transfer)))

    assert error(photo, original) < 1
    assert redness(photo) == pytest.approx(redness(original), abs=0.3)


@pytest.mark.parametrize(
    ("primaries", "transfer", "bits"),
    [
        *((12, 13, 8), (12, 13, 10), (1, 1, 8), (9, 14, 10), (9, 16, 10), (12, 16, 10)),
        *((9, 18, 8), (9, 18, 10), (12, 18, 10), (1, 8, 10), (6, 6, 8), (5, 4, 8)),
    ],
)
def test_a_heic_whose_colours_stand_in_numbers_has_those_of_the_original(
    original: Image.Image, primaries: int, transfer: int, bits: int
) -> None:
    values = colours.written(original, primaries, transfer)

    photo = decoded(colours.heic(values, primaries, transfer, bits=bits))

    assert error(photo, original) < 2.5
    assert redness(photo) == pytest.approx(redness(original), abs=0.6)


@pytest.mark.parametrize("bits", [8, 10])
def test_of_several_pictures_in_a_heic_the_shown_one_is_converted(
    original: Image.Image, bits: int
) -> None:
    values = colours.written(original, 12, 13)

    photo = decoded(colours.heic(values, 12, 13, bits=bits, before=values[::-1]))

    assert error(photo, original) < 2.5


@pytest.mark.parametrize(("matrix", "full_range"), [(9, 1), (9, 0), (1, 0), (0, 1)])
def test_matrix_and_range_of_a_heic_are_no_colours(
    original: Image.Image, matrix: int, full_range: int
) -> None:
    values = colours.written(original, 9, 16)
    options = {"matrix_coefficients": matrix, "full_range_flag": full_range}

    photo = decoded(colours.heic(values, 9, 16, bits=10, **options))

    assert redness(photo) == pytest.approx(redness(original), abs=0.6)


@pytest.mark.parametrize("kind", ["PNG", "HEIC"])
def test_hdr_photos_are_read_with_all_their_bits(original: Image.Image, kind: str) -> None:
    values = colours.written(original, 9, 16)
    flat = colours.png(values, colours.cicp(9, 16))
    deep = colours.png(values, colours.cicp(9, 16), bits=16)
    if kind == "HEIC":
        flat, deep = colours.heic(values, 9, 16), colours.heic(values, 9, 16, bits=10)

    assert error(decoded(deep), original) < 0.6 * error(decoded(flat), original)


def test_what_shines_brighter_than_white_is_white_and_changes_nothing_else(
    original: Image.Image,
) -> None:
    values = colours.written(original, 9, 16)
    values[:40] = 0.9  # some 3,900 cd/m²: a lamp

    photo = decoded(colours.png(values, colours.cicp(9, 16)))

    assert photo.getpixel((5, 5)) == (255, 255, 255)
    below = (0, 40, 240, 240)
    assert error(photo.crop(below), original.crop(below)) < 1


def test_a_turned_hdr_photo_is_upright(original: Image.Image) -> None:
    turned = original.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    chunk = photos.png_chunk(b"eXIf", exif.tobytes().removeprefix(b"Exif\0\0"))
    content = colours.png(colours.written(turned, 9, 16), colours.cicp(9, 16), chunk, bits=16)

    photo = decode(content, wanted=WANTED)

    assert (photo.width, photo.height) == (240, 240)
    assert error(photo.image, original) < 1


def test_grey_and_palette_are_converted_too(original: Image.Image) -> None:
    half = colours.CURVES[16](np.array(0.2159))  # sRGB's 128
    grey = Image.new("L", (240, 240), round(255 * float(half)))
    for image in (grey, grey.convert("P"), grey.convert("LA"), grey.convert("RGBA")):
        whole = photos.encoded(image, "PNG")
        content = whole[:33] + colours.cicp(9, 16) + whole[33:]
        assert decoded(content).getpixel((9, 9)) == pytest.approx((128, 128, 128), abs=3)


def test_narrow_range_is_widened(original: Image.Image) -> None:
    values = (colours.written(original, 12, 13) * 219 + 16) / 255

    photo = decoded(colours.png(values, colours.cicp(12, 13, full_range=0)))

    assert error(photo, original) < 1


# ── What stays, and which of several statements counts ──────────────────────────────────────────


def _srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _raw(image: Image.Image) -> colours.Values:
    return np.asarray(image, float) / 255


@pytest.mark.parametrize(
    "chunks",
    [
        (),
        (colours.cicp(1, 13),),
        (colours.cicp(2, 2),),
        (colours.cicp(99, 16),),
        (colours.cicp(9, 99),),
        (colours.cicp(9, 16, matrix=1),),
        (colours.gama(0.45455),),
        (colours.gama(0.45455), colours.chrm(1)),
        (colours.gama(0),),
        (colours.gama(50),),
        (photos.png_chunk(b"cHRM", bytes(32)),),
        (photos.png_chunk(b"sRGB", b"\0"), colours.gama(1.0), colours.chrm(9)),
        (colours.cicp(1, 13), colours.gama(1.0), colours.chrm(9)),
        (photos.png_chunk(b"cICP", b"\x09\x10"),),
    ],
)
def test_srgb_nothing_and_nonsense_stay_as_they_are(
    original: Image.Image, chunks: tuple[bytes, ...]
) -> None:
    assert error(decoded(colours.png(_raw(original), *chunks)), original) == 0


@pytest.mark.parametrize(
    ("primaries", "transfer", "chunks"),
    [
        (12, 13, (colours.chrm(12),)),
        (12, 13, (colours.chrm(12), colours.gama(0.45455))),
        (9, 4, (colours.chrm(9), colours.gama(1 / 2.2 + 0.02))),
        (1, 8, (colours.gama(1.0),)),
        (1, 5, (colours.gama(1 / 2.8),)),
    ],
)
def test_gamma_and_primaries_of_a_png_count(
    original: Image.Image, primaries: int, transfer: int, chunks: tuple[bytes, ...]
) -> None:
    photo = decoded(colours.png(colours.written(original, primaries, transfer), *chunks))

    assert error(photo, original) < (6 if transfer == 4 else 1)


def test_of_a_png_the_numbers_come_before_the_profile(original: Image.Image) -> None:
    values = colours.written(original, 9, 16)
    profiled = photos.encoded(
        Image.fromarray(np.rint(values * 255).astype(np.uint8)), "PNG", icc_profile=_srgb_profile()
    )
    content = profiled[:33] + colours.cicp(9, 16) + profiled[33:]

    assert redness(decoded(content)) == pytest.approx(redness(original), abs=0.3)


@pytest.mark.parametrize(("primaries", "transfer"), [(1, 13), (2, 2), (2, 13), (1, 2)])
def test_a_heic_in_srgb_stays_as_it_is(
    original: Image.Image, primaries: int, transfer: int
) -> None:
    content = colours.heic(_raw(original), primaries, transfer)

    assert decoded(content).tobytes() == Image.open(io.BytesIO(content)).convert("RGB").tobytes()
