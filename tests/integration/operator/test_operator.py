"""The operator's verbs on a stack."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from scalp_core.assessments.keys import assessment_pk
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.aws.dynamodb import META_SK, to_item
from scalp_core.statistics import counters, keys
from scalp_core.statistics.publication import MINIMUM, contribution
from scalp_core.vocabulary import AgeGroup, Grade, PhotoWarning, Sex, Symptom
from scalp_operator.__main__ import app
from scalp_operator.counter_repair_repository import CounterRepairRepository
from scalp_operator.redrive import queue_length
from support import photos
from support.cloud import Cloud
from support.results import count_many, finish, result

SHARDS = [f"SHARD#{number:02d}" for number in range(keys.STATS_SHARDS)]


def run(cloud: Cloud, *arguments: str, stack: str | None = None) -> Result:
    return CliRunner().invoke(app, [*arguments, "--stack", stack or cloud.name])


def finish_many(cloud: Cloud, number: int, sex: Sex = Sex.FEMALE) -> list[str]:
    repository = AssessmentRepository(cloud.dynamodb, cloud.table)
    found = result({Symptom.DANDRUFF: Grade.MILD})
    return [finish(repository, sex, AgeGroup.FORTIES, found=found) for _ in range(number)]


def lose(cloud: Cloud, assessment_id: str, *names: str, by: int = -1) -> None:
    """Change counters of the cohort's shard that counted an assessment; one less by default."""
    for name in names:
        cloud.dynamodb.update_item(
            TableName=cloud.table,
            Key={
                "PK": {"S": keys.cohort_pk(Sex.FEMALE, AgeGroup.FORTIES)},
                "SK": {"S": keys.shard_sk(assessment_id)},
            },
            UpdateExpression="ADD #name :less",
            ExpressionAttributeNames={"#name": name},
            ExpressionAttributeValues={":less": {"N": str(by)}},
        )


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_counters_that_agree_with_the_assessments_are_no_drift(cloud: Cloud) -> None:
    finish_many(cloud, 12)
    finish_many(cloud, 3, Sex.UNDISCLOSED)

    done = run(cloud, "rebuild-stats")

    assert done.exit_code == 0, done.output
    assert "15 finished assessments are stored, 15 counted." in done.output
    assert "No drift." in done.output


def test_lost_counts_are_reported_and_repaired_on_request(cloud: Cloud) -> None:
    made = finish_many(cloud, 5)
    mild = counters.grade_counter(Symptom.DANDRUFF, Grade.MILD)
    before = cloud.counters()
    lose(cloud, made[0], counters.TOTAL, mild)

    reported = run(cloud, "rebuild-stats")
    still = cloud.counters()
    repaired = run(cloud, "rebuild-stats", "--write")
    again = run(cloud, "rebuild-stats")

    assert reported.exit_code == 3
    assert mild in reported.output
    assert still != before
    assert repaired.exit_code == 0
    assert "Repaired 1 of 1 items" in repaired.output
    assert cloud.counters() == before
    assert again.exit_code == 0
    assert "No drift." in again.output


def test_a_recount_leaves_unfamiliar_photos_out_as_counting_does(cloud: Cloud) -> None:
    """Even where an earlier version has counted some: no counter is lowered or called drift."""
    repository = AssessmentRepository(cloud.dynamodb, cloud.table)
    finish_many(cloud, 3)
    before = cloud.counters()
    unfamiliar = result({Symptom.DANDRUFF: Grade.SEVERE}, warnings=[PhotoWarning.UNFAMILIAR])
    made = [finish(repository, found=unfamiliar) for _ in range(2)]
    assert cloud.counters() == before

    done = run(cloud, "rebuild-stats", "--write")

    assert done.exit_code == 0, done.output
    assert "5 finished assessments are stored, 3 counted." in done.output
    assert "2 are of unfamiliar photos, which are not counted." in done.output
    assert "More may be counted" not in done.output
    assert cloud.counters() == before

    lose(cloud, made[0], *contribution(result({Symptom.DANDRUFF: Grade.SEVERE})), by=1)
    older = cloud.counters()
    again = run(cloud, "rebuild-stats", "--write")
    assert (again.exit_code, cloud.counters()) == (0, older), again.output


def test_a_lost_shard_is_rebuilt(cloud: Cloud) -> None:
    made = finish_many(cloud, 5)
    before = cloud.counters()
    cloud.dynamodb.delete_item(
        TableName=cloud.table,
        Key={
            "PK": {"S": keys.cohort_pk(Sex.FEMALE, AgeGroup.FORTIES)},
            "SK": {"S": keys.shard_sk(made[0])},
        },
    )

    run(cloud, "rebuild-stats", "--write")

    assert cloud.counters() == before


def test_expired_assessments_stay_counted_and_deleted_ones_do_not(cloud: Cloud) -> None:
    made = finish_many(cloud, 3)
    assert cloud.api("DELETE", f"/api/v1/assessments/{made[0]}")[0] == 204
    expired = {"PK": assessment_pk(made[1]), "SK": META_SK}
    cloud.dynamodb.delete_item(TableName=cloud.table, Key=to_item(expired))

    done = run(cloud, "rebuild-stats", "--write")

    assert done.exit_code == 0
    assert "1 finished assessments are stored, 2 counted." in done.output
    assert cloud.counters()[keys.cohort_pk(Sex.FEMALE, AgeGroup.FORTIES)][counters.TOTAL] == 2


def test_counters_that_do_not_add_up_are_reported_and_left_alone(cloud: Cloud) -> None:
    """One grade too many, which no recount can explain."""
    made = finish_many(cloud, 1)
    severe = counters.grade_counter(Symptom.DANDRUFF, Grade.SEVERE)
    lose(cloud, made[0], severe)

    done = run(cloud, "rebuild-stats", "--write")

    assert done.exit_code == 3
    assert "do not add up" in done.output
    assert cloud.counters()[keys.cohort_pk(Sex.FEMALE, AgeGroup.FORTIES)][severe] == -1


def test_every_page_of_the_table_is_counted(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    finish_many(cloud, 7)
    paginate = CounterRepairRepository.finished_assessments
    pages: list[Any] = []

    def small_pages(self: Any) -> Any:
        self._client.meta.events.register(
            "provide-client-params.dynamodb.Scan", lambda params, **_: {**params, "Limit": 2}
        )
        self._client.meta.events.register("after-call.dynamodb.Scan", lambda **_: pages.append(1))
        return paginate(self)

    monkeypatch.setattr(CounterRepairRepository, "finished_assessments", small_pages)

    done = run(cloud, "rebuild-stats")

    assert len(pages) > 3
    assert "7 finished assessments are stored, 7 counted." in done.output


def test_published_statistics_are_exported_as_the_api_returns_them(cloud: Cloud) -> None:
    count_many(cloud.dynamodb, cloud.table, MINIMUM, Sex.FEMALE, AgeGroup.FORTIES)
    finish_many(cloud, 4, Sex.MALE)

    assert rows(run(cloud, "export-stats").stdout) == []
    assert "Published 1 batches." in run(cloud, "publish-stats").output
    assert "Published 0 batches." in run(cloud, "publish-stats").output
    done = run(cloud, "export-stats")

    assert done.exit_code == 0
    assert done.stdout.splitlines() == cloud.api("GET", "/api/v1/stats.csv")[2].splitlines()
    assert {row["sex"] for row in rows(done.stdout)} == {"female"}


def test_all_counters_are_exported_for_the_operator_alone(cloud: Cloud) -> None:
    finish_many(cloud, 2)
    finish_many(cloud, 1, Sex.UNDISCLOSED)
    today = {datetime.now(UTC).date().isoformat()}

    cohorts = rows(run(cloud, "export-stats", "--what", "cohorts").stdout)
    days = rows(run(cloud, "export-stats", "--what", "days").stdout)

    today.add(datetime.now(UTC).date().isoformat())
    assert {(row["sex"], row["age_group"], row["total"]) for row in cohorts} == {
        ("female", "40s", "2"),
        ("undisclosed", "40s", "1"),
    }
    assert {row["date"] for row in days} <= today
    mild = [row for row in days if row["symptom"] == "dandruff" and row["grade"] == "1"]
    assert sum(int(row["assessments"]) for row in mild) == 3


def test_dead_letters_go_back_to_the_queue_and_are_assessed(cloud: Cloud) -> None:
    made = cloud.create()
    cloud.upload(made, photos.sample())
    dead = cloud.stack.physical_ids["AssessDeadLetterQueue"]
    messages = cloud.sqs.receive_message(QueueUrl=cloud.mapping.queue_url, MaxNumberOfMessages=10)[
        "Messages"
    ]
    for message in messages:
        cloud.sqs.send_message(QueueUrl=dead, MessageBody=message["Body"])
        cloud.sqs.delete_message(
            QueueUrl=cloud.mapping.queue_url, ReceiptHandle=message["ReceiptHandle"]
        )

    done = run(cloud, "redrive-dlq")

    assert done.exit_code == 0, done.output
    assert f"Moved {len(messages)} of {len(messages)} messages." in done.output
    assert queue_length(cloud.sqs, dead) == 0
    while cloud.work():
        pass
    assert cloud.read(made)["status"] == "done"


def test_a_redrive_moves_no_more_than_requested(cloud: Cloud) -> None:
    dead = cloud.stack.physical_ids["AssessDeadLetterQueue"]
    for number in range(5):
        cloud.sqs.send_message(QueueUrl=dead, MessageBody=f"{number}")

    done = run(cloud, "redrive-dlq", "--at-most", "3")

    assert "Moved 3 of 5 messages." in done.output
    assert queue_length(cloud.sqs, dead) == 2


def test_an_empty_dead_letter_queue_is_no_error(cloud: Cloud) -> None:
    assert "Moved 0 of 0 messages." in run(cloud, "redrive-dlq").output


def test_one_assessment_is_deleted_with_its_photo(cloud: Cloud) -> None:
    made = cloud.create()
    cloud.upload(made, photos.sample())

    done = run(cloud, "delete-assessment", made)

    assert done.exit_code == 0, done.output
    assert cloud.api("GET", f"/api/v1/assessments/{made}")[0] == 404
    assert not cloud.photo_exists(made)
    again = run(cloud, "delete-assessment", made)
    assert again.exit_code == 1
    assert "no such assessment" in again.output


def test_a_malformed_id_is_refused(cloud: Cloud) -> None:
    assert run(cloud, "delete-assessment", "ABC").exit_code == 2


def test_a_missing_stack_is_reported_in_one_line(cloud: Cloud) -> None:
    done = run(cloud, "rebuild-stats", stack="no-such-stack")

    assert done.exit_code == 1
    assert "no-such-stack" in done.output
    assert "Traceback" not in done.output
