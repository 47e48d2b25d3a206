"""Donated photos are assessed again by newer models, and nothing is counted."""

import csv
import io
import json
from collections.abc import Callable

import boto3
import pytest

import scalp_assess.bootstrap
from scalp_core.assessments import keys as assessments_keys
from scalp_core.aws.dynamodb import META_SK
from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.research import keys as research_keys
from scalp_core.research.listing import list_photos
from scalp_core.vocabulary import Grade, Symptom
from scalp_operator import reassessment
from support.cloud import Cloud
from support.research import (
    NOTHING,
    broken_once,
    deleted_at,
    drain,
    everything,
    given,
    models,
    research_bucket,
    run,
    token,
)


def reassess(cloud: Cloud) -> None:
    done = run(cloud, "reassess", "--per-second", "1000")
    assert done.exit_code == 0, done.output
    drain(cloud)


def compared(cloud: Cloud, symptom: Symptom = Symptom.DANDRUFF) -> list[dict[str, str]]:
    done = run(cloud, "export-research")
    assert done.exit_code == 0, done.output
    rows = csv.DictReader(io.StringIO(done.stdout))
    return [row for row in rows if row["symptom"] == symptom]


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

    found = [one["Key"] for one in list_photos(s3, bucket)]

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
