"""How long an assessment, its upload and what research has of it live, to the second."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scalp_core.analysis import Cohort
from scalp_core.assessments import keys
from scalp_core.assessments.assess import Outcome, assess_photo, consented_record
from scalp_core.assessments.create import Ticket, create_assessment
from scalp_core.assessments.model import Assessment
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.aws.objects import PhotoStore
from scalp_core.errors import (
    AlreadyFinishedError,
    AssessmentNotFoundError,
    BackendError,
    ConsentRequiredError,
    PhotoRejectedError,
    RejectionCode,
)
from scalp_core.research.repository import ResearchRepository, record_update
from scalp_core.vocabulary import AgeGroup, ContentType, Sex, Status
from support.offline_aws import OfflineDynamo, offline_s3, plain, refused
from support.results import pending, result

NOW = datetime(2026, 11, 22, 12, 30, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def create(dynamo: OfflineDynamo, *, consent: bool = True, research: bool = False) -> Ticket:
    return create_assessment(
        cohort=Cohort(sex=Sex.FEMALE, age_group=AgeGroup.FORTIES),
        site=None,
        consent=consent,
        research=research,
        content_type=ContentType.JPEG,
        assessments=AssessmentRepository(dynamo.client, "table"),
        photos=PhotoStore(offline_s3(), "uploads-bucket"),
        clock=lambda: NOW,
    )


def stored(dynamo: OfflineDynamo) -> dict[str, Any]:
    """The item that the first request wrote."""
    return dict(dynamo.requests[0][1]["Item"])


def reading(assessment: Assessment) -> AssessmentRepository:
    """A repository in whose table this assessment lies."""
    written = OfflineDynamo()
    AssessmentRepository(written.client, "table").create(assessment)
    found = OfflineDynamo(lambda _: {"Item": stored(written)})
    return AssessmentRepository(found.client, "table")


# ── Creating ─────────────────────────────────────────────────────────────────────────────────────


def test_what_is_never_uploaded_is_forgotten_after_one_day() -> None:
    dynamo = OfflineDynamo()

    ticket = create(dynamo)

    assert ticket.assessment.expires_at == NOW + DAY
    assert plain(stored(dynamo))["expiresAt"] == (NOW + DAY).timestamp()
    assert plain(stored(dynamo))["status"] == Status.PENDING
    assert plain(stored(dynamo))["createdAt"] == NOW.isoformat()


def test_an_upload_may_be_begun_for_five_minutes_and_hold_one_byte_to_ten_megabytes() -> None:
    before = datetime.now(UTC)
    upload = create(OfflineDynamo()).upload
    after = datetime.now(UTC)

    policy = json.loads(base64.b64decode(upload.fields["policy"]))
    until = datetime.fromisoformat(policy["expiration"])
    # botocore counts from the machine's clock, in whole seconds.
    assert before - SECOND <= until - timedelta(minutes=5) <= after
    assert upload.expires_at == NOW + timedelta(minutes=5)
    assert ["content-length-range", 1, 10_485_760] in policy["conditions"]
    assert upload.max_bytes == 10_485_760


@pytest.mark.parametrize("research", [True, False])
def test_only_who_agrees_to_research_has_its_consent_stored(research: bool) -> None:
    dynamo = OfflineDynamo()

    create(dynamo, research=research)

    assert ("researchConsentVersion" in stored(dynamo)) is research


def test_without_consent_nothing_is_written() -> None:
    dynamo = OfflineDynamo()

    with pytest.raises(ConsentRequiredError):
        create(dynamo, consent=False)

    assert dynamo.requests == []


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────


def test_an_assessment_is_there_until_the_second_in_which_it_expires() -> None:
    assessment = pending(at=NOW)
    repository = reading(assessment)

    last = assessment.expires_at - SECOND
    assert repository.get(assessment.id, last).id == assessment.id
    for gone in (assessment.expires_at, assessment.expires_at + SECOND):
        with pytest.raises(AssessmentNotFoundError):
            repository.get(assessment.id, gone)


@pytest.mark.parametrize(("seconds", "found"), [(-1, True), (0, False), (1, False)])
def test_deleting_finds_nothing_from_the_second_on_in_which_it_expires(
    seconds: int, found: bool
) -> None:
    item = {"expiresAt": {"N": str(int(NOW.timestamp()))}}
    repository = AssessmentRepository(OfflineDynamo([{"Attributes": item}]).client, "table")

    assert repository.delete("id", NOW + seconds * SECOND) is found


def test_deleting_what_was_never_there_finds_nothing() -> None:
    assert not AssessmentRepository(OfflineDynamo().client, "table").delete("id", NOW)


@pytest.mark.parametrize(
    ("seconds", "seen"), [(-1, Status.PENDING), (0, Status.FAILED), (1, Status.FAILED)]
)
def test_a_pending_assessment_is_seen_as_failed_from_its_last_second_on(
    seconds: int, seen: Status
) -> None:
    waiting = pending(at=NOW).model_copy(update={"fails_at": NOW})

    assert waiting.effective_status(NOW + seconds * SECOND) is seen
    assert pending(at=NOW).effective_status(NOW + DAY) is Status.PENDING
    done = waiting.model_copy(update={"status": Status.DONE})
    assert done.effective_status(NOW + DAY) is Status.DONE


@pytest.mark.parametrize(("seconds", "found"), [(-1, True), (0, False), (1, False)])
def test_a_research_record_is_there_until_the_second_in_which_it_expires(
    seconds: int, found: bool
) -> None:
    agreed = pending(at=NOW).model_copy(update={"research_consent_version": "v"})
    record = consented_record(agreed, result(), b"x", at=NOW, lifetime=10 * DAY)
    assert record is not None
    update = record_update("table", "token", record)
    item = {
        name: update["ExpressionAttributeValues"][f":n{number}"]
        for number, name in enumerate(update["ExpressionAttributeNames"].values())
    }
    dynamo = OfflineDynamo([{"Item": item}])
    research = ResearchRepository(dynamo.client, "table", PhotoStore(offline_s3(), "research"))

    read = research.record("token", record.expires_at + seconds * SECOND)

    assert (read is not None) is found
    assert record.expires_at == datetime(2026, 12, 2, tzinfo=UTC)


@pytest.mark.parametrize(("size", "allowed"), [(9, True), (10, True), (11, False)])
def test_a_photo_is_read_up_to_the_limit_and_not_a_byte_more(size: int, allowed: bool) -> None:
    photos = PhotoStore(offline_s3(bytes(size)), "uploads-bucket")

    if allowed:
        assert photos.read("key", max_bytes=10) == bytes(size)
    else:
        with pytest.raises(PhotoRejectedError) as caught:
            photos.read("key", max_bytes=10)
        assert caught.value.code is RejectionCode.FILE_TOO_LARGE


# ── Assessing ────────────────────────────────────────────────────────────────────────────────────


def assess(dynamo: OfflineDynamo, assessment: Assessment) -> Outcome:
    photos = PhotoStore(offline_s3(b"photo"), "uploads-bucket")
    return assess_photo(
        assessment.id,
        assessments=AssessmentRepository(dynamo.client, "table"),
        photos=photos,
        research=ResearchRepository(dynamo.client, "table", photos),
        analyse=lambda _: result(),
        copy=lambda content: content,
        result_lifetime=30 * DAY,
        research_lifetime=365 * DAY,
        clock=lambda: NOW,
    )


def with_assessment(assessment: Assessment, *answers: dict[str, Any] | int) -> OfflineDynamo:
    """A table that gives this assessment first, and then these answers."""
    written = OfflineDynamo()
    AssessmentRepository(written.client, "table").create(assessment)
    return OfflineDynamo([{"Item": stored(written)}, *answers])


def test_a_result_is_forgotten_as_long_after_it_was_finished_as_is_configured() -> None:
    dynamo = with_assessment(pending(at=NOW - DAY))

    assert assess(dynamo, pending(at=NOW - DAY)) is Outcome.DONE

    (_, read), (name, request) = dynamo.requests[:2]
    assert read["ConsistentRead"], "what has just been finished is not assessed again"
    assert name == "TransactWriteItems"
    finished, cohort, day = (item["Update"] for item in request["TransactItems"])
    values = plain(finished["ExpressionAttributeValues"])
    assert values[":expiresAt"] == (NOW + 30 * DAY).timestamp()
    assert values[":finishedAt"] == NOW.isoformat()
    assert values[":status"] == Status.DONE
    assert json.loads(values[":result"])["type"]["scalpType"] == "normal"
    assert [plain(one["Key"])["PK"] for one in (cohort, day)] == [
        "STATS#female#40s",
        "STATS#DAY#2026-11-22",
    ]
    assert set(plain(cohort["ExpressionAttributeValues"]).values()) == {1}


@pytest.mark.parametrize("status", [Status.DONE, Status.REJECTED])
def test_what_is_finished_is_not_assessed_again(status: Status) -> None:
    finished = pending(at=NOW).model_copy(update={"status": status})
    dynamo = with_assessment(finished)

    assert assess(dynamo, finished) is Outcome.DUPLICATE
    assert dynamo.operations == ["GetItem"]


def test_what_failed_may_still_be_done() -> None:
    failed = pending(at=NOW).model_copy(update={"status": Status.FAILED})

    assert assess(with_assessment(failed), failed) is Outcome.DONE


def test_who_comes_second_counts_nothing() -> None:
    reasons = [{"Code": "ConditionalCheckFailed"}, {"Code": "None"}, {"Code": "None"}]
    cancelled = refused("TransactionCanceledException", CancellationReasons=reasons)
    assessment = pending(at=NOW)

    assert assess(with_assessment(assessment, cancelled), assessment) is Outcome.DUPLICATE


def test_a_transaction_in_conflict_is_tried_six_times(monkeypatch: pytest.MonkeyPatch) -> None:
    reasons = [{"Code": "None"}, {"Code": "TransactionConflict"}, {"Code": "None"}]
    conflict = refused("TransactionCanceledException", CancellationReasons=reasons)
    retrying: Any = AssessmentRepository.complete
    waits: list[float] = []
    monkeypatch.setattr(retrying.retry, "sleep", waits.append)
    monkeypatch.setattr("random.uniform", lambda _, most: most)  # of full jitter
    assessment = pending(at=NOW)

    with pytest.raises(BackendError, match="TransactionConflict"):
        assess(with_assessment(assessment, *[conflict] * 10), assessment)

    assert waits == pytest.approx([0.05, 0.1, 0.2, 0.4, 0.8])
    assert assess(with_assessment(assessment, *[conflict] * 5), assessment) is Outcome.DONE, (
        "five conflicts are survived"
    )


def test_another_fault_of_the_transaction_is_not_tried_again() -> None:
    assessment = pending(at=NOW)
    dynamo = with_assessment(assessment, refused("ValidationException"))

    with pytest.raises(BackendError, match="ValidationException"):
        assess(dynamo, assessment)

    assert dynamo.operations == ["GetItem", "TransactWriteItems"]


@pytest.mark.parametrize(
    ("change", "values"),
    [
        (
            lambda one: one.reject("id", RejectionCode.BLURRED, at=NOW),
            {":status": "rejected", ":rejection": "blurred", ":finishedAt": NOW.isoformat()},
        ),
        (lambda one: one.fail("id", at=NOW), {":status": "failed", ":finishedAt": NOW.isoformat()}),
        (lambda one: one.set_fails_at("id", NOW), {":failsAt": NOW.isoformat()}),
    ],
)
def test_only_what_is_unfinished_is_changed(change: Any, values: dict[str, str]) -> None:
    dynamo = OfflineDynamo([{}, refused(), 500])
    repository = AssessmentRepository(dynamo.client, "table")

    change(repository)

    assert dynamo.values() == values | {":pending": "pending", ":failed": "failed"}
    assert dynamo.requests[0][1]["ConditionExpression"] == (
        "attribute_exists(PK) AND #status IN (:pending, :failed)"
    )
    assert plain(dynamo.requests[0][1]["Key"]) == {
        "PK": keys.assessment_pk("id"),
        "SK": "META",
    }
    with pytest.raises(AlreadyFinishedError):
        change(repository)
    with pytest.raises(BackendError):
        change(repository)
