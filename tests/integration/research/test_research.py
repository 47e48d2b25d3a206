"""Consented copies: kept without a trace of their owner, taken back, assessed again."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ReadTimeoutError
from PIL import Image
from typer.testing import CliRunner, Result

import scalp_api.bootstrap
import scalp_assess.bootstrap
from scalp_core.analysis import ModelInfo
from scalp_core.assessments import keys as assessments_keys
from scalp_core.aws.dynamodb import META_SK
from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.research import keys as research_keys
from scalp_core.vocabulary import Grade, Symptom, TrainedOn
from scalp_operator import reassessment
from scalp_operator.__main__ import app
from support import photos
from support.cloud import Cloud, answer_with
from support.deliveries import Killed
from support.results import result

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


def given(cloud: Cloud, content: bytes | None = None) -> str:
    """Assess a photo whose owner donates it, and return the assessment's id."""
    made = cloud.create(research=True, site="top")
    cloud.upload(made, content or photos.sample())
    drain(cloud)
    assert cloud.read(made)["status"] == "done"
    return made


def drain(cloud: Cloud) -> None:
    while cloud.work():
        pass


def token(assessment_id: str) -> str:
    return research_keys.research_token(assessment_id)


def research_bucket(cloud: Cloud) -> str:
    return cloud.stack.physical_ids["ResearchBucket"]


def everything(cloud: Cloud) -> dict[str, int]:
    """How much lies in each place that holds something of single people."""
    items = cloud.dynamodb.scan(TableName=cloud.table)["Items"]
    return {
        "items": sum(not one["PK"]["S"].startswith("STATS#") for one in items),
        "uploads": cloud.s3.list_objects_v2(Bucket=cloud.bucket)["KeyCount"],
        "research": cloud.s3.list_objects_v2(Bucket=research_bucket(cloud))["KeyCount"],
    }


def deleted_at(cloud: Cloud, made: str, moment: str) -> list[int]:
    """Delete an assessment once the worker reaches this event; return the status codes so far."""
    services = scalp_assess.bootstrap.services()
    deleted: list[int] = []

    def delete(**_: object) -> None:
        if not deleted:
            deleted.append(0)
            deleted[0] = cloud.api("DELETE", f"/api/v1/assessments/{made}")[0]

    for client in (services.photos._client, services.assessments._client):
        client.meta.events.register(moment, delete)
    return deleted


NOTHING = {"items": 0, "uploads": 0, "research": 0}


def models(monkeypatch: pytest.MonkeyPatch, version: str, grade: Grade) -> list[bytes]:
    """Deploy other models, and give what they are going to see."""
    seen: list[bytes] = []
    info = ModelInfo(version=version, trained_on=TrainedOn.AIHUB)

    def analyse(_: object, content: bytes) -> Any:
        seen.append(content)
        return result({Symptom.DANDRUFF: grade}).model_copy(update={"model": info})

    ensemble = type(scalp_assess.bootstrap.services().ensemble)
    monkeypatch.setattr(ensemble, "analyse", analyse)
    monkeypatch.setattr(ensemble, "model", info)
    return seen


def run(cloud: Cloud, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--stack", cloud.name])


def reassess(cloud: Cloud) -> None:
    done = run(cloud, "reassess", "--per-second", "1000")
    assert done.exit_code == 0, done.output
    drain(cloud)


def compared(cloud: Cloud, symptom: Symptom = Symptom.DANDRUFF) -> list[dict[str, str]]:
    done = run(cloud, "export-research")
    assert done.exit_code == 0, done.output
    rows = csv.DictReader(io.StringIO(done.stdout))
    return [row for row in rows if row["symptom"] == symptom]


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
        token(given(cloud, photos.encoded(photos.picture(4800, 3600), "PNG")))
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


def broken_once(call: str, client: Any) -> None:
    """One call whose answer is lost, with all its tries, after AWS has carried it out."""
    left = [True]

    def lose(**_: object) -> None:
        if left:
            left.clear()
            raise ReadTimeoutError(endpoint_url="aws")

    client.meta.events.register(f"after-call.{call}", lose)


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


# ── Taken back ───────────────────────────────────────────────────────────────────────────────────


def test_deleting_the_result_takes_the_photo_back(cloud: Cloud) -> None:
    made = given(cloud)

    assert cloud.api("DELETE", f"/api/v1/assessments/{made}")[0] == 204

    assert everything(cloud) == NOTHING
    assert cloud.api("DELETE", f"/api/v1/assessments/{made}")[0] == 404


def test_a_photo_is_taken_back_after_its_result_has_expired(cloud: Cloud) -> None:
    made = given(cloud)
    key = {"PK": {"S": assessments_keys.assessment_pk(made)}, "SK": {"S": META_SK}}
    cloud.dynamodb.delete_item(TableName=cloud.table, Key=key)  # as time to live does
    assert cloud.api("GET", f"/api/v1/assessments/{made}")[0] == 404

    assert cloud.api("DELETE", f"/api/v1/assessments/{made}")[0] == 204

    assert everything(cloud) == NOTHING


def test_the_operator_takes_back_by_id_too(cloud: Cloud) -> None:
    made = given(cloud)

    assert run(cloud, "delete-assessment", made).exit_code == 0

    assert everything(cloud) == NOTHING


@pytest.mark.parametrize(
    "moment",
    [
        "before-call.s3.GetObject",
        "before-call.dynamodb.TransactWriteItems",
        "after-call.dynamodb.TransactWriteItems",
        "before-call.s3.PutObject",
        "after-call.s3.PutObject",
        "before-call.s3.DeleteObject",
    ],
)
def test_nothing_is_left_of_what_is_deleted_meanwhile(cloud: Cloud, moment: str) -> None:
    made = cloud.create(research=True)
    cloud.upload(made, photos.sample())
    deleted = deleted_at(cloud, made, moment)

    drain(cloud)

    assert deleted == [204]
    assert everything(cloud) == NOTHING


@pytest.mark.parametrize("calls", range(4))
def test_nothing_is_left_by_a_worker_that_comes_between_two_steps_of_a_deletion(
    cloud: Cloud, calls: int
) -> None:
    drain(cloud)
    made = cloud.create(research=True)
    cloud.upload(made, photos.sample())
    services = scalp_api.bootstrap.services()
    before: list[str] = []

    def work(model: Any, **_: object) -> None:
        before.append(model.name)
        if len(before) == calls + 1:
            cloud.work()

    for client in (services.photos._client, services.assessments._client):
        client.meta.events.register("before-call", work)

    assert cloud.api("DELETE", f"/api/v1/assessments/{made}")[0] == 204

    assert before == ["DeleteObject", "DeleteItem", "DeleteItem", "DeleteObject"]
    drain(cloud)
    assert everything(cloud) == NOTHING


def test_a_copy_that_a_killed_worker_left_is_deleted_by_the_next_delivery(cloud: Cloud) -> None:
    def kill(**_: object) -> None:
        raise Killed

    def take_back(**_: object) -> None:
        cloud.api("DELETE", f"/api/v1/assessments/{made}")

    drain(cloud)
    cloud.set_visibility_timeout(0)
    made = cloud.create(research=True)
    cloud.upload(made, photos.sample())
    events = scalp_assess.bootstrap.services().photos._client.meta.events
    events.register("before-call.s3.PutObject", take_back)
    events.register("after-call.s3.PutObject", kill)
    with pytest.raises(Killed):
        cloud.work()
    assert cloud.research_photo(token(made)) is not None
    forget_deliveries(cloud)

    drain(cloud)

    assert everything(cloud) == NOTHING


def forget_deliveries(cloud: Cloud) -> None:
    """What passing time does to records of deliveries that never ended."""
    table = cloud.stack.physical_ids["IdempotencyTable"]
    for item in cloud.dynamodb.scan(TableName=table)["Items"]:
        cloud.dynamodb.delete_item(TableName=table, Key={"id": item["id"]})


# ── Assessed again ───────────────────────────────────────────────────────────────────────────────


def test_new_models_assess_consented_copies_and_count_nothing(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    models(monkeypatch, "1", Grade.MILD)
    made = [given(cloud) for _ in range(3)]
    before = cloud.counters()
    models(monkeypatch, "2", Grade.SEVERE)

    reassess(cloud)

    rows = compared(cloud)
    assert {row["photo"] for row in rows} == {token(one) for one in made}
    for row in rows:
        assert (row["old_model"], row["old_grade"]) == ("1", "1")
        assert (row["new_model"], row["new_grade"]) == ("2", "3")
        assert (row["sex"], row["age_group"], row["site"]) == ("female", "40s", "top")
    assert cloud.counters() == before
    assert everything(cloud) == {"items": 6, "uploads": 0, "research": 3}
    assert {cloud.read(one)["result"]["model"]["version"] for one in made} == {"1"}


def test_models_that_know_a_photo_do_not_look_again(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    models(monkeypatch, "1", Grade.MILD)
    given(cloud)
    seen = models(monkeypatch, "2", Grade.SEVERE)

    reassess(cloud)
    reassess(cloud)

    assert len(seen) == 1
    assert len(compared(cloud)) == 1


def test_three_generations_compare_the_first_with_the_latest(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    models(monkeypatch, "10", Grade.MILD)
    given(cloud)
    assert compared(cloud)[0]["new_model"] == ""
    for version, grade in (("9", Grade.SEVERE), ("2", Grade.NONE)):
        models(monkeypatch, version, grade)
        reassess(cloud)

    (row,) = compared(cloud)
    assert (row["old_model"], row["old_grade"]) == ("10", "1")
    assert (row["new_model"], row["new_grade"]) == ("2", "0")


def test_a_photo_that_new_models_reject_is_recorded_and_not_retried_for_ever(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(cloud)
    models(monkeypatch, "2", Grade.NONE)

    def reject(*_: object) -> None:
        raise PhotoRejectedError(RejectionCode.NOT_A_SCALP)

    monkeypatch.setattr(type(scalp_assess.bootstrap.services().ensemble), "analyse", reject)
    reassess(cloud)

    assert compared(cloud)[0]["new_grade"] == "not_a_scalp"
    assert cloud.waiting() == cloud.waiting("AssessDeadLetterQueue") == 0


@pytest.mark.parametrize("moment", ["before-call.s3.GetObject", "before-call.dynamodb.UpdateItem"])
def test_what_is_taken_back_while_it_is_assessed_again_is_gone(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    made = given(cloud)
    models(monkeypatch, "2", Grade.SEVERE)
    deleted = deleted_at(cloud, made, moment)

    reassess(cloud)

    assert deleted == [204]
    assert everything(cloud) == NOTHING


def test_a_photo_without_a_record_is_nobodys_gift_and_is_deleted(cloud: Cloud) -> None:
    """As a worker leaves it that was killed for good after storing what had been withdrawn."""
    made = given(cloud)
    key = {"PK": {"S": research_keys.research_pk(token(made))}, "SK": {"S": META_SK}}
    cloud.dynamodb.delete_item(TableName=cloud.table, Key=key)

    reassess(cloud)

    assert cloud.research_photo(token(made)) is None


def test_a_fault_of_assessing_again_is_delivered_again(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, logged: Callable[[str], str]
) -> None:
    made = given(cloud)
    models(monkeypatch, "2", Grade.SEVERE)
    cloud.set_visibility_timeout(0)
    broken_once("s3.GetObject", scalp_assess.bootstrap.services().photos._client)

    reassess(cloud)

    assert compared(cloud)[0]["new_model"] == "2"
    assert "photo could not be assessed" in logged("assess")
    assert "research_photo" in logged("assess")
    assert made not in logged("assess")


def test_a_dry_run_counts_and_sends_nothing(cloud: Cloud) -> None:
    for _ in range(2):
        given(cloud)

    done = run(cloud, "reassess", "--dry-run")

    assert "2 photos would be sent; 0 messages are waiting." in done.output
    assert cloud.waiting() == 0


def test_every_page_of_the_bucket_is_sent(cloud: Cloud) -> None:
    bucket = research_bucket(cloud)
    names = {research_keys.research_key(f"{number:064x}") for number in range(25)}
    for name in names:
        cloud.s3.put_object(Bucket=bucket, Key=name, Body=b"photo")
    pages: list[int] = []
    s3 = boto3.client("s3")
    s3.meta.events.register(
        "provide-client-params.s3.ListObjectsV2", lambda params, **_: {**params, "MaxKeys": 10}
    )
    s3.meta.events.register("after-call.s3.ListObjectsV2", lambda **_: pages.append(1))

    found = [one["Key"] for one in reassessment.list_photos(s3, bucket)]

    assert set(found) == names
    assert len(pages) == 3


def test_uploads_never_wait_behind_more_than_the_pace_allows(cloud: Cloud) -> None:
    """Whatever the queue holds of others counts: nothing is sent while people wait."""
    drain(cloud)
    queue, bucket = cloud.mapping.queue_url, research_bucket(cloud)
    found = [{"Key": f"research/{number:064x}", "ETag": '"e"'} for number in range(30)]
    uploads = 6
    for number in range(uploads):
        cloud.sqs.send_message(QueueUrl=queue, MessageBody=json.dumps({"upload": number}))
    depths: list[int] = []

    def sleep(_: float) -> None:
        depths.append(cloud.waiting())
        received = cloud.sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=5)
        for message in received.get("Messages", []):
            cloud.sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])

    sent = reassessment.send(
        cloud.sqs, queue, bucket, found, reassessment.Pace(per_second=5, at_most=8), sleep=sleep
    )

    assert list(sent)[-1] == len(found)
    assert depths[0] == uploads  # nothing was sent before somebody's photos were through
    assert max(depths) <= 8


@pytest.mark.parametrize("mixed_up", ["a photo of research", "an upload"])
def test_a_photo_in_the_bucket_of_the_other_kind_is_nobodys(
    cloud: Cloud, logged: Callable[[str], str], mixed_up: str
) -> None:
    """It fails like any message that nobody can act on; only S3's test event may vanish."""
    made = given(cloud)
    bucket, key = {
        "a photo of research": (cloud.bucket, research_keys.research_key(token(made))),
        "an upload": (research_bucket(cloud), assessments_keys.upload_key(made)),
    }[mixed_up]
    before = everything(cloud)
    cloud.set_visibility_timeout(0)
    body = reassessment._message(bucket, {"Key": key, "ETag": '"e"'})
    cloud.sqs.send_message(QueueUrl=cloud.mapping.queue_url, MessageBody=body)

    while not cloud.waiting("AssessDeadLetterQueue"):
        cloud.work()

    assert cloud.waiting() == 0
    assert logged("assess").count('"ForeignObjectError"') > 0
    assert everything(cloud) == before
    assert cloud.read(made)["status"] == "done"
