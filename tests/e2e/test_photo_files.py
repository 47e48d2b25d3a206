"""Files as phones, messengers and broken transfers hand them over: what the page makes of them."""

import pytest
from photo_files import (
    SAY,
    VIDEO,
    box,
    expect_error,
    expect_taken,
    files,
    names,
    reload_with,
    remove_photo,
    tiled,
)
from PIL import ImageStat
from playwright.sync_api import Page
from steps import choose

from scalp_core.vision.imaging import decode


def redness(page: Page) -> float:
    """Of the photo that the page shows: mean of R - (G + B) / 2."""
    shown: float = page.get_by_role("img", name=SAY["photo.alt"]).evaluate(
        """async (image) => {
          await image.decode();
          const canvas = document.createElement("canvas");
          Object.assign(canvas, { width: image.naturalWidth, height: image.naturalHeight });
          const context = canvas.getContext("2d");
          context.drawImage(image, 0, 0);
          const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
          let sum = 0;
          for (let at = 0; at < data.length; at += 4) {
            sum += data[at] - (data[at + 1] + data[at + 2]) / 2;
          }
          return (sum * 4) / data.length;
        }"""
    )
    return shown


def redness_of(content: bytes) -> float:
    red, green, blue = ImageStat.Stat(decode(content, wanted=(331, 251)).image).mean
    return red - (green + blue) / 2


@pytest.mark.parametrize("kind", ["jpeg", "heif", "others"])
def test_a_photo_of_which_a_part_is_missing_is_called_incomplete(
    photo_page: Page, kind: str
) -> None:
    for name in names(kind):
        whole = files()[name]
        length = len(whole)
        # A JPEG may lack its end marker of two bytes, and nothing else.
        cut = [whole[: length * 40 // 100], whole[: length * 99 // 100], whole[:-3]]
        zeros = [] if name == "bmp" else [whole[: length // 2] + bytes(length // 2)]  # its black
        for content in [*cut, *zeros]:
            choose(photo_page, "photo.jpg", content)
            expect_error(photo_page, "incomplete")
            remove_photo(photo_page)


def test_a_heic_with_a_hole_is_called_incomplete(photo_page: Page) -> None:
    for share in (0.05, 0.3, 0.6, 0.95):
        content = bytearray(tiled())
        data = content.index(b"mdat") + 4
        at = data + int((len(content) - data) * share)
        content[at : at + 4] = bytes(4)
        choose(photo_page, "IMG_0001.HEIC", bytes(content), "image/heic")
        expect_error(photo_page, "incomplete")
        remove_photo(photo_page)


def test_a_jpeg_without_its_middle_is_called_incomplete(photo_page: Page) -> None:
    whole = files()["jpeg"]
    middle = len(whole) // 2
    choose(photo_page, "photo.jpg", whole[:middle] + whole[middle + 4096 :])
    expect_error(photo_page, "incomplete")


def test_a_jpeg_that_lacks_nothing_but_its_end_marker_is_taken(photo_page: Page) -> None:
    for name in names("jpeg"):
        for tail in (b"", VIDEO):
            choose(photo_page, "photo.jpg", files()[name].removesuffix(b"\xff\xd9") + tail)
            expect_taken(photo_page)
            assert redness(photo_page) == pytest.approx(redness_of(files()[name]), abs=3)
            remove_photo(photo_page)


def test_a_whole_photo_is_taken_whatever_stands_behind_it(photo_page: Page) -> None:
    for name, whole in files().items():
        for tail in (VIDEO, b"these are notes") if name in ("jpeg", "heic") else (bytes(100),):
            choose(photo_page, "photo.jpg", whole + tail)
            expect_taken(photo_page)
            remove_photo(photo_page)


def test_a_photo_is_known_by_its_bytes(photo_page: Page) -> None:
    labels = [
        ("photo.jpg", "image/jpg"),
        ("photo.jpg", "image/pjpeg"),
        ("20261130_120000.jpg", "application/octet-stream"),
        ("saved.jfif", ""),
        ("notes.txt", "text/plain"),
        ("photo.heic", "image/heic"),
    ]
    others = [(name, "photo.jpg", "image/jpeg") for name in ("png", "webp", "heic", "avif", "bmp")]
    for name, label, kind in [*(("jpeg", *one) for one in labels), *others, ("gif", "photo", "")]:
        choose(photo_page, label, files()[name], kind)
        expect_taken(photo_page)
        remove_photo(photo_page)


def test_what_is_no_photo_is_refused_whatever_its_name(photo_page: Page) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"/>'
    video = box(b"ftyp", b"mp42" + bytes(4) + b"mp42isom") + box(b"mdat", bytes(100))
    for content in (b"these are notes", drawing, video, b"%PDF-1.7\n", b"PK\3\4", b"\xff"):
        choose(photo_page, "photo.jpg", content)
        expect_error(photo_page, "type")
        remove_photo(photo_page)


def test_files_of_any_type_can_be_chosen(photo_page: Page) -> None:
    accepted = (photo_page.locator("input[type=file]").get_attribute("accept") or "").split(",")
    assert {"image/*", "image/heic", "application/octet-stream", ".jfif", ".heic"} <= {*accepted}


@pytest.mark.parametrize(
    ("failure", "fault"),
    [
        ('new DOMException("gone", "NotReadableError")', "not_read"),
        ('new DOMException("moved", "NotFoundError")', "not_read"),
        ('new RangeError("Array buffer allocation failed")', "memory"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_to_be_that(
    photo_page: Page, failure: str, fault: str
) -> None:
    reload_with(
        photo_page,
        f"""const read = Blob.prototype.arrayBuffer;
        Blob.prototype.arrayBuffer = function () {{
          return this instanceof File ? Promise.reject({failure}) : read.call(this);
        }};""",
    )
    for name in ("jpeg", "heic"):
        choose(photo_page, f"photo.{name}", files()[name])
        expect_error(photo_page, fault)
        remove_photo(photo_page)


def test_a_format_that_this_browser_does_not_open_is_said_to_be_that(photo_page: Page) -> None:
    reload_with(
        photo_page,
        """HTMLImageElement.prototype.decode = () =>
          Promise.reject(new DOMException("", "EncodingError"));""",
    )
    choose(photo_page, "photo.avif", files()["avif"], "image/avif")
    expect_error(photo_page, "unsupported")
    remove_photo(photo_page)
    choose(photo_page, "photo.jpg", files()["jpeg"])
    expect_error(photo_page, "unreadable")
