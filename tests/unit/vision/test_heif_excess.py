"""HEIC files that are more work than a photo is, or another kind of file."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image

from scalp_core.errors import RejectionCode
from scalp_core.vision.heif.boxes import MalformedError
from scalp_core.vision.heif.checks import ExcessiveError, checked
from scalp_core.vision.heif.hevc import coded_pixels
from scalp_core.vision.heif.items import read
from scalp_core.vision.imaging import MAX_PIXELS
from support import heif, photos
from support.heif_photos import SIZE, coded, from_a_phone, rejection, single, tiles, without


def _chain(length: int) -> bytes:
    links = [heif.identity(*SIZE, number) for number in range(2, 2 + length)]
    return heif.write([*links, coded()])


def _fan(depth: int) -> bytes:
    """Pictures that are each laid twice onto the next."""
    layers = [heif.overlay(*SIZE, 2, number) for number in range(2, 2 + depth)]
    return heif.write([*layers, coded()])


def _turned_tiles() -> bytes:
    grid, *rest = tiles()
    turns = [heif.rotation()] * 60
    return heif.write([grid, *(tile.with_properties(*turns) for tile in rest)])


def _alpha_of_alpha() -> bytes:
    mask = heif.coded(Image.new("L", SIZE, 255)).with_properties(heif.alpha())
    return heif.write(
        [coded(), *(replace(mask, references={b"auxl": [number]}) for number in range(1, 20))]
    )


def _huge_tiles() -> bytes:
    """Each tile is decoded whole before its size is seen to be wrong."""
    large = heif.coded(Image.new("RGB", (2000, 1500)), quality=1, fast=True)
    lying = without(large, b"ispe").with_properties(heif.extent(128, 128))
    grid, *rest = tiles()
    return heif.write([grid, *[lying] * len(rest)])


EXCESSIVE: dict[str, Callable[[], bytes]] = {
    "turned 90 times": lambda: single(*[heif.rotation()] * 90),
    "turned 250 times": lambda: single(*[heif.rotation()] * 250),
    "turned twice": lambda: single(heif.rotation(), heif.rotation(3)),
    "mirrored twice": lambda: single(heif.mirror(), heif.mirror(1)),
    "cropped many times": lambda: single(*[heif.crop(480, 360)] * 200),
    "turned and mirrored in turns": lambda: single(*[heif.rotation(), heif.mirror()] * 20),
    "tiles that are turned": _turned_tiles,
    "a long chain": lambda: _chain(20),
    "a picture of itself": lambda: heif.write([heif.identity(*SIZE, 1), coded()]),
    "laid twice onto the next, 12 times": lambda: _fan(12),
    "laid onto one canvas 3,000 times": lambda: heif.write([heif.overlay(*SIZE, 3000, 2), coded()]),
    "transparency that is transparent": _alpha_of_alpha,
    "tiles that are larger than they say": _huge_tiles,
    "one tile many times": lambda: heif.write(
        [
            heif.grid(60, 60, 3840, 3840, [2] * 3600),
            without(tiles()[1], b"ispe").with_properties(heif.extent(4000, 4000)),
        ]
    ),
}


@pytest.mark.parametrize("name", EXCESSIVE)
def test_a_file_that_is_more_work_than_a_photo_is_refused_at_once(name: str) -> None:
    with pytest.raises((ExcessiveError, MalformedError)):
        checked(EXCESSIVE[name](), max_pixels=MAX_PIXELS)

    assert rejection(EXCESSIVE[name]()) is RejectionCode.DAMAGED_IMAGE


def test_items_that_share_their_bytes_are_refused() -> None:
    """A file of 10 MB whose 8,000 items are each all of it would be 80 GB to look at."""
    parts = [coded(), *[heif.Part(b"Exif", b"")] * 40]
    content = heif.write(parts)
    place = content.index(b"iloc") + 4 + 8
    first = content[place : place + 16]
    entries = b"".join(number.to_bytes(2, "big") + first[2:] for number in range(1, 1 + len(parts)))
    old = content[place : content.index(b"idat", place) - 4]
    size = len(entries) - len(old)
    content = content.replace(old, entries)
    for kind in (b"iloc", b"meta"):
        at = content.index(kind) - 4
        grown = int.from_bytes(content[at : at + 4], "big") + size
        content = content[:at] + grown.to_bytes(4, "big") + content[at + 4 :]
    offset = int.from_bytes(first[8:12], "big")
    content = content.replace(first[8:12], (offset + size).to_bytes(4, "big"))

    with pytest.raises(ExcessiveError, match="share"):
        checked(content, max_pixels=MAX_PIXELS)


def test_one_item_of_many_pictures_is_refused() -> None:
    many = replace(coded(), data=coded().data * 30)

    assert rejection(heif.write([many])) is RejectionCode.DAMAGED_IMAGE


@pytest.mark.parametrize("number", [1, 2])
def test_a_picture_that_is_too_large_on_the_way_is_too_large(number: int) -> None:
    """Cropped or not: all of it would have to be decoded."""
    huge = without(coded(), b"ispe").with_properties(heif.extent(20_000, 10_000))
    cropped = huge.with_properties(heif.crop(480, 360))

    content = heif.write([cropped if number == 1 else heif.identity(*SIZE, 2), huge])

    assert rejection(content) is RejectionCode.IMAGE_TOO_LARGE


def test_other_files_are_left_to_their_decoders() -> None:
    for content in (photos.sample(), b"", b"ftyp", heif.box(b"ftyp", b"avif", bytes(4))):
        assert checked(content, max_pixels=MAX_PIXELS) == content


def test_an_avif_is_not_an_image_that_is_taken() -> None:
    content = heif.write([coded()]).replace(b"heic", b"avif", 1)

    assert rejection(content) is RejectionCode.NOT_AN_IMAGE


@pytest.mark.parametrize("kind", [b"av01", b"jpeg", b"unci", b"tmap"])
def test_a_heif_of_another_coding_is_not_an_image_that_is_taken(kind: bytes) -> None:
    content = heif.write([replace(coded(), kind=kind), coded()])

    assert rejection(content) is RejectionCode.NOT_AN_IMAGE


@pytest.mark.parametrize("size", [(640, 480), (226, 230), (1000, 333)])
def test_the_size_that_a_decoder_will_make_is_read_from_its_parameters(
    size: tuple[int, int],
) -> None:
    item = read(heif.write([heif.coded(photos.picture(*size), fast=True)])).shown

    pixels = coded_pixels(item.property(b"hvcC"))

    assert size[0] * size[1] <= pixels <= (size[0] + 63) * (size[1] + 63)


def test_items_are_read_as_they_were_written() -> None:
    file = read(from_a_phone())

    assert file.shown.kind == b"grid"
    assert len(file.shown.references[b"dimg"]) == 12
    assert [box.kind for box in file.shown.properties] == [b"ispe", b"irot"]
    assert file.items[2].data() == tiles()[1].data
