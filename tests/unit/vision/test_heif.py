"""HEIC files that are whole, that are not, and that are more work than a photo is."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from PIL import Image

from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.vision.heif.boxes import MalformedError, top_level
from scalp_core.vision.heif.checks import ExcessiveError, checked
from scalp_core.vision.heif.hevc import coded_pixels
from scalp_core.vision.heif.items import read
from scalp_core.vision.imaging import MAX_PIXELS, decode
from support import heif, photos

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
    return heif.write([coded().with_properties(*properties)])


def tiled() -> bytes:
    return heif.write(tiles())


def rejection(content: bytes) -> RejectionCode:
    with pytest.raises(PhotoRejectedError) as caught:
        decode(content, wanted=WANTED)
    return caught.value.code


def difference(one: Image.Image, other: Image.Image) -> float:
    return float(np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16)).mean())


def attached(part: heif.Part, kind: bytes) -> heif.Part:
    return replace(part, references={kind: [1]})


def transparent(source: heif.Part) -> list[heif.Part]:
    mask = heif.coded(Image.new("L", SIZE, 255)).with_properties(heif.alpha())
    return [source, attached(mask, b"auxl")]


def from_a_phone() -> bytes:
    """The parts of a phone's file that surround its picture."""
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


WHOLE: dict[str, tuple[Callable[[], bytes], Callable[[Image.Image], Image.Image]]] = {
    "one picture": (single, lambda image: image),
    "tiles": (tiled, lambda image: image),
    "a phone's": (from_a_phone, lambda image: image.transpose(Image.Transpose.ROTATE_270)),
    "turned": (
        lambda: single(heif.rotation()),
        lambda image: image.transpose(Image.Transpose.ROTATE_90),
    ),
    "turned, mirrored and cropped once each": (
        lambda: single(heif.crop(440, 320), heif.rotation(2), heif.mirror()),
        lambda image: image.crop((20, 20, 460, 340)).transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    ),
    "transparency": (lambda: heif.write(transparent(coded())), lambda image: image),
    "two pictures": (
        lambda: heif.write([heif.coded(Image.new("RGB", SIZE)), coded()], primary=2),
        lambda image: image,
    ),
    "a picture that is another": (
        lambda: heif.write([heif.identity(*SIZE, 2), coded()]),
        lambda image: image,
    ),
    "data within the meta box": (
        lambda: heif.write([replace(part, inside=True) for part in tiles()]),
        lambda image: image,
    ),
    "bytes behind": (lambda: tiled() + b"\x9f~anything" * 9, lambda image: image),
    "zeros behind": (lambda: tiled() + bytes(4096), lambda image: image),
    "a few bytes behind": (lambda: tiled() + b"abc", lambda image: image),
    "a box behind": (lambda: tiled() + heif.box(b"mpvd", bytes(999)), lambda image: image),
    "space behind": (lambda: tiled() + heif.box(b"free", bytes(9)), lambda image: image),
    "a box of 64 bits behind": (
        lambda: tiled() + b"\0\0\0\1mpvd" + (20).to_bytes(8, "big") + bytes(4),
        lambda image: image,
    ),
    "a video behind": (
        lambda: (
            tiled()
            + heif.box(b"ftyp", b"mp42", bytes(4))
            + heif.full_box(b"meta", heif.full_box(b"hdlr", bytes(4), b"mdta", bytes(13)))
            + heif.box(b"mdat", bytes(5000))[:4000]
        ),
        lambda image: image,
    ),
}


@pytest.mark.parametrize("name", WHOLE)
def test_whole_files_are_decoded(name: str) -> None:
    make, shown = WHOLE[name]

    photo = decode(make(), wanted=WANTED)

    upright = shown(picture())
    assert photo.image.size == upright.size
    assert difference(photo.image, upright) < 9


@pytest.mark.parametrize("make", [single, tiled, from_a_phone], ids=["one", "tiles", "phone"])
def test_a_file_cut_anywhere_is_damaged(make: Callable[[], bytes]) -> None:
    whole = make()
    few = [*range(len(whole) - 40, len(whole)), *range(16, 3000, 7), *range(3000, len(whole), 211)]

    for length in few:
        with pytest.raises(MalformedError):
            checked(whole[:length], max_pixels=MAX_PIXELS)
    assert rejection(whole[:-1]) is RejectionCode.DAMAGED_IMAGE
    assert rejection(whole[: len(whole) // 2]) is RejectionCode.DAMAGED_IMAGE


@pytest.mark.parametrize("length", [3, 16, 512, 4096])
@pytest.mark.parametrize("make", [single, tiled], ids=["one", "tiles"])
def test_a_file_with_a_hole_anywhere_in_its_pictures_is_damaged(
    make: Callable[[], bytes], length: int
) -> None:
    whole = make()
    data = next(box for box in top_level(whole) if box.kind == b"mdat")
    end = data.start + len(data.content)

    for at in range(data.start, end - length + 1, max(1, (end - data.start) // 120)):
        with pytest.raises(MalformedError):
            checked(whole[:at] + bytes(length) + whole[at + length :], max_pixels=MAX_PIXELS)
    assert rejection(whole[: end - length] + bytes(length)) is RejectionCode.DAMAGED_IMAGE


def test_a_hole_that_reads_as_ones_is_damaged() -> None:
    whole = single()

    assert rejection(whole[:-900] + b"\xff" * 512 + whole[-388:]) is RejectionCode.DAMAGED_IMAGE


@pytest.mark.parametrize("length", [4, 64])
def test_a_hole_in_what_describes_the_pictures_is_never_shown_as_another_picture(
    length: int,
) -> None:
    """What reads as zeros there may be right by chance, as the upper bytes of an offset are."""
    whole = tiled()
    meta = next(box for box in top_level(whole) if box.kind == b"meta")

    for at in range(meta.start, meta.start + len(meta.content) - length, 5):
        holed = whole[:at] + bytes(length) + whole[at + length :]
        with suppress(PhotoRejectedError):
            assert difference(decode(holed, wanted=WANTED).image, picture()) < 9, at


def without(part: heif.Part, kind: bytes) -> heif.Part:
    return replace(part, properties=[box for box in part.properties if box[4:8] != kind])


def with_tile(part: heif.Part) -> bytes:
    grid, _, *rest = tiles()
    return heif.write([grid, part, *rest])


def patched(content: bytes, kind: bytes, at: int, new: bytes) -> bytes:
    """Replace bytes of the first box of that kind, counted from its content."""
    start = content.index(kind) + 4 + at
    return content[:start] + new + content[start + len(new) :]


def _grid(rows: int, columns: int, numbers: list[int]) -> bytes:
    return heif.write([heif.grid(rows, columns, *SIZE, numbers), *tiles()[1:]])


INCOMPLETE: dict[str, Callable[[], bytes]] = {
    "a tile that is not there": lambda: _grid(3, 4, [*range(2, 13), 99]),
    "a tile too few": lambda: _grid(3, 4, [*range(2, 13)]),
    "a row too few": lambda: _grid(2, 4, [*range(2, 10)]),
    "a tile without bytes": lambda: with_tile(replace(tiles()[1], data=b"")),
    "a tile without its decoder's configuration": lambda: with_tile(without(tiles()[1], b"hvcC")),
    "a tile without a size": lambda: with_tile(without(tiles()[1], b"ispe")),
    "a tile of another size": lambda: with_tile(heif.coded(picture().crop((0, 0, 64, 64)))),
    "a tile without its last NAL unit's end": lambda: with_tile(
        replace(tiles()[1], data=tiles()[1].data[:-3])
    ),
    "a picture without its slices": lambda: heif.write(
        [replace(coded(), data=b"\0\0\0\3\x4e\1\5")]
    ),
    "no primary picture": lambda: heif.write([coded()], primary=7),
    "no properties": lambda: heif.write([replace(coded(), properties=[])]),
    "no list of items": lambda: single().replace(b"iinf", b"free"),
    "no places of items": lambda: single().replace(b"iloc", b"free"),
    "no meta box": lambda: single().replace(b"meta", b"free"),
    "no mdat's end": lambda: patched(single(), b"mdat", -8, (1 << 24).to_bytes(4, "big")),
    # The place of the first item: version and flags, sizes, count, number, method, reference,
    # count of extents.
    "an item in another file": lambda: patched(single(), b"iloc", 12, b"\0\1"),
    "an item made of other items": lambda: patched(single(), b"iloc", 10, b"\0\2"),
    "an item beyond the end": lambda: patched(single(), b"iloc", 16, b"\0\xff\0\0"),
    "a longer item than the file": lambda: patched(single(), b"iloc", 20, b"\0\xff\0\0"),
    "an item without length": lambda: patched(single(), b"iloc", 20, bytes(4)),
}


@pytest.mark.parametrize("name", INCOMPLETE)
def test_a_file_of_which_a_part_is_missing_is_damaged(name: str) -> None:
    assert rejection(INCOMPLETE[name]()) is RejectionCode.DAMAGED_IMAGE


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
