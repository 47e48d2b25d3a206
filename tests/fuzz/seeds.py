"""What mutation starts from: small files and texts with the structure of real ones."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageCms

from fuzz import FINDINGS
from support import heif, photos

EVENTS = Path(__file__).resolve().parents[1] / "events"
_ID = "5e0c1f7a9b3d4286a1c07fd25b94e863"


def photo() -> Iterator[bytes]:
    """Every format that is taken, and those that only pretend, as small as may be uploaded."""
    small = photos.picture(224, 224).quantize(8).convert("RGB")
    grey, clear = small.convert("L"), small.convert("RGBA")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "scalp"
    exif.get_ifd(0x8825)[2] = (37.0, 29.0, 52.4)
    yield photos.encoded(small, "JPEG", quality=20, exif=exif, icc_profile=profile)
    yield photos.encoded(small, "JPEG", quality=20, progressive=True, restart_marker_rows=2)
    yield photos.encoded(small.convert("CMYK"), "JPEG", quality=10)
    yield photos.encoded(grey, "JPEG", quality=10)
    yield photos.encoded(small, "PNG", exif=exif, icc_profile=profile)
    yield photos.encoded(small.convert("P"), "PNG", transparency=0)
    yield photos.encoded(grey.convert("I;16"), "PNG")
    yield photos.encoded(small, "PNG", save_all=True, append_images=[small.rotate(90)])
    yield photos.encoded(clear, "WEBP", quality=10, exif=exif, icc_profile=profile)
    yield photos.encoded(small, "WEBP", lossless=True)
    yield photos.encoded(small, "WEBP", quality=5, save_all=True, append_images=[small.rotate(90)])
    yield photos.heic(small)
    yield photos.encoded(small, "GIF")
    yield photos.encoded(small, "TIFF")
    yield photos.encoded(small, "MPO", save_all=True, append_images=[grey], quality=10)
    yield photos.encoded(small, "JPEG", quality=10) + b"<script>alert(1)</script>PK\x03\x04"
    yield b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'


def heif_file() -> Iterator[bytes]:
    """What phones write, what they could, and what the product refuses, as small as possible."""
    small = photos.picture(240, 226).quantize(8).convert("RGB")
    one, mask = heif.coded(small, quality=1), heif.coded(small.convert("L"), quality=1)
    turned = one.with_properties(heif.rotation(), heif.mirror(), heif.crop(230, 224))
    transparent = replace(mask.with_properties(heif.alpha()), references={b"auxl": [1]})
    exif = heif.Part(b"Exif", bytes(4) + b"MM\0*" + bytes(10), (), {b"cdsc": [1]})
    thumbnail = replace(heif.coded(small.resize((64, 60)), quality=1), references={b"thmb": [1]})
    tiles = heif.tiled(small, 128)
    for parts in (
        [one],
        [turned, exif, thumbnail],
        [one, transparent],
        tiles,
        [heif.identity(240, 226, 2), turned],
        [heif.overlay(240, 226, 2, 2), one],
        [tiles[0].with_properties(*[heif.rotation()] * 60), *tiles[1:]],
    ):
        yield heif.write(parts)
        # In one box with the rest: no offset is wrong when a box before it changes its size.
        yield heif.write([replace(part, inside=True) for part in parts])
    yield photos.heic(small)


def message() -> Iterator[bytes]:
    """Bodies of real notifications."""
    for path in sorted(EVENTS.glob("sqs_*.json")):
        for record in json.loads(path.read_text())["Records"]:
            yield record["body"].encode()
    yield (EVENTS / "s3_put.json").read_bytes()


def key() -> Iterator[bytes]:
    """Keys of ours, and ways around them."""
    for one in (f"uploads/{_ID}", f"uploads/../{_ID}", f"uploads//{_ID}", f"UPLOADS/{_ID}", _ID):
        yield one.encode()


def cell() -> Iterator[bytes]:
    """Cells in Korea, at edges of the world, and of other lengths."""
    for one in ("wydm", "wydm6", "wydm6d", "zzzz", "0000", "bpbp", "xn774", "wwwww"):
        yield one.encode()


def request() -> Iterator[bytes]:
    """Requests to every route, with real cursors."""
    post = json.loads((EVENTS / "post_assessments.json").read_text())
    yield f"POST {post['rawPath']}\n{post['body']}".encode()
    for method in ("GET", "DELETE"):
        yield f"{method} /api/v1/assessments/{_ID}".encode()
    in_district = _cursor("0#0#보기1피부과의원#T0001")
    in_cell = _cursor("3#wydm7b0#T0001")
    for path in (
        f"hospitals?region=11&sigungu=%EA%B0%95%EB%82%A8%EA%B5%AC&limit=1&cursor={in_district}",
        f"hospitals?cell=wydm6&limit=2&cursor={in_cell}",
        "hospitals?region=11&q=%ED%94%BC%EB%B6%80",
        "hospitals/regions",
        "stats?sex=female&ageGroup=30s",
        f"stats?assessment={_ID}",
        "stats.csv",
        "stats/reference",
        "products?symptom=dandruff&grade=3&limit=5&sex=male&ageGroup=20s",
        "products/P001/visit?sex=male&campaign=C001",
        "products/report.csv?from=2026-11-01&to=2026-11-22",
        f"care?assessment={_ID}",
        "health",
        "openapi.json",
        "docs/start.js",
    ):
        yield f"GET /api/v1/{path}".encode()


def found(target: str) -> Iterator[bytes]:
    """What a target failed on once."""
    for path in sorted((FINDINGS / target).glob("*")):
        yield path.read_bytes()


def words() -> list[str]:
    """Tokens for libFuzzer's dictionary: chunk names, markers, escapes."""
    tokens = [b"IHDR", b"IDAT", b"PLTE", b"tRNS", b"iCCP", b"eXIf", b"acTL", b"zTXt", b"RIFF"]
    tokens += [b"WEBP", b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ALPH", b"ftypheic", b"ispe", b"Exif"]
    tokens += [bytes((0xFF, one)) for one in (0xC0, 0xC2, 0xC4, 0xDA, 0xDB, 0xE1, 0xE2, 0xD9)]
    tokens += [b"MPF\0", b"ICC_PROFILE\0", b"Records", b"eventName", b"%2F", b"%00", b"\\ud800"]
    tokens += [b"cursor=", b"cell=", b"region=", b"1e999", b"NaN", b"..%2f", b"\r\n"]
    return ['"' + re.sub(".", _escaped, one.decode("latin-1"), flags=re.S) + '"' for one in tokens]


def _escaped(match: re.Match[str]) -> str:
    return f"\\x{ord(match[0]):02x}"


def _cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


SEEDS = {
    "photo": photo,
    "heif": heif_file,
    "message": message,
    "key": key,
    "cell": cell,
    "request": request,
}
