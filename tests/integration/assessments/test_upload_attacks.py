"""Files made to harm whoever decodes them, each in a process whose memory and time are bounded."""

import io
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from scalp_core.vision.jpeg_structure import MAX_SCANS
from scalp_core.vocabulary import MAX_PHOTO_BYTES, MAX_PIXELS
from support import colours, photos

# What the largest photo that is taken may need; docs/threat-model.md names it.
PEAK_MEGABYTES = 900
# What is refused by its header needs next to nothing.
REFUSED_MEGABYTES = 150
# Of processor time: how fast the machine is, is no property of ours.
SECONDS = 30

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="a process's peak of memory is read from /proc"
)
_WIDTH, _HEIGHT = 8192, 6144  # the largest that phones call 50 megapixels

# Imports once, and decodes each file in a child of its own.
_DECODE_EACH = """
import os, resource, signal, sys
from scalp_core.errors import PhotoRejectedError
from scalp_core.vision.imaging import decode
for line in sys.stdin:
    seconds, path = line.rstrip("\\n").split(" ", 1)
    child = os.fork()
    if child:
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status:
            print("ended with %d;0" % status, flush=True)
        continue
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 5))
    signal.alarm(600)
    content = open(path, "rb").read()
    try:
        said = "photo %d %d" % (lambda photo: (photo.width, photo.height))(
            decode(content, wanted=(640, 480))
        )
    except PhotoRejectedError as error:
        said = error.code
    # Not ru_maxrss, which counts the process that started this one as well.
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(said, int(peak.split()[1]) // 1024, sep=";", flush=True)
    os._exit(0)
"""

Outcome = Callable[..., str]


@pytest.fixture(scope="module")
def decoding() -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-W", "ignore", "-c", _DECODE_EACH]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        yield process


@pytest.fixture
def outcome(decoding: "subprocess.Popen[str]", tmp_path: Path) -> Outcome:
    """What becomes of an upload, in bounded memory and time."""

    def decoded(content: bytes, *, megabytes: int) -> str:
        assert len(content) <= MAX_PHOTO_BYTES
        path = tmp_path / "upload"
        path.write_bytes(content)
        assert decoding.stdin
        assert decoding.stdout
        decoding.stdin.write(f"{SECONDS} {path}\n")
        decoding.stdin.flush()
        said, peak = decoding.stdout.readline().strip().rsplit(";", 1)
        assert int(peak) <= megabytes, f"{said}: {peak} MB"
        return said

    return decoded


def flat(mode: str, kind: str, **options: object) -> bytes:
    return photos.encoded(Image.new(mode, (_WIDTH, _HEIGHT)), kind, **options)


def _small(kind: str, **options: object) -> bytes:
    return photos.encoded(photos.picture(256, 256), kind, **options)


def _sized(content: bytes, at: int, width: bytes, height: bytes) -> bytes:
    return content[:at] + width + height + content[at + len(width) + len(height) :]


def _frames(kind: str, count: int) -> bytes:
    first = Image.new("P", (256, 256))
    rest = [Image.new("P", (256, 256), number % 7) for number in range(count)]
    return photos.encoded(first, kind, save_all=True, append_images=rest)


def _zipped() -> bytes:
    buffer = io.BytesIO(_small("JPEG"))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", bytes(50_000_000))
    return buffer.getvalue()


@cache
def _packed_nothing() -> bytes:
    return zlib.compress(bytes(400_000_000), 9)


def _text_bomb(name: bytes) -> bytes:
    chunk = photos.png_chunk(name, b"profile\0\0" + _packed_nothing())
    return photos.huge_png(256, 256, extra=chunk * 3)


def _much_exif() -> bytes:
    whole = _small("JPEG")
    segment = b"\xff\xe1\xff\xff" + b"Exif\0\0" + bytes(0xFFFF - 8)
    return whole[:2] + segment * 150 + whole[2:]


@cache
def _progressive() -> bytes:
    return flat("RGB", "JPEG", quality=5, progressive=True)


def _many_scans(*, tail: bytes = b"") -> bytes:
    whole = _progressive()
    scan = whole[whole.rindex(b"\xff\xda") : -2]
    return whole[:-2] + scan * (9_000_000 // len(scan)) + whole[-2:] + tail


def _as_many_scans_as_allowed() -> bytes:
    """All but the last bit of the brightness comes again and again, so none can be left out."""
    whole = _progressive()
    last = whole.rindex(b"\xff\xda")
    before = whole.rindex(b"\xff\xda", 0, last)
    scan = whole[before:last]
    return whole[:last] + scan * (MAX_SCANS - whole.count(b"\xff\xda")) + whole[last:]


LARGEST: dict[str, Callable[[], bytes]] = {
    "PNG, grey": lambda: photos.huge_png(_WIDTH, _HEIGHT),
    "PNG, grey, transparent": lambda: photos.huge_png(_WIDTH, _HEIGHT, channels=2),
    "PNG, colours, transparent": lambda: photos.huge_png(_WIDTH, _HEIGHT, channels=4),
    "WebP, transparent": lambda: flat("RGBA", "WEBP", quality=5, method=0),
    "JPEG of as many scans as are allowed": _as_many_scans_as_allowed,
    "PNG, HDR": lambda: photos.huge_png(
        _WIDTH, _HEIGHT, channels=3, depth=16, extra=colours.cicp(9, 16)
    ),
}


@pytest.mark.parametrize("kind", LARGEST)
def test_the_largest_photo_that_is_taken_is_decoded_in_bounded_memory(
    outcome: Outcome, kind: str
) -> None:
    assert 0.99 * MAX_PIXELS < _WIDTH * _HEIGHT <= MAX_PIXELS

    said = outcome(LARGEST[kind](), megabytes=PEAK_MEGABYTES)

    assert said == f"photo {_WIDTH} {_HEIGHT}"


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a PNG that says it is huge": (lambda: photos.huge_png(20_000, 10_000), "image_too_large"),
    "a WebP that says it is larger than it is": (
        lambda: _sized(_small("WEBP"), 26, b"\xff\x3f", b"\xff\x3f"),
        "image_too_large",
    ),
    "a GIF of many frames": (lambda: _frames("GIF", 500), "not_an_image"),
    "a TIFF": (lambda: _small("TIFF"), "not_an_image"),
    "a JPEG that says it is huge": (
        lambda: _small("JPEG").replace(b"\x01\x00\x01\x00\x03", b"\xff\xff\xff\xff\x03", 1),
        "image_too_large",
    ),
    "a film as PNG": (lambda: _frames("PNG", 300), "photo 256 256"),
    "a film as WebP": (lambda: _frames("WEBP", 300), "photo 256 256"),
    "a page after a JPEG": (lambda: _small("JPEG") + b"<script>alert(1)</script>", "photo 256 256"),
    "an archive after a JPEG": (_zipped, "photo 256 256"),
    "a page": (lambda: b"<!doctype html><script>alert(1)</script>" * 9_000, "not_an_image"),
    "a drawing that calls": (
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://evil"/></svg>',
        "not_an_image",
    ),
    "a page that begins like a GIF": (lambda: b"GIF89a/*" + b"*/=1;alert(1)", "not_an_image"),
    "ten megabytes of EXIF": (_much_exif, "photo 256 256"),
    "a PNG whose texts are bombs": (lambda: _text_bomb(b"zTXt"), "not_an_image"),
    "a PNG whose profile is a bomb": (lambda: _text_bomb(b"iCCP"), "not_an_image"),
    "a JPEG of a hundred thousand scans": (_many_scans, "damaged_image"),
    "the same with a video behind it": (
        lambda: _many_scans(tail=bytes(range(255)) * 2_000),
        "damaged_image",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_harmless_in_little_memory(outcome: Outcome, name: str) -> None:
    make, expected = HOSTILE[name]

    assert outcome(make(), megabytes=REFUSED_MEGABYTES) == expected
