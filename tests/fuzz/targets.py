"""What is fuzzed: each target takes any bytes and raises only where the product does wrong.

`make fuzz` throws mutated bytes at them, tests/integration/test_fuzz_findings.py past findings.
"""

import json
import os
import re
import resource
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from scalp_assess.events import uploads_in_message
from scalp_core.assessments import keys
from scalp_core.errors import PhotoRejectedError
from scalp_core.hospitals.geohash import CELL_PATTERN, with_neighbours
from scalp_core.vision.decoding.client import PhotoDecoder
from scalp_core.vision.heif.boxes import without_second_file
from scalp_core.vision.heif.checks import checked, is_heif
from scalp_core.vision.heif.items import read
from scalp_core.vision.imaging import decode
from scalp_core.vocabulary import MAX_PIXELS
from support.cloud import Cloud, http_event

Target = Callable[[bytes], None]

# What no photo may cost before it is done or rejected.
CPU_SECONDS = 10
MEGABYTES = 1000

# Its process starts with the first photo.
DECODER = PhotoDecoder()

_METHODS = ("GET", "POST", "DELETE", "HEAD", "OPTIONS", "PUT", "PATCH")
# Control characters stand for a geohash's own, or hardly any mutation would be one.
_CELL_CHARACTERS = dict(enumerate("0123456789bcdefghjkmnpqrstuvwxyz"))


def decode_photo(data: bytes) -> None:
    """An upload is a photo or refused with a reason."""
    try:
        photo = decode(data, wanted=(640, 480))
    except PhotoRejectedError:
        return
    assert photo.image.mode == "RGB"
    assert photo.image.width * photo.image.height <= photo.width * photo.height <= MAX_PIXELS


def decode_heif(data: bytes) -> None:
    """A HEIC is a photo or refused, within limits; and refused as soon as a part of it is missing.

    Decoded as in production, in a process of its own, whose processor time and memory are read.
    """
    before, peak = _spent(), _peak_of_ended()
    try:
        DECODER.decode(data, wanted=(640, 480))
    except PhotoRejectedError:
        _assert_spent_little(before, peak)
        return
    _assert_spent_little(before, peak)
    if is_heif(data):
        _assert_damage_is_seen(without_second_file(data))


def _spent() -> float:
    """Seconds of processor time of all decoding processes, those that have ended included."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime + sum(_of_worker("stat"))


def _of_worker(file: str) -> list[float]:
    """User and system time in seconds, or peak of memory in megabytes, of the living process."""
    DECODER.start()
    worker = DECODER._worker
    assert worker is not None
    text = Path(f"/proc/{worker.process.pid}/{file}").read_text()
    if file == "stat":
        ticks = text.rsplit(")", 1)[1].split()[11:13]
        return [int(one) / os.sysconf("SC_CLK_TCK") for one in ticks]
    return [int(one) / 1024 for one in re.findall(r"VmHWM:\s+(\d+) kB", text)]


def _peak_of_ended() -> float:
    """Megabytes of the largest process that has ended; of other tests too, if it is their process.

    The kernel begins the count of a new process at the peak of the one that it is forked from.
    """
    who = (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)
    return max(resource.getrusage(one).ru_maxrss / 1024 for one in who)


def _assert_spent_little(before: float, peak: float) -> None:
    assert _spent() - before <= CPU_SECONDS
    assert max(_of_worker("status"), default=0) <= MEGABYTES
    assert _peak_of_ended() <= max(MEGABYTES, peak)


def _assert_damage_is_seen(whole: bytes) -> None:
    """Cut it within each coded picture, and make a hole there."""
    random = Random(len(whole))
    start = np.frombuffer(whole, np.uint8).ctypes.data
    for item in read(whole).items.values():
        for extent in item.extents:
            if item.kind != b"hvc1" or len(extent) < 16:
                continue
            at = np.frombuffer(extent, np.uint8).ctypes.data - start
            hole = at + random.randrange(len(extent) - 3)
            end = min(hole + random.randint(3, 64), at + len(extent))
            for damaged in (whole[:hole], whole[:hole] + bytes(end - hole) + whole[end:]):
                try:
                    checked(damaged, max_pixels=MAX_PIXELS)
                except ValueError:
                    continue
                raise AssertionError("a missing part was not noticed")


def read_message(data: bytes) -> None:
    """A queue message tells of uploads or is a ValueError; a key is ours or nobody's."""
    with suppress(ValueError):
        for upload in uploads_in_message(SQSRecord({"body": data.decode("utf-8", "replace")})):
            name_of_key(upload.key.encode("utf-8", "replace"))


def name_of_key(data: bytes) -> None:
    """Only what :func:`keys.upload_key` makes has an id, whatever else a key looks like."""
    key = data.decode("utf-8", "replace")
    found = keys.assessment_id_of(key)
    assert found is None or keys.upload_key(found) == key


def neighbours_of_cell(data: bytes) -> None:
    """A cell that the API lets in has itself and eight different neighbours, or stands alone."""
    cell = data.decode("utf-8", "replace").translate(_CELL_CHARACTERS)
    if not re.fullmatch(CELL_PATTERN, cell):
        return
    around = with_neighbours(cell)
    assert around[0] == cell
    assert len(around) == len(set(around))
    assert len(around) in (1, 9)
    assert all(re.fullmatch(CELL_PATTERN, one) and len(one) == len(cell) for one in around)


def answer_of(cloud: Cloud) -> Target:
    """A request, written as ``GET /path?query`` and a body below, is never our fault."""

    def ask(data: bytes) -> None:
        from scalp_api.handler import handler

        line, _, body = data.decode("utf-8", "replace").partition("\n")
        method, _, path = line.partition(" ")
        method = method if method in _METHODS else "GET"
        context: Any = cloud.context()
        answer = handler(http_event(method, path, body or None), context)
        assert answer["statusCode"] < 500, answer
        if answer["statusCode"] >= 400 and method != "HEAD":
            assert json.loads(answer["body"])["status"] == answer["statusCode"]

    return ask


PURE: dict[str, Target] = {
    "photo": decode_photo,
    "heif": decode_heif,
    "message": read_message,
    "key": name_of_key,
    "cell": neighbours_of_cell,
}
