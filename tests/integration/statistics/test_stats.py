"""Statistics through the API's Lambda handler: who is counted, and what is suppressed."""

from datetime import UTC, datetime, timedelta

import pytest

from scalp_core import clock
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.statistics import keys
from scalp_core.statistics.publication import MINIMUM, SERIES_DAYS
from scalp_core.vocabulary import AgeGroup, Grade, ScalpType, Sex, Symptom
from support.cloud import Cloud
from support.results import finish, pending, result
from support.statistics import SUPPRESSED, count, publish, read

SEVERE = result({Symptom.DANDRUFF: Grade.SEVERE})


def test_without_assessments_everything_is_suppressed(cloud: Cloud) -> None:
    body = read(cloud, "sex=female&ageGroup=40s")

    assert body == {
        "sex": "female",
        "ageGroup": "40s",
        "minimum": MINIMUM,
        "group": SUPPRESSED,
        "everyone": SUPPRESSED,
        "own": None,
    }


def test_too_few_are_suppressed_and_one_more_shows_all(cloud: Cloud) -> None:
    repository = AssessmentRepository(cloud.dynamodb, cloud.table)
    for _ in range(MINIMUM - 1):
        finish(repository, Sex.FEMALE, AgeGroup.FORTIES)
    assert publish(cloud) == 0
    for query in ("sex=female&ageGroup=40s", "sex=female", "ageGroup=40s", ""):
        body = read(cloud, query)
        assert (body["group"], body["everyone"]) == (SUPPRESSED, SUPPRESSED)

    finish(repository, Sex.FEMALE, AgeGroup.FORTIES)
    assert publish(cloud) == 1
    body = read(cloud, "sex=female&ageGroup=40s")

    assert body["group"] == body["everyone"]
    group = body["group"]
    assert (group["total"], group["noise"]) == (MINIMUM, 4.9)  # 5.64 · √¾
    assert list(group["symptoms"]) == list(Symptom)
    assert list(group["scalpTypes"]) == list(ScalpType)


def test_all_figures_of_an_answer_come_from_the_same_noisy_counts(cloud: Cloud) -> None:
    count(cloud, 300, Sex.FEMALE, AgeGroup.FORTIES)
    count(cloud, 100, Sex.FEMALE, AgeGroup.FORTIES, found=SEVERE)
    publish(cloud)

    group = read(cloud, "sex=female&ageGroup=40s")["group"]

    for found in group["symptoms"].values():
        counts = found["counts"]
        assert min(counts) >= 0
        assert sum(counts) == 400
        mean = sum(grade * number for grade, number in enumerate(counts)) / 400
        assert found["meanGrade"] == pytest.approx(mean, abs=0.006)
        below = [sum(counts[:grade]) + counts[grade] / 2 for grade in range(4)]
        assert found["percentiles"] == pytest.approx([one / 4 for one in below], abs=0.06)
    assert sum(group["scalpTypes"].values()) == 400
    # Ten standard deviations of the noise: no honest reader is misled.
    assert group["symptoms"]["dandruff"]["counts"] == pytest.approx([300, 0, 0, 100], abs=56)


def test_nine_of_ten_leaves_no_result_to_read(cloud: Cloud) -> None:
    """All places of a batch but one are the attacker's; the seven values of the last are not left.

    That all seven stand out exactly by chance has a probability below one in a billion.
    """
    victim = result(dict.fromkeys(Symptom, Grade.SEVERE), ScalpType.COMBINED)
    count(cloud, MINIMUM - 1, Sex.MALE, AgeGroup.TEENS)
    publish(cloud)
    assert read(cloud, "sex=male&ageGroup=10s")["group"] == SUPPRESSED

    count(cloud, 1, Sex.MALE, AgeGroup.TEENS, found=victim)
    publish(cloud)
    group = read(cloud, "sex=male&ageGroup=10s")["group"]

    left = [
        [found["counts"][0] - (MINIMUM - 1), *found["counts"][1:]]
        for found in group["symptoms"].values()
    ]
    assert left != [[0, 0, 0, 1]] * len(Symptom)
    assert all(read(cloud, "sex=male&ageGroup=10s")["group"] == group for _ in range(3))


def test_the_newest_wait_for_a_batch(cloud: Cloud) -> None:
    count(cloud, 120, Sex.MALE, AgeGroup.TWENTIES)
    publish(cloud)
    assert read(cloud)["everyone"]["total"] == 120

    count(cloud, MINIMUM - 1, Sex.MALE, AgeGroup.TWENTIES)
    publish(cloud, in_days=1)
    assert read(cloud)["everyone"]["total"] == 120

    count(cloud, 1, Sex.MALE, AgeGroup.TWENTIES)
    publish(cloud, in_days=1)
    assert read(cloud)["everyone"]["total"] == 120 + MINIMUM


def test_reading_publishes_nothing_and_the_schedule_does_once_a_day(cloud: Cloud) -> None:
    count(cloud, 120, Sex.MALE, AgeGroup.TWENTIES)
    assert read(cloud)["everyone"] == SUPPRESSED
    publish(cloud)
    first = read(cloud)["everyone"]

    count(cloud, 100, Sex.MALE, AgeGroup.TWENTIES)
    assert publish(cloud) == 0
    assert read(cloud)["everyone"] == first
    assert publish(cloud, in_days=1) == 1
    assert read(cloud)["everyone"]["total"] == 220


def test_margins_do_not_reveal_a_suppressed_cell(cloud: Cloud) -> None:
    """Few women in their forties, beside groups that are shown: no answer contains them."""
    count(cloud, 31, Sex.MALE, AgeGroup.FORTIES)
    count(cloud, 42, Sex.FEMALE, AgeGroup.THIRTIES)
    count(cloud, 29, Sex.FEMALE, AgeGroup.FORTIES)
    publish(cloud)

    everyone = read(cloud)["everyone"]["total"]

    assert read(cloud, "sex=female&ageGroup=40s")["group"] == SUPPRESSED
    assert read(cloud, "ageGroup=40s")["group"]["total"] == 31
    assert read(cloud, "sex=female")["group"]["total"] == 42
    assert everyone == 73


def test_people_of_undisclosed_sex_count_only_toward_everyone(cloud: Cloud) -> None:
    for age_group in (AgeGroup.TEENS, AgeGroup.SEVENTIES_PLUS):
        count(cloud, 15, Sex.UNDISCLOSED, age_group)
    publish(cloud)

    assert read(cloud)["everyone"]["total"] == 30
    assert read(cloud, "ageGroup=10s")["group"] == SUPPRESSED


def test_the_daily_series_is_of_the_last_thirty_days_and_makes_the_total(cloud: Cloud) -> None:
    before = datetime.now(UTC).date()
    count(cloud, 30, Sex.MALE, AgeGroup.TWENTIES)
    publish(cloud)
    count(cloud, 33, Sex.FEMALE, AgeGroup.TWENTIES)
    publish(cloud)

    body = read(cloud, "ageGroup=20s")
    today = datetime.now(UTC).date()

    daily = body["group"]["daily"]
    assert len(daily) == SERIES_DAYS
    assert daily[-1]["date"] in (before.isoformat(), today.isoformat())
    assert sum(day["added"] for day in daily) == body["group"]["total"] == 63
    assert body["everyone"]["daily"] == daily


def test_a_day_counts_when_its_assessments_are_published(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    count(cloud, 30, Sex.MALE, AgeGroup.TWENTIES)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    publish(cloud)

    daily = read(cloud)["everyone"]["daily"]

    assert daily[-1] == {"date": tomorrow.date().isoformat(), "added": 30}
    assert daily[-2]["added"] == 0


def test_no_difference_of_totals_is_below_a_batch(cloud: Cloud) -> None:
    """Between a group and a wider one, and between two points in time."""
    arrivals = [
        (Sex.MALE, 14),
        (Sex.FEMALE, 21),
        (Sex.UNDISCLOSED, 19),
        (Sex.MALE, 24),
        (Sex.FEMALE, 28),
    ]
    narrow_to_wide = ("sex=female&ageGroup=50s", "sex=female", "ageGroup=50s", "")
    answers: list[tuple[str, int]] = []
    for day, (sex, number) in enumerate(arrivals * 2):
        count(cloud, number, sex, AgeGroup.FIFTIES)
        publish(cloud, in_days=day)
        answers += [(one, read(cloud, one)["group"].get("total", 0)) for one in narrow_to_wide]

    differences = {
        later - earlier
        for index, (narrow, earlier) in enumerate(answers)
        for wide, later in answers[index:]
        if set(wide.split("&")) - {""} <= set(narrow.split("&"))
    }
    assert len(differences) > 3
    assert not [one for one in differences if 0 < one < MINIMUM or one < 0]


def test_pending_assessments_are_not_counted(cloud: Cloud) -> None:
    repository = AssessmentRepository(cloud.dynamodb, cloud.table)
    for _ in range(MINIMUM):
        repository.create(pending())
    publish(cloud)

    assert read(cloud)["everyone"] == SUPPRESSED
    assert not [name for name in cloud.counters() if name.startswith(keys.PUBLISHED_PK)]
