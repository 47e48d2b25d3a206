"""Donated photos: kept without a trace of their owner, and never at the cost of a result."""

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PIL import Image

import scalp_assess.bootstrap
from scalp_core.aws.dynamodb import META_SK
from scalp_core.research import keys as research_keys
from scalp_core.vocabulary import Grade
from support import photos
from support.cloud import Cloud, answer_with
from support.research import (
    NOTHING,
    broken_once,
    drain,
    everything,
    given,
    models,
    research_bucket,
    run,
    token,
)

MAKER = "Microscope GmbH"


def with_traces() -> bytes:
    """The sample photo with all that cameras and people write into a file."""
    exif = Image.Exif()
    exif[0x010F] = MAKER
    exif[0x0112] = 6  # stored lying, shown upright
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (37.0, 33.0, 0.0)
    return photos.encoded(
        photos.picture(),
        "JPEG",
        quality=90,
        exif=exif,
        comment=b"my own head",
        xmp=b"<x:xmpmeta/>",
        dpi=(72, 72),
    )


# ── Given ────────────────────────────────────────────────────────────────────────────────────────


def test_without_being_asked_for_nothing_is_given(cloud: Cloud) -> None:
    made = cloud.create()
    cloud.upload(made, photos.sample())
    drain(cloud)

    assert cloud.read(made)["research"] is False
    assert everything(cloud) == NOTHING | {"items": 1}


def test_research_is_agreed_to_by_a_plain_yes_only(cloud: Cloud) -> None:
    body = {"sex": "female", "ageGroup": "40s", "consent": True, "contentType": "image/jpeg"}
    for unclear in ("true", 1, None):
        asked = body | {"research": unclear}
        assert cloud.api("POST", "/api/v1/assessments", asked)[0] == 422
    refused = body | {"consent": False, "research": True}
    assert cloud.api("POST", "/api/v1/assessments", refused)[0] == 422


def test_an_assessed_photo_is_donated_upright_and_without_a_trace_of_its_owner(
    cloud: Cloud,
) -> None:
    made = given(cloud, with_traces())

    assert cloud.read(made)["research"] is True
    assert not cloud.photo_exists(made)
    copy = cloud.research_photo(token(made))
    assert copy is not None
    for trace in (MAKER.encode(), b"Exif", b"my own head", b"xmpmeta", b"ICC_PROFILE"):
        assert trace not in copy
    with Image.open(io.BytesIO(copy)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (480, 640))
        assert not picture.getexif()
    stored = cloud.s3.head_object(
        Bucket=research_bucket(cloud), Key=research_keys.research_key(token(made))
    )
    assert stored["ContentType"] == "image/jpeg"
    assert stored["Metadata"] == {
        "sex": "female",
        "age-group": "40s",
        "site": "top",
        "consent-version": "2026-11-23",
        "given-on": datetime.now(UTC).date().isoformat(),
    }


def test_nothing_of_research_names_the_assessment(cloud: Cloud) -> None:
    made = given(cloud)
    item = record(cloud, made)
    finished = cloud.read(made)["finishedAt"]

    assert made not in json.dumps(item)
    assert finished[:16] not in json.dumps(item)  # to the minute
    assert made not in research_keys.research_key(token(made))


def record(cloud: Cloud, assessment_id: str) -> dict[str, Any] | None:
    key = {
        "PK": {"S": research_keys.research_pk(token(assessment_id))},
        "SK": {"S": META_SK},
    }
    return cloud.dynamodb.get_item(TableName=cloud.table, Key=key).get("Item")


def test_a_record_expires_with_its_photo(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    item = record(cloud, given(cloud))
    assert item is not None
    days = int(cloud.stack.environment["AssessFunction"]["RESEARCH_DAYS"])
    expires = datetime.fromtimestamp(int(item["expiresAt"]["N"]), UTC)
    assert timedelta(days=days - 1) < expires - datetime.now(UTC) <= timedelta(days=days)


def test_a_large_photo_is_kept_no_larger_than_models_need(cloud: Cloud) -> None:
    copy = cloud.research_photo(
        token(given(cloud, photos.encoded(photos.picture(2400, 1800), "PNG")))
    )
    assert copy is not None
    with Image.open(io.BytesIO(copy)) as picture:
        assert picture.size == (2048, 1536)


def test_a_rejected_photo_is_not_given(cloud: Cloud) -> None:
    made = cloud.create(research=True)
    cloud.upload(made, b"no photo")
    drain(cloud)

    assert cloud.read(made)["status"] == "rejected"
    assert everything(cloud) == NOTHING | {"items": 1}


# ── Faults ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("call", ["s3.PutObject", "dynamodb.UpdateItem", "s3.DeleteObject"])
def test_a_fault_while_giving_counts_once_and_is_made_up_for(cloud: Cloud, call: str) -> None:
    services = scalp_assess.bootstrap.services()
    cloud.set_visibility_timeout(0)
    client = services.photos._client if call.startswith("s3") else services.assessments._client
    broken_once(call, client)

    made = given(cloud)

    assert cloud.research_photo(token(made)) is not None
    assert cloud.counters()["STATS#female#40s"]["total"] == 1
    assert everything(cloud) == {"items": 2, "uploads": 0, "research": 1}
    assert cloud.waiting() == 0


def test_a_bucket_that_never_answers_costs_nobody_their_result(cloud: Cloud) -> None:
    made = cloud.create(research=True)
    cloud.upload(made, photos.sample())
    cloud.set_visibility_timeout(0)
    events = scalp_assess.bootstrap.services().photos._client.meta.events
    broken = answer_with(503)
    events.register("before-send.s3.PutObject", broken)
    drain(cloud)

    assert cloud.read(made)["status"] == "done"
    assert cloud.counters()["STATS#female#40s"]["total"] == 1
    assert cloud.waiting("AssessDeadLetterQueue") == 1
    assert cloud.research_photo(token(made)) is None

    events.unregister("before-send.s3.PutObject", broken)
    run(cloud, "redrive-dlq")
    drain(cloud)
    assert cloud.research_photo(token(made)) is not None
    assert not cloud.photo_exists(made)
    assert cloud.counters()["STATS#female#40s"]["total"] == 1


def test_a_photo_that_cannot_be_copied_costs_nobody_their_result(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The models' release took it; the decoder that makes the copy, of a later one, does not."""
    models(monkeypatch, "9", Grade.MILD)
    cloud.set_visibility_timeout(0)
    made = cloud.create(research=True)
    cloud.upload(made, photos.sample()[:-5000])

    drain(cloud)

    assert cloud.read(made)["status"] == "done"
    assert cloud.counters()["STATS#female#40s"]["total"] == 1
    assert cloud.waiting() == 0
    assert cloud.waiting("AssessDeadLetterQueue") == 0
    assert cloud.research_photo(token(made)) is None
    assert not cloud.photo_exists(made)


def test_a_photo_that_was_not_assessed_is_never_given(cloud: Cloud) -> None:
    """The right to upload works twice; the second photo comes while the first is being given."""
    drain(cloud)
    cloud.set_visibility_timeout(0)
    made = cloud.create(research=True)
    cloud.upload(made, photos.sample())
    events = scalp_assess.bootstrap.services().photos._client.meta.events
    broken = answer_with(503)
    events.register("before-send.s3.PutObject", broken)
    cloud.work()
    assert cloud.read(made)["status"] == "done"
    events.unregister("before-send.s3.PutObject", broken)
    cloud.upload(made, photos.encoded(photos.picture(800, 600), "JPEG"))

    drain(cloud)

    assert cloud.research_photo(token(made)) is None
    assert not cloud.photo_exists(made)
