"""One picture in every format that browsers draw, and what the photo page says of a file."""

import io
import re
from collections.abc import Mapping
from functools import cache

import pillow_heif
from PIL import Image
from playwright.sync_api import Page, expect
from steps import choose, words

from support import photos

SAY = words("ko")
# Position, maker and writer: what no photo that leaves the device may contain.
SECRETS = (b"+37.5665+126.9780", b"XX-0000", b"a writer")
SECRET = b" ".join(SECRETS)


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


VIDEO = box(b"ftyp", b"mp42" + bytes(4) + b"isom") + box(b"mdat", b"\xff\xda\x12" * 9000)


def names(kind: str) -> list[str]:
    """Names of the files of a kind: ``jpeg``, ``heif``, or ``others``."""
    return [name for name in files() if _kind(name) == kind]


def _kind(name: str) -> str:
    if name.startswith("jpeg"):
        return "jpeg"
    return "heif" if name.startswith(("avif", "heic")) else "others"


def expect_error(page: Page, fault: str) -> None:
    expect(page.locator("#photo-error")).to_have_text(SAY[f"photo.error.{fault}"])
    expect(page.get_by_role("button", name=SAY["photo.submit"])).to_have_count(0)


def expect_taken(page: Page) -> None:
    """A photo is there: shown, or a HEIC that Chromium does not show.

    A grey one may look like no scalp, and can be sent anyway.
    """
    send = re.compile(f"^({SAY['photo.submit']}|{SAY['photo.submit.anyway']})$")
    expect(page.get_by_role("button", name=send)).to_be_enabled()
    expect(page.locator("#photo-error")).to_have_count(0)


def remove_photo(page: Page) -> None:
    """Leave the page without a photo, whatever was chosen before."""
    choose(page, "empty.jpg", b"")
    expect_error(page, "empty")


def reload_with(page: Page, script: str) -> None:
    """Reload the page in a browser that ``script`` changes first."""
    page.add_init_script(script)
    page.reload()
