"""What is fuzzed: each target takes any bytes and raises only where the product does wrong.

`make fuzz` throws mutated bytes at them, tests/unit/test_fuzz_findings.py what was found before.
"""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from scalp_assess.events import uploads_in_message
from scalp_core import keys
from scalp_core.cells import CELL_PATTERN, with_neighbours
from scalp_core.errors import PhotoRejectedError
from scalp_core.imaging import decode
from scalp_core.vocabulary import MAX_PIXELS
from support.cloud import Cloud, http_event

Target = Callable[[bytes], None]

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
    "message": read_message,
    "key": name_of_key,
    "cell": neighbours_of_cell,
}
