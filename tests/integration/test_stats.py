"""Statistics through the API's Lambda handler."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import scalp_api.bootstrap
from scalp_core import clock, keys
from scalp_core.publication import MINIMUM, SERIES_DAYS, Cell
from scalp_core.repositories.assessments import AssessmentRepository
from scalp_core.repositories.dynamo import to_item
from scalp_core.repositories.stats import StatsRepository
from scalp_core.usecases.read_statistics import publish_what_is_due
from scalp_core.vocabulary import AgeGroup, Grade, ScalpType, Sex, Symptom
from support.cloud import Cloud, answer_with
from support.results import finish, pending, result

UNKNOWN = "0123456789abcdef" * 2
SUPPRESSED = {"suppressed": True}


def finish_many(cloud: Cloud, number: int, sex: Sex, age_group: AgeGroup, **given: Any) -> None:
    repository = AssessmentRepository(cloud.dynamodb, cloud.table)
    for _ in range(number):
        finish(repository, sex, age_group, **given)


def a_minute_later() -> None:
    """What is told within a minute is told now."""
    scalp_api.bootstrap.services().told_statistics._kept.clear()


def read(cloud: Cloud, query: str = "") -> Any:
    a_minute_later()
    status, _, body = cloud.api("GET", f"/api/v1/stats?{query}")
    assert status == 200, body
    return body


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


def test_without_assessments_everything_is_suppressed(cloud: Cloud) -> None:
    body = read(cloud, "sex=female&ageGroup=40s")

    assert body == {
        "sex": "female",
        "ageGroup": "40s",
        "minimum": 10,
        "group": SUPPRESSED,
        "everyone": SUPPRESSED,
        "own": None,
    }


def test_nine_are_suppressed_and_the_tenth_shows_all(cloud: Cloud) -> None:
    finish_many(cloud, 9, Sex.FEMALE, AgeGroup.FORTIES)
    for query in ("sex=female&ageGroup=40s", "sex=female", "ageGroup=40s", ""):
        body = read(cloud, query)
        assert (body["group"], body["everyone"]) == (SUPPRESSED, SUPPRESSED)

    severe = result({Symptom.DANDRUFF: Grade.SEVERE}, ScalpType.DANDRUFF)
    finish_many(cloud, 1, Sex.FEMALE, AgeGroup.FORTIES, found=severe)
    body = read(cloud, "sex=female&ageGroup=40s")

    assert body["group"] == body["everyone"]
    assert body["group"]["total"] == 10
    assert body["group"]["symptoms"]["dandruff"] == {
        "counts": [9, 0, 0, 1],
        "meanGrade": 0.3,
        "percentiles": [45.0, 90.0, 90.0, 95.0],
    }
    assert list(body["group"]["symptoms"]) == list(Symptom)
    types = body["group"]["scalpTypes"]
    assert list(types) == list(ScalpType)
    assert (types["normal"], types["dandruff"], sum(types.values())) == (9, 1, 10)


def test_the_newest_nine_wait_for_a_tenth(cloud: Cloud) -> None:
    finish_many(cloud, 10, Sex.MALE, AgeGroup.TWENTIES)
    assert read(cloud)["everyone"]["total"] == 10

    finish_many(cloud, 9, Sex.MALE, AgeGroup.TWENTIES)
    assert read(cloud)["everyone"]["total"] == 10

    finish_many(cloud, 1, Sex.MALE, AgeGroup.TWENTIES)
    assert read(cloud)["everyone"]["total"] == 20


def test_margins_do_not_reveal_a_suppressed_cell(cloud: Cloud) -> None:
    """Nine women in their forties, beside groups that are shown: no answer contains them."""
    finish_many(cloud, 11, Sex.MALE, AgeGroup.FORTIES)
    finish_many(cloud, 12, Sex.FEMALE, AgeGroup.THIRTIES)
    finish_many(cloud, 9, Sex.FEMALE, AgeGroup.FORTIES)

    everyone = read(cloud)["everyone"]["total"]

    assert read(cloud, "sex=female&ageGroup=40s")["group"] == SUPPRESSED
    assert read(cloud, "ageGroup=40s")["group"]["total"] == 11
    assert read(cloud, "sex=female")["group"]["total"] == 12
    assert everyone == 23


def test_those_who_do_not_tell_their_sex_count_only_toward_everyone(cloud: Cloud) -> None:
    for age_group in (AgeGroup.TEENS, AgeGroup.SEVENTIES_PLUS):
        finish_many(cloud, 5, Sex.UNDISCLOSED, age_group)

    assert read(cloud)["everyone"]["total"] == 10
    assert read(cloud, "ageGroup=10s")["group"] == SUPPRESSED


def test_the_daily_series_is_of_the_last_thirty_days_and_makes_the_total(cloud: Cloud) -> None:
    finish_many(cloud, 10, Sex.MALE, AgeGroup.TWENTIES)
    read(cloud)
    finish_many(cloud, 13, Sex.FEMALE, AgeGroup.TWENTIES)

    before = datetime.now(UTC).date()
    body = read(cloud, "ageGroup=20s")
    today = datetime.now(UTC).date()

    daily = body["group"]["daily"]
    assert len(daily) == SERIES_DAYS
    assert daily[-1]["date"] in (before.isoformat(), today.isoformat())
    assert sum(day["added"] for day in daily) == body["group"]["total"] == 23
    assert body["everyone"]["daily"] == daily


def test_a_day_counts_when_its_assessments_are_published(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish_many(cloud, 10, Sex.MALE, AgeGroup.TWENTIES)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)

    daily = read(cloud)["everyone"]["daily"]

    assert daily[-1] == {"date": tomorrow.date().isoformat(), "added": 10}
    assert daily[-2]["added"] == 0


def test_a_named_assessment_is_ranked_and_the_answer_is_its_owners_alone(cloud: Cloud) -> None:
    finish_many(cloud, 10, Sex.FEMALE, AgeGroup.FORTIES)
    mild = result({Symptom.DANDRUFF: Grade.MILD})
    own = finish(AssessmentRepository(cloud.dynamodb, cloud.table), found=mild)

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


def test_within_a_minute_a_group_is_told_again_without_being_read(cloud: Cloud) -> None:
    own = finish(AssessmentRepository(cloud.dynamodb, cloud.table), Sex.MALE, AgeGroup.TWENTIES)
    for query in ("", "sex=female", f"assessment={own}"):
        read(cloud, query)
        with calls(cloud) as seen:
            cloud.api("GET", f"/api/v1/stats?{query}")
        assert seen == ({"GetItem": 1} if "assessment" in query else {})


def test_what_is_told_again_is_of_the_same_group(cloud: Cloud) -> None:
    finish_many(cloud, 10, Sex.FEMALE, AgeGroup.FORTIES)
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
    finish_many(cloud, 10, Sex.FEMALE, AgeGroup.FORTIES)
    a_minute_later()

    status, headers, _ = cloud.api("GET", "/api/v1/stats", headers={"if-none-match": tag})

    assert status == 200
    assert headers["etag"] != tag


def test_a_cohort_costs_two_queries_and_everyone_a_bounded_number(cloud: Cloud) -> None:
    finish_many(cloud, 12, Sex.FEMALE, AgeGroup.FORTIES)
    read(cloud)

    with calls(cloud) as cohort:
        read(cloud, "sex=female&ageGroup=40s")
    with calls(cloud) as everyone:
        read(cloud)

    assert cohort == {"Query": 2}
    assert everyone == {"Query": 1 + len(Sex) * len(AgeGroup)}


def test_what_an_older_version_published_stays_public_and_grows(cloud: Cloud) -> None:
    """It had an attribute for each counter; what was told of it must not be told in pieces."""
    finish_many(cloud, 10, Sex.FEMALE, AgeGroup.FORTIES)
    told = read(cloud)
    stats = scalp_api.bootstrap.services().stats
    cell = Cell(Sex.FEMALE, AgeGroup.FORTIES)
    snapshot = stats.published()[cell]
    old = {
        "PK": keys.PUBLISHED_PK,
        "SK": keys.published_sk(cell.sex, cell.age_group),
        **snapshot.counts,
        "days": {day.isoformat(): count for day, count in snapshot.days.items()},
    }
    cloud.dynamodb.put_item(TableName=cloud.table, Item=to_item(old))

    assert read(cloud) == told
    finish_many(cloud, 9, Sex.FEMALE, AgeGroup.FORTIES)
    assert read(cloud) == told
    finish_many(cloud, 1, Sex.FEMALE, AgeGroup.FORTIES)
    assert read(cloud)["everyone"]["total"] == 20


def test_a_result_has_its_own_batch_looked_after_and_no_other(cloud: Cloud) -> None:
    finish_many(cloud, 10, Sex.MALE, AgeGroup.FORTIES)
    finish_many(cloud, 9, Sex.FEMALE, AgeGroup.FORTIES)
    own = finish(AssessmentRepository(cloud.dynamodb, cloud.table), Sex.FEMALE, AgeGroup.FORTIES)

    assert read(cloud, f"assessment={own}")["everyone"]["total"] == 10
    assert read(cloud)["everyone"]["total"] == 20


def test_a_reader_who_loses_the_race_tells_what_was_public_before(cloud: Cloud) -> None:
    """Between its reads and its write another reader publishes."""
    finish_many(cloud, 10, Sex.FEMALE, AgeGroup.FORTIES)
    stats = scalp_api.bootstrap.services().stats
    cell = Cell(Sex.FEMALE, AgeGroup.FORTIES)

    def overtake(**_: object) -> None:
        stats._client.meta.events.unregister("before-call.dynamodb.PutItem", overtake)
        finish_many(cloud, 3, Sex.FEMALE, AgeGroup.FORTIES)
        other = StatsRepository(cloud.dynamodb, cloud.table)
        assert publish_what_is_due([cell], stats=other, clock=clock.now)[cell].total == 13

    stats._client.meta.events.register("before-call.dynamodb.PutItem", overtake)

    assert read(cloud, "sex=female&ageGroup=40s")["group"] == SUPPRESSED
    assert stats.published()[cell].total == 13


def test_the_table_is_tidy_and_adds_up_to_everyone(cloud: Cloud) -> None:
    finish_many(cloud, 10, Sex.FEMALE, AgeGroup.FORTIES)
    finish_many(cloud, 11, Sex.UNDISCLOSED, AgeGroup.FORTIES)
    finish_many(cloud, 9, Sex.MALE, AgeGroup.FORTIES)

    status, headers, text = cloud.api("GET", "/api/v1/stats.csv")

    assert status == 200
    assert headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == ["sex", "age_group", "symptom", "grade", "assessments", "total"]
    assert len(rows) == 2 * len(Symptom) * len(Grade)
    assert "male" not in {row["sex"] for row in rows}
    dandruff = sum(int(row["assessments"]) for row in rows if row["symptom"] == "dandruff")
    assert dandruff == read(cloud)["everyone"]["total"] == 21


def test_no_difference_of_totals_is_below_ten(cloud: Cloud) -> None:
    """Between a group and a wider one, and between two points in time."""
    arrivals = [
        (Sex.MALE, 4),
        (Sex.FEMALE, 7),
        (Sex.UNDISCLOSED, 6),
        (Sex.MALE, 8),
        (Sex.FEMALE, 9),
    ]
    narrow_to_wide = ("sex=female&ageGroup=50s", "sex=female", "ageGroup=50s", "")
    answers: list[tuple[str, int]] = []
    for sex, number in arrivals * 2:
        finish_many(cloud, number, sex, AgeGroup.FIFTIES)
        answers += [(one, read(cloud, one)["group"].get("total", 0)) for one in narrow_to_wide]

    differences = {
        later - earlier
        for index, (narrow, earlier) in enumerate(answers)
        for wide, later in answers[index:]
        if set(wide.split("&")) - {""} <= set(narrow.split("&"))
    }
    assert len(differences) > 3
    assert not [one for one in differences if 0 < one < MINIMUM or one < 0]


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


def test_a_backend_fault_while_publishing_is_503_too(cloud: Cloud) -> None:
    finish_many(cloud, 10, Sex.FEMALE, AgeGroup.FORTIES)
    stats = scalp_api.bootstrap.services().stats
    stats._client.meta.events.register("before-send.dynamodb.PutItem", answer_with(500))

    assert cloud.api("GET", "/api/v1/stats")[0] == 503


def test_pending_assessments_are_not_counted(cloud: Cloud) -> None:
    repository = AssessmentRepository(cloud.dynamodb, cloud.table)
    for _ in range(MINIMUM):
        repository.create(pending())

    assert read(cloud)["everyone"] == SUPPRESSED
    assert not [name for name in cloud.counters() if name.startswith(keys.PUBLISHED_PK)]
