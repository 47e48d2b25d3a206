"""What a worker writes of an assessment, once, and what it tries again."""

import json
from functools import partial
from typing import Any

import pytest

from scalp_core.assessments import keys
from scalp_core.assessments.assess import Outcome, assess_photo
from scalp_core.assessments.model import Assessment
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.aws.objects import PhotoStore
from scalp_core.aws.transactions import transact
from scalp_core.errors import (
    AlreadyFinishedError,
    BackendError,
    RejectionCode,
)
from scalp_core.research.donate import donate_photo
from scalp_core.research.repository import ResearchRepository
from scalp_core.vocabulary import Status
from support.offline_assessments import DAY, NOW, stored
from support.offline_aws import OfflineDynamo, changes, condition, offline_s3, plain, refused
from support.results import pending, result


def assess(dynamo: OfflineDynamo, assessment: Assessment) -> Outcome:
    photos = PhotoStore(offline_s3(b"photo"), "uploads-bucket")
    handled = assess_photo(
        assessment.id,
        keys.upload_key(assessment.id),
        assessments=AssessmentRepository(dynamo.client, "table"),
        photos=photos,
        analyse=lambda _: result(),
        donate=partial(
            donate_photo,
            research=ResearchRepository(dynamo.client, "table", photos),
            copy=lambda content: content,
            clock=lambda: NOW,
        ),
        result_lifetime=30 * DAY,
        research_lifetime=365 * DAY,
        clock=lambda: NOW,
    )
    return handled.outcome


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
    values = changes(finished)
    assert values["expiresAt"] == (NOW + 30 * DAY).timestamp()
    assert values["finishedAt"] == NOW.isoformat()
    assert values["status"] == Status.DONE
    assert json.loads(values["result"])["type"]["scalpType"] == "normal"
    assert [plain(one["Key"])["PK"] for one in (cohort, day)] == [
        "STATS#female#40s",
        "STATS#DAY#2026-11-22",
    ]
    assert set(changes(cohort).values()) == {1}


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
    waits: list[float] = []
    monkeypatch.setattr(transact.retry, "sleep", waits.append)
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
            {"status": "rejected", "rejection": "blurred", "finishedAt": NOW.isoformat()},
        ),
        (
            lambda one: one.mark_failed("id", at=NOW),
            {"status": "failed", "finishedAt": NOW.isoformat()},
        ),
        (lambda one: one.set_failure_deadline("id", NOW), {"failsAt": NOW.isoformat()}),
    ],
)
def test_only_what_is_unfinished_is_changed(change: Any, values: dict[str, str]) -> None:
    dynamo = OfflineDynamo([{}, refused(), 500])
    repository = AssessmentRepository(dynamo.client, "table")

    change(repository)

    request = dynamo.requests[0][1]
    assert changes(request) == values
    assert condition(request) == "(attribute_exists(PK) AND status IN (pending, failed))"
    assert plain(dynamo.requests[0][1]["Key"]) == {
        "PK": keys.assessment_pk("id"),
        "SK": "META",
    }
    with pytest.raises(AlreadyFinishedError):
        change(repository)
    with pytest.raises(BackendError):
        change(repository)
