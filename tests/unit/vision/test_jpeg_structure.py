"""JPEGs cut, holed, without an end, and with other things behind them."""

import io
import random

import pytest

from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.vision.imaging import decode
from scalp_core.vision.jpeg_structure import MAX_SCANS, whole_picture
from support import photos

END = b"\xff\xd9"
SCAN = b"\xff\xda"
# What cameras, converters and websites write.
KINDS: dict[str, dict[str, object]] = {
    "baseline": {},
    "optimised": {"optimize": True},
    "full colour": {"subsampling": 0, "quality": 95},
    "progressive": {"progressive": True},
    "restarted": {"restart_marker_rows": 2},
    "restarted often": {"restart_marker_blocks": 3},
    "progressive, restarted": {"progressive": True, "restart_marker_blocks": 7},
}


def jpeg(kind: str, mode: str = "RGB") -> bytes:
    return photos.encoded(photos.picture(320, 240).convert(mode), "JPEG", **KINDS[kind])


def is_whole(content: bytes) -> bool:
    try:
        whole_picture(content)
    except ValueError:
        return False
    return True


def noise(size: int, seed: int = 1) -> bytes:
    """What a video looks like to a reader of JPEG."""
    return random.Random(seed).randbytes(size)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_picture_is_left_as_it_is(kind: str, mode: str) -> None:
    content = jpeg(kind, mode)

    assert whole_picture(content) is content


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_behind_the_picture_is_not_looked_at(kind: str) -> None:
    content = jpeg(kind)

    for behind in (noise(1_000_000), SCAN * 1000, content, bytes(5000), b"\xff"):
        assert is_whole(content + behind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_that_lacks_its_end_marker_alone_gets_one(kind: str) -> None:
    content = jpeg(kind)

    assert whole_picture(content[:-2]) == content
    assert whole_picture(content[:-1])[:-2] == content[:-2] + b"\xff"
    original = decode(content, wanted=(320, 240)).image
    assert decode(content[:-2], wanted=(320, 240)).image == original


@pytest.mark.parametrize("kind", ["baseline", "progressive"])
def test_a_video_behind_a_picture_without_its_end_marker_is_cut_off(kind: str) -> None:
    content = jpeg(kind)
    original = decode(content, wanted=(320, 240)).image

    for seed in range(20):
        lacking = content[:-2] + noise(50_000, seed)
        assert decode(lacking, wanted=(320, 240)).image == original


@pytest.mark.parametrize("end", [b"", END], ids=["open", "closed again"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_cut_picture_is_not_whole(kind: str, end: bytes) -> None:
    content = jpeg(kind)
    cuts = [*range(1, 40), *range(40, len(content) - 2, 97)]

    assert [cut for cut in cuts if is_whole(content[: -2 - cut] + end)] == []


@pytest.mark.parametrize("end", [b"", END], ids=["open", "closed again"])
@pytest.mark.parametrize("kind", ["progressive", "progressive, restarted"])
def test_a_picture_cut_between_two_scans_is_not_whole(kind: str, end: bytes) -> None:
    content = jpeg(kind)
    starts = [at for at in range(len(content)) if content.startswith(SCAN, at)]
    assert len(starts) > 5

    assert [at for at in starts[1:] if is_whole(content[:at] + end)] == []


@pytest.mark.parametrize("end", [b"", END], ids=["open", "closed again"])
@pytest.mark.parametrize("kind", KINDS)
def test_zeros_in_the_place_of_the_last_part_are_no_data(kind: str, end: bytes) -> None:
    content = jpeg(kind)
    size = len(content) // 4

    assert not is_whole(content[:-size] + bytes(size) + end)


@pytest.mark.parametrize("kind", KINDS)
def test_a_hole_in_the_middle_is_noticed(kind: str) -> None:
    content = jpeg(kind)
    middle = len(content) // 2

    assert not is_whole(content[:middle] + bytes(2000) + content[middle + 2000 :])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("padding", [b"\0", bytes(500), b"\xff", b"\xff" * 500])
def test_padding_before_the_end_marker_is_no_damage(kind: str, padding: bytes) -> None:
    content = jpeg(kind)

    assert is_whole(content[:-2] + padding + END)


def test_a_thumbnails_scans_are_not_the_pictures() -> None:
    thumbnail = b"Exif\0\0" + SCAN * 30_000
    content = jpeg("baseline")
    with_thumbnail = content[:2] + b"\xff\xe1" + (60_008).to_bytes(2) + thumbnail + content[2:]

    assert is_whole(with_thumbnail)


@pytest.mark.parametrize("tail", [b"", noise(1_000_000)], ids=["nothing", "a video"])
@pytest.mark.parametrize("end", [b"", END], ids=["open", "closed"])
@pytest.mark.parametrize("repeated", [1, -1])
def test_too_many_scans_are_refused_whatever_stands_behind(
    repeated: int, end: bytes, tail: bytes
) -> None:
    content = jpeg("progressive")
    starts = [at for at in range(len(content)) if content.startswith(SCAN, at)]
    at, behind = [*starts, len(content) - 2][repeated - 1], [*starts, len(content) - 2][repeated]
    scan = content[at:behind]
    most = MAX_SCANS - len(starts)
    before, after = content[:behind], content[behind:-2]

    assert is_whole(before + scan * most + after + END)
    too_many = before + scan * (most + 1) + after + end + tail
    with pytest.raises(ValueError, match="too many scans"):
        whole_picture(too_many)


def test_endless_segments_are_refused() -> None:
    content = jpeg("baseline")

    with pytest.raises(ValueError, match="too many segments"):
        whole_picture(content[:2] + b"\xff\xfe\x00\x02" * 2_000_000 + content[2:])


@pytest.mark.parametrize("content", [b"\xff\xd8\xff", b"\xff\xd8" + END, b"\xff\xd8\xff\xda\0"])
def test_what_holds_no_picture_is_not_whole(content: bytes) -> None:
    assert not is_whole(content)


def test_several_pictures_in_one_file_are_the_first() -> None:
    buffer = io.BytesIO()
    first = photos.picture()
    first.save(buffer, "MPO", save_all=True, append_images=[first.rotate(180)])
    content = buffer.getvalue()
    second = content.rindex(b"\xff\xd8\xff")

    assert whole_picture(content) is content
    assert is_whole(content[: second + 5000])  # the first is all there
    assert not is_whole(content[: second - 5000])
    lacking = content[: second - 2] + content[second:]
    assert decode(lacking, wanted=(640, 480)).image == decode(content, wanted=(640, 480)).image


def test_a_photo_is_refused_or_graded_by_what_is_there() -> None:
    content = photos.encoded(photos.picture(2016, 1512), "JPEG", quality=92)

    assert decode(content[:-2] + noise(3_000_000), wanted=(640, 480)).width == 2016
    for cut in (content[: len(content) * 9 // 10], content[:-2000] + END):
        with pytest.raises(PhotoRejectedError) as caught:
            decode(cut, wanted=(640, 480))
        assert caught.value.code is RejectionCode.DAMAGED_IMAGE


# ── The other formats ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_png_and_webp_with_something_behind_are_graded_and_cut_ones_refused(kind: str) -> None:
    image = photos.picture(320, 240)
    content = photos.encoded(image, kind)
    original = decode(content, wanted=(320, 240)).image

    assert decode(content + noise(100_000), wanted=(320, 240)).image == original
    for kept in (0.5, 0.9, 0.99):
        with pytest.raises(PhotoRejectedError):
            decode(content[: int(kept * len(content))], wanted=(320, 240))
