"""Messages and uploads that come twice, late or in another order; and clocks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.cloud import Cloud
from support.deliveries import (
    BAD,
    GOOD,
    TEST_EVENT,
    Models,
    batch,
    failed,
    lost_or_counted_twice,
    message,
    s3_event,
    statuses,
    uploaded,
)

uploads = st.lists(st.sampled_from([GOOD, GOOD, BAD]), min_size=1, max_size=4)


@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_duplicates_and_foreign_objects_in_any_order_and_batches_count_each_upload_once(
    cloud: Cloud, models: Models, data: st.DataObject
) -> None:
    contents = data.draw(uploads)
    accepted = [uploaded(cloud, content) for content in contents]
    bodies: list[object] = [s3_event(cloud, made) for made in accepted]
    extra = data.draw(st.lists(st.sampled_from([*bodies, "poison", TEST_EVENT]), max_size=5))
    order = data.draw(st.permutations([*bodies, *extra]))
    size = data.draw(st.integers(1, 5))

    for start in range(0, len(order), size):
        part = [message(body, f"m{n}") for n, body in enumerate(order[start : start + size])]
        poisoned = [one["messageId"] for one in part if one["body"] == "poison"]
        assert cloud.assess(batch(*part), seconds=60) == failed(*poisoned)

    wanted = ["done" if content == GOOD else "rejected" for content in contents]
    assert statuses(cloud, accepted) == wanted
    assert lost_or_counted_twice(cloud, accepted) == 0
    assert not any(cloud.photo_exists(made) for made in accepted)


# ── The same address twice ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("second", [GOOD, b"another scalp", BAD])
def test_a_second_upload_changes_no_result_and_is_deleted_too(
    cloud: Cloud, models: Models, second: bytes
) -> None:
    """A page that lost the bucket's answer sends the same photo again, with the same content."""
    made = uploaded(cloud)
    cloud.assess(batch(message(s3_event(cloud, made, "e1", sequencer="0055"))))
    before = cloud.read(made)

    cloud.upload(made, second)
    etag = "e1" if second == GOOD else "e2"
    answer = cloud.assess(batch(message(s3_event(cloud, made, etag, sequencer="0056"))))

    assert answer == failed()
    assert cloud.read(made) == before
    assert not cloud.photo_exists(made)
    assert lost_or_counted_twice(cloud, [made]) == 0


def test_a_photo_uploaded_again_after_its_deletion_is_deleted_again(
    cloud: Cloud, models: Models
) -> None:
    made = uploaded(cloud)
    assert cloud.api("DELETE", f"/api/v1/assessments/{made}")[0] == 204
    for sequencer in ("0055", "0056"):
        cloud.upload(made, GOOD)
        cloud.assess(batch(message(s3_event(cloud, made, "e1", sequencer))))
        assert not cloud.photo_exists(made)

    assert statuses(cloud, [made]) == ["gone"]
    assert cloud.counters() == {}


@pytest.mark.parametrize("order", [("0055", "0056"), ("0056", "0055")])
@pytest.mark.parametrize(("first", "second"), [(GOOD, BAD), (BAD, GOOD)])
def test_two_uploads_before_the_first_event_are_one_assessment_of_the_last_one(
    cloud: Cloud, models: Models, order: tuple[str, str], first: bytes, second: bytes
) -> None:
    made = uploaded(cloud, first)
    cloud.upload(made, second)

    for sequencer in order:
        event = s3_event(cloud, made, etag=sequencer, sequencer=sequencer)
        assert cloud.assess(batch(message(event))) == failed()

    assert statuses(cloud, [made]) == ["done" if second == GOOD else "rejected"]
    assert lost_or_counted_twice(cloud, [made]) == 0
    assert not cloud.photo_exists(made)


# ── Clocks ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_worker_whose_clock_is_wrong_finishes_and_counts_all_the_same(
    cloud: Cloud, models: Models, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    made = uploaded(cloud)

    for skew in (timedelta(minutes=minutes), timedelta(0)):
        monkeypatch.setattr("scalp_core.clock.now", lambda skew=skew: datetime.now(UTC) + skew)
        for count in (1, 3):
            assert cloud.assess(batch(message(s3_event(cloud, made), "m", count))) == failed()

    assert statuses(cloud, [made]) == ["done"]
    assert lost_or_counted_twice(cloud, [made]) == 0


def test_a_result_that_expires_between_two_questions_is_gone_and_stays_counted(
    cloud: Cloud, models: Models
) -> None:
    made = uploaded(cloud)
    cloud.assess(batch(message(s3_event(cloud, made))))
    assert statuses(cloud, [made]) == ["done"]

    cloud.expire(made)

    assert statuses(cloud, [made]) == ["gone"]
    for path in (f"/api/v1/stats?assessment={made}", f"/api/v1/products?assessment={made}"):
        assert cloud.api("GET", path)[2]["code"] == "assessment_not_found", path
    assert lost_or_counted_twice(cloud, []) == 0
    assert cloud.assess(batch(message(s3_event(cloud, made, "e2")))) == failed()
    assert lost_or_counted_twice(cloud, []) == 0


def test_an_assessment_that_expires_while_its_photo_waits_is_gone_with_its_photo(
    cloud: Cloud, models: Models
) -> None:
    made = uploaded(cloud)
    assert statuses(cloud, [made]) == ["pending"]
    cloud.expire(made)

    assert statuses(cloud, [made]) == ["gone"]
    assert cloud.assess(batch(message(s3_event(cloud, made), receive_count=3))) == failed()

    assert statuses(cloud, [made]) == ["gone"]
    assert not cloud.photo_exists(made)
    assert cloud.counters() == {}
