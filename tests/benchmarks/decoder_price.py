"""What it costs to decode in a process of its own, and to check a HEIC before.

    python -m benchmarks.decoder_price            as a table
    python -m benchmarks.decoder_price --write    into docs/benchmarks.md

The same photos with and without that process, in turns, in one run: the ratio counts.
"""

import argparse
import resource
import time
from collections.abc import Callable
from statistics import median

from PIL import Image

from benchmarks.photos import PHONE, SCOPE, jpeg
from benchmarks.record import circumstances, write
from scalp_core.vision import imaging
from scalp_core.vision.decoding.client import PhotoDecoder
from scalp_core.vision.decoding.worker import Limits
from scalp_core.vision.heif.checks import checked
from scalp_core.vision.imaging import MAX_PIXELS, Photo
from scalp_core.vision.loading import load_ensemble
from scalp_deployment.paths import ARTIFACTS
from support import heif, photos

# What the networks of the shipped models ask for.
_WANTED = (640, 480)
_LARGEST = (8000, 6000)


class _Here(PhotoDecoder):
    """Decodes in this process."""

    def decode(self, content: bytes, *, wanted: tuple[int, int]) -> Photo:
        return imaging.decode(content, wanted=wanted)


def _phone_heic() -> bytes:
    return heif.write(heif.tiled(photos.picture(*PHONE), 512))


def _largest_heic() -> bytes:
    grain = Image.effect_noise(_LARGEST, 40).convert("RGB")  # as of a sensor in little light
    picture = Image.blend(photos.picture(*_LARGEST), grain, 0.15)
    part = heif.coded(picture, quality=50, fast=True)
    return heif.write([part.with_properties(heif.rotation(), heif.mirror())])


def _in_turns(first: Callable[[], object], second: Callable[[], object], times: int) -> list[float]:
    """Median milliseconds of both."""
    taken: list[list[float]] = [[], []]
    for turn in range(times + 1):
        for place, work in zip(taken, (first, second), strict=True):
            started = time.perf_counter()
            work()
            if turn:
                place.append(1000 * (time.perf_counter() - started))
    return [median(one) for one in taken]


def compare(times: int) -> list[str]:
    """Whole answers with both ways of decoding, the check alone, and the first answer."""
    here, there = (load_ensemble(ARTIFACTS, decoder=one) for one in (_Here(), PhotoDecoder()))
    lines = [
        "| whole answer to | in one process, ms | decoded in another, ms | ratio |",
        "|---|--:|--:|--:|",
    ]
    heic = _phone_heic()
    for name, content in (
        ("640 × 480 JPEG", jpeg(SCOPE)),
        ("12 MP JPEG", jpeg(PHONE)),
        ("12 MP HEIC in tiles", heic),
    ):
        one, other = _in_turns(
            lambda content=content: here.analyse(content),  # type: ignore[misc]
            lambda content=content: there.analyse(content),  # type: ignore[misc]
            times,
        )
        lines.append(f"| {name} | {one:.0f} | {other:.0f} | {other / one:.2f} × |")
    check, whole = _in_turns(
        lambda: checked(heic, max_pixels=MAX_PIXELS),
        lambda: imaging.decode(heic, wanted=_WANTED),
        times,
    )
    return [
        *lines,
        "",
        f"Checking the boxes and NAL units of that HEIC ({len(heic) / 1e6:.1f} MB) takes "
        f"{check:.1f} ms of its {whole:.0f}.",
        f"Starting the process takes {_start_milliseconds():.0f} ms of processor time, beside the "
        f"models; after an interrupted photo it is started again.",
        *_largest(),
    ]


def _start_milliseconds() -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    decoder = PhotoDecoder()
    decoder.decode(jpeg(SCOPE), wanted=_WANTED)
    decoder.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _largest() -> list[str]:
    content = _largest_heic()
    started = time.process_time()
    imaging.decode(content, wanted=_WANTED)
    return [
        f"The slowest honest photo, {_LARGEST[0] * _LARGEST[1] / 1e6:.0f} megapixels of HEIC in "
        f"{len(content) / 1e6:.1f} MB that are turned and mirrored, takes "
        f"{time.process_time() - started:.1f} s of processor time; the limit is {Limits().cpu:g}."
    ]


def main() -> None:
    """Measure; print or record."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    asked = parser.parse_args()
    lines = [circumstances("pi-heif", "pillow", "onnxruntime"), "", *compare(asked.times)]
    if asked.write:
        write("decoder price", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
