"""HEIC files that are whole, and that are not."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.vision.heif.boxes import MalformedError, top_level
from scalp_core.vision.heif.checks import checked
from scalp_core.vision.imaging import MAX_PIXELS, decode
from support import heif
from support.heif_photos import (
    SIZE,
    WANTED,
    attached,
    coded,
    from_a_phone,
    picture,
    rejection,
    single,
    tiles,
    without,
)


def tiled() -> bytes:
    return heif.write(tiles())


def difference(one: Image.Image, other: Image.Image) -> float:
    return float(np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16)).mean())


def transparent(source: heif.Part) -> list[heif.Part]:
    mask = heif.coded(Image.new("L", SIZE, 255)).with_properties(heif.alpha())
    return [source, attached(mask, b"auxl")]


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
