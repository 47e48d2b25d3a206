"""How long an assessment, its upload and what research has of it live, to the second."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest

from scalp_core.analysis import Cohort
from scalp_core.assessments.assess import consented_record
from scalp_core.assessments.create import CreatedAssessment, create_assessment
from scalp_core.assessments.model import Assessment
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.aws.dynamodb import to_item
from scalp_core.aws.objects import PhotoStore
from scalp_core.errors import (
    AssessmentNotFoundError,
    ConsentRequiredError,
    PhotoRejectedError,
    RejectionCode,
)
from scalp_core.research.repository import ResearchRepository, record_update
from scalp_core.vocabulary import AgeGroup, ContentType, Sex, Status
from support.offline_assessments import DAY, NOW, stored
from support.offline_aws import OfflineDynamo, changes, offline_s3, plain
from support.results import pending, result

SECOND = timedelta(seconds=1)


def create(
    dynamo: OfflineDynamo, *, consent: bool = True, research: bool = False, counted: bool = True
) -> CreatedAssessment:
    return create_assessment(
        cohort=Cohort(sex=Sex.FEMALE, age_group=AgeGroup.FORTIES),
        head_region=None,
        consent=consent,
        research=research,
        counted=counted,
        content_type=ContentType.JPEG,
        assessments=AssessmentRepository(dynamo.client, "table"),
        photos=PhotoStore(offline_s3(), "uploads-bucket"),
        clock=lambda: NOW,
    )


def reading(assessment: Assessment) -> AssessmentRepository:
    """A repository in whose table this assessment lies."""
    written = OfflineDynamo()
    AssessmentRepository(written.client, "table").create(assessment)
    found = OfflineDynamo(lambda _: {"Item": stored(written)})
    return AssessmentRepository(found.client, "table")


# ── Creating ─────────────────────────────────────────────────────────────────────────────────────


def test_what_is_never_uploaded_is_forgotten_after_one_day() -> None:
    dynamo = OfflineDynamo()

    created = create(dynamo)

    assert created.assessment.expires_at == NOW + DAY
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


@pytest.mark.parametrize("counted", [True, False])
def test_an_assessment_that_is_not_to_be_counted_is_finished_without_counters(
    counted: bool,
) -> None:
    created = create(OfflineDynamo(), counted=counted).assessment
    known = reading(created).get(created.id, NOW)
    dynamo = OfflineDynamo()

    AssessmentRepository(dynamo.client, "table").complete(
        known, result(), at=NOW, expires_at=NOW + DAY
    )

    ((_, transaction),) = dynamo.requests
    # The assessment itself, its cohort and its day.
    assert len(transaction["TransactItems"]) == (3 if counted else 1)


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
    assessment, table = pending(at=NOW), OfflineDynamo()
    AssessmentRepository(table.client, "table").create(assessment)
    table.answer = lambda _: {"Attributes": stored(table)}
    repository = AssessmentRepository(table.client, "table")

    deleted = repository.delete(assessment.id, assessment.expires_at + seconds * SECOND)

    assert deleted == (assessment if found else None)


def test_an_assessment_with_a_damaged_result_can_be_deleted() -> None:
    assessment, table = pending(at=NOW), OfflineDynamo()
    AssessmentRepository(table.client, "table").create(assessment)
    item = stored(table) | {"result": {"S": "{"}, "resultVersion": {"N": "2"}}
    table.answer = lambda _: {"Attributes": item}

    deleted = AssessmentRepository(table.client, "table").delete(assessment.id, NOW)

    assert deleted is not None
    assert deleted.result is None


def test_deleting_what_was_never_there_finds_nothing() -> None:
    assert not AssessmentRepository(OfflineDynamo().client, "table").delete("id", NOW)


@pytest.mark.parametrize(
    ("seconds", "seen"), [(-1, Status.PENDING), (0, Status.FAILED), (1, Status.FAILED)]
)
def test_a_pending_assessment_is_seen_as_failed_from_its_last_second_on(
    seconds: int, seen: Status
) -> None:
    waiting = pending(at=NOW).model_copy(update={"failure_deadline": NOW})

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
    item = to_item(changes(update))
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
