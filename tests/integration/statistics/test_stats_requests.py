"""Statistics by request: one's own ranks, caches, costs, the table and lost races."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

import scalp_api.bootstrap
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.aws.dynamodb import to_item
from scalp_core.statistics import counters, keys
from scalp_core.statistics.publication import MINIMUM, Cell, contribution
from scalp_core.vocabulary import AgeGroup, Grade, Sex, Symptom
from support.cloud import Cloud, answer_with
from support.results import finish, result
from support.statistics import SUPPRESSED, a_minute_later, count, publish, read

UNKNOWN = "0123456789abcdef" * 2


@contextmanager
def calls(cloud: Cloud) -> Iterator[Counter[str]]:
    """How often the API calls each operation of DynamoDB."""
    seen: Counter[str] = Counter()

    def count(model: Any, **_: object) -> None:
        seen[model.name] += 1

    events = scalp_api.bootstrap.services().stats._client.meta.events
    events.register("before-call.dynamodb", count)
    yield seen
    events.unregister("before-call.dynamodb", count)


def test_a_named_assessment_is_ranked_and_the_answer_is_its_owners_alone(cloud: Cloud) -> None:
    count(cloud, 30, Sex.FEMALE, AgeGroup.FORTIES)
    mild = result({Symptom.DANDRUFF: Grade.MILD})
    own = finish(AssessmentRepository(cloud.dynamodb, cloud.table), found=mild)
    publish(cloud)

    status, headers, body = cloud.api("GET", f"/api/v1/stats?sex=male&assessment={own}")

    assert status == 200
    assert headers["cache-control"] == "no-store"
    assert "etag" not in headers
    assert list(body["own"]) == list(Symptom)
    assert body["own"]["dandruff"]["grade"] == 1
    assert body["own"]["dandruff"]["inGroup"] is None
    body = read(cloud, f"sex=female&ageGroup=40s&assessment={own}")
    assert (
        body["own"]["dandruff"]["inGroup"]
        == body["group"]["symptoms"]["dandruff"]["percentiles"][1]
    )


def test_an_assessment_without_a_result_is_not_ranked(cloud: Cloud) -> None:
    made = cloud.create()

    assert read(cloud, f"assessment={made}")["own"] is None


def test_an_unknown_assessment_is_not_found(cloud: Cloud) -> None:
    status, _, problem = cloud.api("GET", f"/api/v1/stats?assessment={UNKNOWN}")

    assert (status, problem["code"]) == (404, "assessment_not_found")


@pytest.mark.parametrize(
    "query", ["sex=undisclosed", "sex=other", "ageGroup=5s", "assessment=x", "ageGroup="]
)
def test_unknown_groups_are_refused(cloud: Cloud, query: str) -> None:
    status, _, problem = cloud.api("GET", f"/api/v1/stats?{query}")

    assert (status, problem["code"]) == (422, "invalid_request")


@pytest.mark.parametrize("path", ["/api/v1/stats", "/api/v1/stats.csv", "/api/v1/stats/reference"])
def test_answers_may_be_kept_and_are_sent_once(cloud: Cloud, path: str) -> None:
    status, headers, body = cloud.api("GET", path)
    assert status == 200
    assert headers["cache-control"].startswith("public, max-age=")
    tag = headers["etag"]

    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again, kept, nothing = cloud.api("GET", path, headers={"if-none-match": sent})
        assert (again, nothing) == (304, "")
        assert (kept["etag"], kept["cache-control"]) == (tag, headers["cache-control"])
    assert cloud.api("GET", path, headers={"if-none-match": '"other"'})[::2] == (200, body)


def test_within_a_minute_a_group_comes_from_the_cache(cloud: Cloud) -> None:
    own = finish(AssessmentRepository(cloud.dynamodb, cloud.table), Sex.MALE, AgeGroup.TWENTIES)
    for query in ("", "sex=female", f"assessment={own}"):
        read(cloud, query)
        with calls(cloud) as seen:
            cloud.api("GET", f"/api/v1/stats?{query}")
        assert seen == ({"GetItem": 1} if "assessment" in query else {})


def test_the_cache_keeps_groups_apart(cloud: Cloud) -> None:
    count(cloud, 30, Sex.FEMALE, AgeGroup.FORTIES)
    mild = result({Symptom.DANDRUFF: Grade.MILD})
    repository = AssessmentRepository(cloud.dynamodb, cloud.table)
    first = finish(repository, Sex.FEMALE, AgeGroup.FORTIES)
    second = finish(repository, Sex.FEMALE, AgeGroup.FORTIES, found=mild)
    read(cloud, "sex=female")

    everyone = cloud.api("GET", "/api/v1/stats")[2]
    men = cloud.api("GET", "/api/v1/stats?sex=male")[2]
    ranks = [
        cloud.api("GET", f"/api/v1/stats?assessment={one}")[2]["own"]["dandruff"]["grade"]
        for one in (first, second)
    ]

    assert (everyone["sex"], everyone["own"]) == (None, None)
    assert (men["sex"], men["group"]) == ("male", SUPPRESSED)
    assert ranks == [0, 1]


def test_new_statistics_have_a_new_tag(cloud: Cloud) -> None:
    tag = cloud.api("GET", "/api/v1/stats")[1]["etag"]
    count(cloud, 30, Sex.FEMALE, AgeGroup.FORTIES)
    publish(cloud)
    a_minute_later()

    status, headers, _ = cloud.api("GET", "/api/v1/stats", headers={"if-none-match": tag})

    assert status == 200
    assert headers["etag"] != tag


@pytest.mark.parametrize("query", ["", "sex=female", "sex=female&ageGroup=40s"])
def test_a_group_costs_one_query(cloud: Cloud, query: str) -> None:
    count(cloud, 32, Sex.FEMALE, AgeGroup.FORTIES)
    publish(cloud)
    a_minute_later()

    with calls(cloud) as seen:
        read(cloud, query)

    assert seen == {"Query": 1}


def test_what_older_versions_published_stays_public_and_grows(cloud: Cloud) -> None:
    """One had an attribute for each counter; both published ten at a time, exactly."""
    cell = Cell(Sex.FEMALE, AgeGroup.FORTIES)
    count(cloud, 10, Sex.FEMALE, AgeGroup.FORTIES)
    counts = {name: 10 * one for name, one in contribution(result()).items()}
    days = {datetime.now(UTC).date().isoformat(): 10}
    key = {"PK": keys.PUBLISHED_PK, "SK": keys.published_sk(cell.sex, cell.age_group)}
    content = {"content": json.dumps({"counts": counts, "days": days})}
    for old in (key | counts | {"days": days}, key | {counters.TOTAL: 10} | content):
        cloud.dynamodb.put_item(TableName=cloud.table, Item=to_item(old))
        group = read(cloud)["everyone"]
        assert (group["total"], group["noise"]) == (10, 0)
        assert group["symptoms"]["dandruff"]["counts"] == [10, 0, 0, 0]

    count(cloud, MINIMUM, Sex.FEMALE, AgeGroup.FORTIES)
    publish(cloud, in_days=1)
    group = read(cloud)["everyone"]
    assert (group["total"], group["noise"]) == (10 + MINIMUM, 4.9)


def test_the_table_is_tidy_and_adds_up_to_everyone(cloud: Cloud) -> None:
    count(cloud, 30, Sex.FEMALE, AgeGroup.FORTIES)
    count(cloud, 31, Sex.UNDISCLOSED, AgeGroup.FORTIES)
    count(cloud, 29, Sex.MALE, AgeGroup.FORTIES)
    publish(cloud)

    status, headers, text = cloud.api("GET", "/api/v1/stats.csv")

    assert status == 200
    assert headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == ["sex", "age_group", "symptom", "grade", "assessments", "total"]
    assert len(rows) == 2 * len(Symptom) * len(Grade)
    assert "male" not in {row["sex"] for row in rows}
    everyone = read(cloud)["everyone"]
    for symptom, found in everyone["symptoms"].items():
        in_table = [
            sum(
                int(row["assessments"])
                for row in rows
                if (row["symptom"], row["grade"]) == (symptom, str(grade))
            )
            for grade in range(4)
        ]
        assert in_table == found["counts"]
        assert sum(in_table) == everyone["total"] == 61


def test_reference_statistics_name_their_sources_and_limits(cloud: Cloud) -> None:
    status, headers, body = cloud.api("GET", "/api/v1/stats/reference")

    assert status == 200
    assert headers["cache-control"] == "public, max-age=86400"
    for series in body["series"]:
        assert series["caution"]["ko"]
        assert series["caution"]["en"]
        assert all(source["url"].startswith("http") for source in series["sources"])


def test_a_backend_fault_is_503(cloud: Cloud) -> None:
    stats = scalp_api.bootstrap.services().stats
    stats._client.meta.events.register("before-send.dynamodb.Query", answer_with(500))

    status, _, problem = cloud.api("GET", "/api/v1/stats")

    assert (status, problem["code"]) == (503, "backend_unavailable")
    assert cloud.table not in json.dumps(problem)
