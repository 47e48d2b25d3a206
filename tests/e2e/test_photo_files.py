"""Files as phones, messengers and broken transfers hand them over: what the page makes of them."""

import io
from collections.abc import Callable, Mapping
from functools import cache

import pillow_heif
import pytest
from PIL import Image, ImageStat, PngImagePlugin
from playwright.sync_api import Page, Route, expect
from steps import choose, fill_in, see_result, start_analysis, words

from scalp_core.vision.imaging import decode
from support import photos

OpenPage = Callable[..., Page]
SAY = words("ko")
# Town hall, maker and writer: what no photo may tell that leaves the device.
SECRETS = (b"+37.5665+126.9780", b"XX-0000", b"a writer")
SECRET = b" ".join(SECRETS)
WIDE = (320, 240)


def box(kind: bytes, content: bytes) -> bytes:
    """A box of ISO/IEC 14496-12."""
    return (8 + len(content)).to_bytes(4) + kind + content


def exif(orientation: int = 1) -> bytes:
    """EXIF with a secret, and which way up the picture is."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = SECRET.decode()
    return tags.tobytes()


@cache
def tiled() -> bytes:
    """A HEIC of tiles, as iPhones and Galaxies write them."""
    buffer = io.BytesIO()
    image = pillow_heif.from_pillow(photos.picture(640, 480))
    image.save(buffer, quality=80, tile_size=256, exif=exif(6))
    return buffer.getvalue()


@cache
def files() -> Mapping[str, bytes]:
    """The same picture in every format and kind of coding that browsers draw."""
    picture = photos.picture(331, 251)  # odd, so that blocks and tiles end outside of it
    encode = photos.encoded
    return {
        "jpeg": encode(picture, "JPEG", quality=90),
        "jpeg-progressive": encode(picture, "JPEG", quality=90, progressive=True),
        "jpeg-444": encode(picture, "JPEG", quality=90, subsampling=0, optimize=True),
        "jpeg-grey": encode(picture.convert("L"), "JPEG"),
        "jpeg-cmyk": encode(picture.convert("CMYK"), "JPEG"),
        "jpeg-restarts": encode(picture, "JPEG", restart_marker_blocks=5),
        "jpeg-progressive-restarts": encode(
            picture, "JPEG", progressive=True, subsampling=1, restart_marker_rows=2
        ),
        "png": encode(picture, "PNG"),
        "webp": encode(picture, "WEBP"),
        "webp-lossless": encode(picture, "WEBP", lossless=True),
        "gif": encode(picture, "GIF"),
        "bmp": encode(picture, "BMP"),
        "avif": encode(picture, "AVIF"),
        "heic": photos.heic(picture),
        "heic-tiles": tiled(),
    }


JPEGS = [name for name in files() if name.startswith("jpeg")]
HEIFS = ["avif", "heic", "heic-tiles"]
OTHERS = [name for name in files() if name not in {*JPEGS, *HEIFS}]
VIDEO = box(b"ftyp", b"mp42" + bytes(4) + b"isom") + box(b"mdat", b"\xff\xda\x12" * 9000)


def expect_error(page: Page, fault: str) -> None:
    expect(page.locator("#photo-error")).to_have_text(SAY[f"photo.error.{fault}"])
    expect(page.get_by_role("button", name=SAY["photo.submit"])).to_have_count(0)


def expect_taken(page: Page) -> None:
    """A photo is there: shown, or a HEIC that Chromium does not show."""
    expect(page.get_by_role("button", name=SAY["photo.submit"], exact=True)).to_be_enabled()
    expect(page.locator("#photo-error")).to_have_count(0)


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


def another(page: Page) -> None:
    """Without a photo, whatever was chosen before."""
    choose(page, "empty.jpg", b"")
    expect_error(page, "empty")


@pytest.fixture
def photo_page(open_page: OpenPage) -> Page:
    page = open_page("/")
    fill_in(page, SAY)
    return page


def changed(page: Page, script: str) -> None:
    """Load the page anew in a browser that ``script`` has changed."""
    page.add_init_script(script)
    page.reload()


@pytest.mark.parametrize("names", [JPEGS, HEIFS, OTHERS], ids=["jpeg", "heif", "others"])
def test_a_photo_of_which_a_part_is_missing_is_called_incomplete(
    photo_page: Page, names: list[str]
) -> None:
    for name in names:
        whole = files()[name]
        length = len(whole)
        # A JPEG may lack its end marker of two bytes, and nothing else.
        cut = [whole[: length * 40 // 100], whole[: length * 99 // 100], whole[:-3]]
        zeros = [] if name == "bmp" else [whole[: length // 2] + bytes(length // 2)]  # its black
        for content in [*cut, *zeros]:
            choose(photo_page, "photo.jpg", content)
            expect_error(photo_page, "incomplete")
            another(photo_page)


def test_a_heic_with_a_hole_is_called_incomplete(photo_page: Page) -> None:
    for share in (0.05, 0.3, 0.6, 0.95):
        content = bytearray(tiled())
        data = content.index(b"mdat") + 4
        at = data + int((len(content) - data) * share)
        content[at : at + 4] = bytes(4)
        choose(photo_page, "IMG_0001.HEIC", bytes(content), "image/heic")
        expect_error(photo_page, "incomplete")
        another(photo_page)


def test_a_jpeg_without_its_middle_is_called_incomplete(photo_page: Page) -> None:
    whole = files()["jpeg"]
    middle = len(whole) // 2
    choose(photo_page, "photo.jpg", whole[:middle] + whole[middle + 4096 :])
    expect_error(photo_page, "incomplete")


def test_a_jpeg_that_lacks_nothing_but_its_end_marker_is_taken(photo_page: Page) -> None:
    for name in JPEGS:
        for tail in (b"", VIDEO):
            choose(photo_page, "photo.jpg", files()[name].removesuffix(b"\xff\xd9") + tail)
            expect_taken(photo_page)
            assert redness(photo_page) == pytest.approx(redness_of(files()[name]), abs=3)
            another(photo_page)


def test_a_whole_photo_is_taken_whatever_stands_behind_it(photo_page: Page) -> None:
    for name, whole in files().items():
        for tail in (VIDEO, b"these are notes") if name in ("jpeg", "heic") else (bytes(100),):
            choose(photo_page, "photo.jpg", whole + tail)
            expect_taken(photo_page)
            another(photo_page)


def test_a_photo_is_known_by_its_bytes(photo_page: Page) -> None:
    labels = [
        ("photo.jpg", "image/jpg"),
        ("photo.jpg", "image/pjpeg"),
        ("20261130_120000.jpg", "application/octet-stream"),
        ("saved.jfif", ""),
        ("notes.txt", "text/plain"),
    ]
    kinds = ("jpeg", "png", "webp", "heic")
    for name in (*kinds, "avif", "gif", "bmp"):
        others = [(f"photo.{kind}", f"image/{kind}") for kind in kinds if kind != name]
        for label, kind in [*others, *labels] if name == "jpeg" else [*others, ("photo", "")]:
            choose(photo_page, label, files()[name], kind)
            expect_taken(photo_page)
            another(photo_page)


def test_what_is_no_photo_is_refused_whatever_its_name(photo_page: Page) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"/>'
    video = box(b"ftyp", b"mp42" + bytes(4) + b"mp42isom") + box(b"mdat", bytes(100))
    for content in (b"these are notes", drawing, video, b"%PDF-1.7\n", b"PK\3\4", b"\xff"):
        choose(photo_page, "photo.jpg", content)
        expect_error(photo_page, "type")
        another(photo_page)


def test_files_of_any_type_can_be_chosen(photo_page: Page) -> None:
    accepted = (photo_page.locator("input[type=file]").get_attribute("accept") or "").split(",")
    assert {"image/*", "image/heic", "application/octet-stream", ".jfif", ".heic"} <= {*accepted}


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
    changed(photo_page, altering(NOISE["random"]))
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
    changed(photo_page, script)
    choose(photo_page, "photo.jpg", files()["jpeg"])
    expect_taken(photo_page)
    expect(photo_page.get_by_text(SAY["photo.privacy.raw"])).to_be_visible()
    choose(photo_page, "photo.gif", files()["gif"])
    expect_error(photo_page, "altered")


def test_noise_is_not_kept_in_place_of_a_photo(photo_page: Page) -> None:
    changed(photo_page, altering(NOISE["random"]))
    choose(photo_page, "photo.jpg", files()["jpeg"])
    start_analysis(photo_page, SAY)
    see_result(photo_page, SAY)
    photo_page.get_by_role("checkbox", name=SAY["history.keep"], exact=True).check()
    photo_page.get_by_role("checkbox", name=SAY["history.keep.photo"]).click()
    expect(photo_page.get_by_text(SAY["history.keep.said.undrawable"])).to_be_visible()


def test_pixels_that_differ_by_one_are_no_noise(photo_page: Page) -> None:
    changed(photo_page, altering("(value, at) => value + (at % 3) - 1"))
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
    changed(photo_page, _NO_CANVAS[fault])
    choose(photo_page, "photo.gif", files()["gif"])
    expect_error(photo_page, "drawing")
    choose(photo_page, "photo.jpg", files()["jpeg"])
    expect_taken(photo_page)
    expect(photo_page.get_by_text(SAY["photo.privacy.raw"])).to_be_visible()


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
    changed(
        photo_page,
        f"""const read = Blob.prototype.arrayBuffer;
        Blob.prototype.arrayBuffer = function () {{
          return this instanceof File ? Promise.reject({failure}) : read.call(this);
        }};""",
    )
    for name in ("jpeg", "heic"):
        choose(photo_page, f"photo.{name}", files()[name])
        expect_error(photo_page, fault)
        another(photo_page)
    photo_page.get_by_role("button", name=SAY["photo.sample"]).click()
    expect_taken(photo_page)


def test_a_sample_that_does_not_arrive_is_said_to_be_that(open_page: OpenPage) -> None:
    # A service worker would have it in its cache.
    expected = ("Failed to load resource", "Service Worker registration blocked")
    page = open_page("/", service_worker=False, tolerated=expected)
    fill_in(page, SAY)
    page.route("**/assets/scalp-*", lambda route: route.abort())
    page.get_by_role("button", name=SAY["photo.sample"]).click()
    expect_error(page, "sample")


def test_a_format_that_this_browser_does_not_open_is_said_to_be_that(photo_page: Page) -> None:
    changed(
        photo_page,
        """HTMLImageElement.prototype.decode = () =>
          Promise.reject(new DOMException("", "EncodingError"));""",
    )
    choose(photo_page, "photo.avif", files()["avif"], "image/avif")
    expect_error(photo_page, "unsupported")
    another(photo_page)
    choose(photo_page, "photo.jpg", files()["jpeg"])
    expect_error(photo_page, "unreadable")
