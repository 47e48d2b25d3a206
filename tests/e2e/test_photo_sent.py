"""The file that leaves the device: a picture without metadata, whatever the canvas does."""

import pytest
from photo_files import (
    SAY,
    SECRET,
    SECRETS,
    box,
    exif,
    expect_error,
    expect_taken,
    files,
    reload_with,
    tiled,
)
from PIL import PngImagePlugin
from playwright.sync_api import Page, Route, expect
from steps import choose, see_result, start_analysis

from scalp_core.vision.imaging import decode
from support import photos

WIDE = (320, 240)


def sent_by(page: Page, content: bytes) -> bytes:
    """The file that the bucket gets of ``content``, once there is a result."""
    bodies: list[bytes] = []

    def keep(route: Route) -> None:
        bodies.append(route.request.post_data_buffer or b"")
        route.continue_()

    page.route("**/scalpspectra-uploads-*", keep)
    choose(page, "photo.jpg", content)
    start_analysis(page, SAY)
    see_result(page, SAY)
    file = bodies[0].split(b'name="file"', 1)[1].split(b"\r\n\r\n", 1)[1]
    return file.rsplit(b"\r\n--", 1)[0]


def expect_same_picture(sent: bytes, original: bytes) -> None:
    """Whoever decodes it sees the same, the same way up, and nothing else."""
    assert not any(secret in sent for secret in SECRETS)
    shown, wanted = (decode(content, wanted=WIDE).image for content in (sent, original))
    assert (shown.size, shown.tobytes()) == (wanted.size, wanted.tobytes())


@pytest.mark.parametrize("motion", [False, True], ids=["exif", "motion"])
def test_of_a_heic_nothing_but_its_picture_is_sent(photo_page: Page, motion: bool) -> None:
    video = box(b"moov", box(b"udta", SECRET)) + bytes(50_000)
    others = box(b"mpvd", video) + box(b"uuid", bytes(16) + SECRET) + box(b"abcd", SECRET)
    original = tiled() + (others + SECRET if motion else b"")
    assert SECRETS[0] in original
    expect_same_picture(sent_by(photo_page, original), original)


def with_metadata(name: str) -> bytes:
    """A photo on its side with every kind of metadata that its format has."""
    picture = photos.picture(800, 600)
    if name == "jpeg":
        made = photos.encoded(picture, "JPEG", exif=exif(6), comment=SECRET, quality=90)
        return made + box(b"ftyp", b"mp42" + SECRET)
    if name == "jpeg-no-end":
        made = photos.encoded(picture, "JPEG", exif=exif(8), progressive=True, quality=90)
        return made.removesuffix(b"\xff\xd9")
    if name == "png":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Comment", SECRET.decode())
        return photos.encoded(picture, "PNG", exif=exif(6), pnginfo=texts)
    return photos.encoded(picture, "WEBP", exif=exif(3), xmp=SECRET)


_CHANGED_PIXELS = """
const { getImageData } = CanvasRenderingContext2D.prototype;
const change = %s;
function changed(pixels) {
  for (let at = 0; at < pixels.data.length; at += 1) {
    if (at %% 4 < 3) pixels.data[at] = change(pixels.data[at], Math.floor(at / 4));
  }
  return pixels;
}
"""


_READING = """
CanvasRenderingContext2D.prototype.getImageData = function (...part) {
  return changed(getImageData.apply(this, part));
};
"""


_WRITING = """
const { toBlob } = HTMLCanvasElement.prototype;
HTMLCanvasElement.prototype.toBlob = function (...how) {
  const copy = document.createElement("canvas");
  Object.assign(copy, { width: this.width, height: this.height });
  const pixels = getImageData.call(this.getContext("2d"), 0, 0, this.width, this.height);
  copy.getContext("2d").putImageData(changed(pixels), 0, 0);
  toBlob.apply(copy, how);
};
"""


NOISE = {
    "random": "() => Math.random() * 256",
    "stripes": "(value, at) => (at % 8 < 2 ? 255 - value : value)",
    "white": "() => 255",
}


def altering(change: str, *, reading: bool = True, writing: bool = True) -> str:
    """A script that makes a browser return other pixels than were drawn."""
    both = (_READING if reading else "") + (_WRITING if writing else "")
    return f"(() => {{{_CHANGED_PIXELS % change}{both}}})()"


@pytest.mark.parametrize("name", ["jpeg", "jpeg-no-end", "png", "webp"])
def test_a_browser_that_returns_noise_sends_the_file_without_its_metadata(
    photo_page: Page, name: str
) -> None:
    reload_with(photo_page, altering(NOISE["random"]))
    original = with_metadata(name)
    whole = original + b"\xff\xd9" if name == "jpeg-no-end" else original
    expect_same_picture(sent_by(photo_page, original), whole)


@pytest.mark.parametrize(
    ("change", "where"),
    [("random", "writing"), ("stripes", "reading"), ("stripes", "writing"), ("white", "reading")],
)
def test_other_pixels_than_were_drawn_are_noticed(
    photo_page: Page, change: str, where: str
) -> None:
    script = altering(NOISE[change], reading=where == "reading", writing=where == "writing")
    reload_with(photo_page, script)
    choose(photo_page, "photo.jpg", files()["jpeg"])
    expect_taken(photo_page)
    expect(photo_page.get_by_text(SAY["photo.privacy.raw"])).to_be_visible()
    choose(photo_page, "photo.gif", files()["gif"])
    expect_error(photo_page, "altered")


def test_noise_is_not_kept_in_place_of_a_photo(photo_page: Page) -> None:
    reload_with(photo_page, altering(NOISE["random"]))
    choose(photo_page, "photo.jpg", files()["jpeg"])
    start_analysis(photo_page, SAY)
    see_result(photo_page, SAY)
    photo_page.get_by_role("checkbox", name=SAY["history.keep"], exact=True).check()
    photo_page.get_by_role("checkbox", name=SAY["history.keep.photo"]).click()
    expect(photo_page.get_by_text(SAY["history.keep.said.undrawable"])).to_be_visible()


def test_pixels_that_differ_by_one_are_no_noise(photo_page: Page) -> None:
    reload_with(photo_page, altering("(value, at) => value + (at % 3) - 1"))
    choose(photo_page, "photo.jpg", files()["jpeg"])
    expect_taken(photo_page)
    expect(photo_page.get_by_text(SAY["photo.privacy"])).to_be_visible()


_NO_CANVAS = {
    "none": "HTMLCanvasElement.prototype.getContext = () => null;",
    "unreadable": """CanvasRenderingContext2D.prototype.getImageData = () => {
      throw new RangeError("Out of memory at ImageData creation");
    };""",
    "undrawable": """CanvasRenderingContext2D.prototype.drawImage = () => {
      throw new DOMException("The canvas is too large", "InvalidStateError");
    };""",
    "unwritable": "HTMLCanvasElement.prototype.toBlob = (give) => give(null);",
}


@pytest.mark.parametrize("fault", _NO_CANVAS)
def test_without_a_canvas_the_file_is_sent_or_the_reason_is_said(
    photo_page: Page, fault: str
) -> None:
    reload_with(photo_page, _NO_CANVAS[fault])
    choose(photo_page, "photo.gif", files()["gif"])
    expect_error(photo_page, "drawing")
    choose(photo_page, "photo.jpg", files()["jpeg"])
    expect_taken(photo_page)
    expect(photo_page.get_by_text(SAY["photo.privacy.raw"])).to_be_visible()
