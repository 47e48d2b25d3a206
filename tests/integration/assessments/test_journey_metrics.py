"""How long people waited, as the objectives measure it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import scalp_assess.bootstrap
from support import photos
from support.cloud import Cloud, answer_with
from support.deliveries import message, s3_event


@pytest.fixture
def recorded(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[str, list[float]]]:
    """Values by metric; tests have metrics switched off, so nothing is written."""
    values: dict[str, list[float]] = {}

    def add_metric(name: str, unit: object, value: float) -> None:
        values.setdefault(name, []).append(value)

    monkeypatch.setattr(scalp_assess.bootstrap.services().metrics, "add_metric", add_metric)
    return lambda: values


def uploaded_ago(cloud: Cloud, made: str, seconds: float) -> dict[str, Any]:
    event = s3_event(cloud, made)
    at = datetime.now(UTC) - timedelta(seconds=seconds)
    event["Records"][0]["eventTime"] = at.isoformat()
    return json.loads(json.dumps(event))  # type: ignore[no-any-return]


def test_the_wait_is_measured_from_the_upload_to_the_answer_once(
    cloud: Cloud, recorded: Callable[[], dict[str, list[float]]]
) -> None:
    made = cloud.create()
    cloud.upload(made, photos.sample())
    event = {"Records": [message(uploaded_ago(cloud, made, 4))]}

    cloud.assess(event)
    cloud.assess(event)

    (waited,) = recorded()["ResultSeconds"]
    (sent,) = recorded()["UploadSeconds"]
    assert 4 <= waited < 34
    # It was created after the time that the event pretends to have.
    assert -34 < sent <= -3


def test_a_rejection_is_an_answer_and_a_missing_time_no_fault(
    cloud: Cloud, recorded: Callable[[], dict[str, list[float]]]
) -> None:
    for time in ("2026-11-30T00:00:00Z", "yesterday", None):
        made = cloud.create()
        cloud.upload(made, b"no photo")
        event = uploaded_ago(cloud, made, 0)
        event["Records"][0]["eventTime"] = time
        cloud.assess({"Records": [message(event)]})
        assert cloud.read(made)["status"] == "rejected"

    assert len(recorded()["ResultSeconds"]) == 1


def test_a_photo_that_fails_for_good_is_counted_as_failed(
    cloud: Cloud, recorded: Callable[[], dict[str, list[float]]]
) -> None:
    made = cloud.create()
    cloud.upload(made, photos.sample())
    events = scalp_assess.bootstrap.services().photos._client.meta.events
    events.register("before-send.s3.GetObject", answer_with(503))

    cloud.assess({"Records": [message(s3_event(cloud, made), receive_count=3)]})

    assert recorded()["AssessmentFailed"] == [1]
    assert "ResultSeconds" not in recorded()
