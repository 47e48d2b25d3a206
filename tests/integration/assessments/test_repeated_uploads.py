"""One presigned POST, used again and again: one assessment, one inference, nobody else held up."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

import scalp_assess.bootstrap
from scalp_core.analysis import AnalysisResult
from support.cloud import Cloud
from support.deliveries import GOOD, RESULT, Killed, batch, message, s3_event

UPLOADS = 60
WISH = {"sex": "female", "ageGroup": "40s", "consent": True, "contentType": "image/jpeg"}


class Models:
    """Stands in for the six networks, and counts what they are asked.

    Attributes:
        pause: called in the middle of each inference.
    """

    def __init__(self) -> None:
        self.seen: Counter[bytes] = Counter()
        self.pause = lambda: None

    def analyse(self, content: bytes) -> AnalysisResult:
        self.seen[content] += 1
        self.pause()
        return RESULT


@pytest.fixture
def models(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Models:
    models = Models()
    monkeypatch.setattr(scalp_assess.bootstrap, "load_ensemble", lambda *_, **__: models)
    return models


def post(cloud: Cloud, *contents: bytes) -> str:
    """Send photos one after the other by the form that one new assessment gives."""
    _, _, created = cloud.api("POST", "/api/v1/assessments", WISH)
    upload = created["upload"]
    with httpx.Client() as client:
        for content in contents:
            answer = client.post(upload["url"], data=upload["fields"], files={"file": content})
            answer.raise_for_status()
    return str(created["id"])


def total(cloud: Cloud) -> int:
    return cloud.counters()["STATS#female#40s"]["total"]


@pytest.mark.parametrize("contents", [[GOOD] * UPLOADS, [b"%d" % n for n in range(UPLOADS)]])
def test_sixty_uploads_of_one_form_cost_one_inference_and_keep_nobody_waiting(
    cloud: Cloud, models: Models, contents: list[bytes]
) -> None:
    cloud.work()  # the bucket's own test event
    first, attacked, last = post(cloud, b"first"), post(cloud, *contents), post(cloud, b"last")
    assert cloud.waiting() == UPLOADS + 2

    rounds = 0
    while cloud.work():
        rounds += 1

    neighbours = models.seen.pop(b"first") + models.seen.pop(b"last")
    assert (neighbours, sum(models.seen.values())) == (2, 1)
    # Every message is taken off the queue at its first delivery, in batches of the mapping's size.
    assert rounds <= -(-(UPLOADS + 2) // cloud.mapping.batch_size) + 1
    assert cloud.waiting() == cloud.waiting("AssessDeadLetterQueue") == 0
    for made in (first, attacked, last):
        assert cloud.read(made)["status"] == "done"
        assert not cloud.photo_exists(made)
    assert total(cloud) == 3


def test_uploads_that_come_while_one_is_assessed_are_dropped_without_a_look(
    cloud: Cloud, models: Models
) -> None:
    """Five functions at once, the first in the middle of its inference."""
    made = cloud.create()
    cloud.upload(made, b"0")
    working, others_done = threading.Event(), threading.Event()

    def pause() -> None:
        working.set()
        assert others_done.wait(60)

    models.pause = pause
    events = [batch(message(s3_event(cloud, made, f"e{n}", f"{n}"), f"m{n}")) for n in range(5)]
    with ThreadPoolExecutor(1) as pool:
        at_work = pool.submit(cloud.assess, events[0])
        assert working.wait(60)
        cloud.upload(made, b"1")
        answers = [cloud.assess(event) for event in events[1:]]
        assert cloud.photo_exists(made)  # not theirs to delete
        others_done.set()
        answers.append(at_work.result())

    assert answers == [{"batchItemFailures": []}] * 5
    assert sum(models.seen.values()) == 1
    assert cloud.read(made)["status"] == "done"
    assert not cloud.photo_exists(made)
    assert total(cloud) == 1


def test_an_upload_after_the_result_is_deleted_unread(
    cloud: Cloud, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = cloud.create()
    cloud.upload(made, b"0")
    cloud.assess(batch(message(s3_event(cloud, made, "e0", "0"))))
    cloud.upload(made, b"1")
    reads: list[Any] = []
    photos = scalp_assess.bootstrap.services().photos
    photos._client.meta.events.register("before-call.s3.GetObject", lambda **_: reads.append(1))

    answer = cloud.assess(batch(message(s3_event(cloud, made, "e1", "1"))))

    assert answer == {"batchItemFailures": []}
    assert not cloud.photo_exists(made)
    assert (reads, sum(models.seen.values())) == ([], 1)


def test_another_upload_finishes_what_a_dead_worker_left(cloud: Cloud, models: Models) -> None:
    made = cloud.create()
    cloud.upload(made, b"0")

    def die() -> None:
        raise Killed

    models.pause = die
    with pytest.raises(Killed):
        cloud.assess(batch(message(s3_event(cloud, made, "e0", "0"))), seconds=-1)
    models.pause = lambda: None
    cloud.upload(made, b"1")

    assert cloud.assess(batch(message(s3_event(cloud, made, "e1", "1")))) == {
        "batchItemFailures": []
    }

    assert cloud.read(made)["status"] == "done"
    assert total(cloud) == 1
