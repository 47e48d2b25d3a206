"""Counted exactly once, whatever is delivered twice, stops half-way or gets in each other's way.

Workers run in threads, one call to AWS at a time, in an order that hypothesis chooses. At any call
a worker may be killed before or after it, and a transaction may be cancelled by a conflict. Photos
may be sent a second time meanwhile, and assessments deleted.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.config import Config
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import scalp_assess.bootstrap
from scalp_assess.handler import handler
from scalp_core import clock
from scalp_core.assessments import keys as assessments_keys
from scalp_core.assessments.delete import delete_assessment
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.aws.transactions import transact
from scalp_core.errors import AssessmentNotFoundError
from scalp_core.research import keys as research_keys
from scalp_core.statistics import keys as statistics_keys
from scalp_core.statistics.publication import contribution
from scalp_core.statistics.repository import StatsRepository
from scalp_core.vision.decoding.client import PhotoDecoder
from scalp_core.vocabulary import AgeGroup, Sex, Status
from scalp_local.event_source import LocalContext
from support.cloud import Cloud
from support.deliveries import BAD, GOOD, RESULT, Killed, Models, batch, message, s3_event
from support.results import pending

GO, DIE_BEFORE, DIE_AFTER, CONFLICT = "go", "die before", "die after", "conflict"
DELETE, SEND_AGAIN = "delete", "send again"
CANCELLED = (
    SimpleNamespace(status_code=400),
    {
        "Error": {"Code": "TransactionCanceledException", "Message": "cancelled"},
        "CancellationReasons": [{"Code": "None"}, {"Code": "TransactionConflict"}],
    },
)


class Worker(threading.Thread):
    """Does one thing, but stops before each call to AWS until it is released."""

    current = threading.local()

    def __init__(self, act: Callable[[], object], changed: threading.Condition) -> None:
        super().__init__(daemon=True)
        self.state = "running"
        self.order = GO
        self._act = act
        self._changed = changed

    def run(self) -> None:
        Worker.current.worker = self
        try:
            self._act()
        except Killed:
            pass
        finally:
            self.become("ended")

    def become(self, state: str, order: str = GO) -> None:
        with self._changed:
            self.state, self.order = state, order
            self._changed.notify_all()

    def wait_for_order(self) -> str:
        self.become("waiting")
        with self._changed:
            self._changed.wait_for(lambda: self.state == "running")
        return self.order


class Stage:
    """Hooks into the clients of the workers, and decides whose call is next.

    Attributes:
        committed: how often each assessment's transaction has been carried out.
        taken_back: how often each deleted assessment has left the counters.
    """

    def __init__(self, *clients: Any) -> None:
        self.committed: Counter[str] = Counter()
        self.taken_back: Counter[str] = Counter()
        self._changed = threading.Condition()
        for client in clients:
            client.meta.events.register("before-call", self._before_call)
            client.meta.events.register("after-call", self._after_call)

    def play(self, acts: Sequence[Callable[[], object]], script: Sequence[tuple[int, str]]) -> None:
        """Let everybody act at once; what the script leaves open is done without a fault."""
        workers = [Worker(act, self._changed) for act in acts]
        for worker in workers:
            worker.start()
        moves = iter(script)
        while waiting := self._waiting(workers):
            choice, order = next(moves, (0, GO))
            waiting[choice % len(waiting)].become("running", order)

    def _waiting(self, workers: list[Worker]) -> list[Worker]:
        def nobody_runs() -> bool:
            return all(worker.state != "running" for worker in workers)

        with self._changed:
            assert self._changed.wait_for(nobody_runs, timeout=120)
        return [worker for worker in workers if worker.state == "waiting"]

    def _before_call(self, model: Any, params: dict[str, Any], **_: object) -> Any:
        worker = getattr(Worker.current, "worker", None)
        if worker is None:
            return None
        order = worker.wait_for_order()
        if order == DIE_BEFORE:
            raise Killed
        if model.name != "TransactWriteItems":
            return None
        if order == CONFLICT:
            return CANCELLED
        (first, *_others) = json.loads(params["body"])["TransactItems"]
        if "Update" in first:
            Worker.current.writing = self.committed, first["Update"]["Key"]["PK"]["S"]
        else:
            deleted = assessments_keys.assessment_pk(Worker.current.deleting)
            Worker.current.writing = self.taken_back, deleted
        return None

    def _after_call(self, http_response: Any, model: Any, **_: object) -> None:
        worker = getattr(Worker.current, "worker", None)
        if model.name == "TransactWriteItems" and http_response.status_code == 200:
            counter, name = getattr(Worker.current, "writing", (self.committed, "undisturbed"))
            counter[name] += 1
        if worker is not None and worker.order == DIE_AFTER:
            raise Killed


class Place:
    """A stack with quick workers.

    Attributes:
        seen_deleted: assessments whose deletion has been answered.
    """

    def __init__(self, cloud: Cloud) -> None:
        services = scalp_assess.bootstrap.services()
        self.cloud = cloud
        self.assessments = services.assessments
        self.photos = services.photos
        self.research = services.research
        self.seen_deleted: set[str] = set()
        self.stage = Stage(services.assessments._client, services.photos._client)
        self.stats = StatsRepository(cloud.dynamodb, cloud.table)

    def upload(self, content: bytes) -> str:
        """A photo whose owner gives it to research, too."""
        assessment = pending(Sex.FEMALE, AgeGroup.FORTIES).model_copy(
            update={"research_consent_version": "test"}
        )
        AssessmentRepository(self.cloud.dynamodb, self.cloud.table).create(assessment)
        self.cloud.upload(assessment.id, content)
        return assessment.id

    def deliver(self, assessment_id: str, etag: str, count: int = 1) -> Any:
        body = s3_event(self.cloud, assessment_id, etag)
        # No time is left, so an idempotency record does not keep a second delivery out: the
        # transaction has to hold alone, as after a record has expired.
        context: Any = LocalContext("assess", 1024, timeout_seconds=-1)
        return handler(batch(message(body, receive_count=count)), context)

    def delete(self, assessment_id: str) -> None:
        Worker.current.deleting = assessment_id
        with suppress(AssessmentNotFoundError):
            delete_assessment(
                assessment_id,
                assessments=self.assessments,
                photos=self.photos,
                research=self.research,
                stats=StatsRepository(self.assessments._client, self.cloud.table),
                clock=clock.now,
            )
        self.seen_deleted.add(assessment_id)

    def given(self, assessment_id: str) -> tuple[bool, bool]:
        """Whether research has a record, and a photo."""
        token = research_keys.research_token(assessment_id)
        record = self.research.record(token, datetime.now(UTC))
        return record is not None, self.cloud.research_photo(token) is not None

    def counted(self, partition: str) -> Counter[str]:
        sums: Counter[str] = Counter()
        for shard in self.stats.shards(partition).values():
            sums.update(shard)
        return sums


@pytest.fixture
def place(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(scalp_assess.bootstrap, "load_ensemble", lambda *_, **__: Models())
    monkeypatch.setattr(PhotoDecoder, "upright_jpeg", lambda _, content, **__: content)
    # A slow machine must not turn into lost answers, which the script does not know of.
    patient = Config(read_timeout=120, retries={"mode": "standard", "max_attempts": 1})
    monkeypatch.setattr(scalp_assess.bootstrap, "_AWS", patient)
    monkeypatch.setattr(transact.retry, "sleep", lambda _: None)
    return Place(cloud)


def cohort_and_days(place: Place, since: date) -> tuple[Counter[str], Counter[str]]:
    days = {since, datetime.now(UTC).date()}
    return (
        place.counted(statistics_keys.cohort_pk(Sex.FEMALE, AgeGroup.FORTIES)),
        sum((place.counted(statistics_keys.day_pk(day)) for day in days), Counter()),
    )


deliveries = st.sampled_from([("e0", 1), ("e0", 1), ("e1", 1), ("e1", 3)])
acts = st.tuples(
    st.integers(0, 2), st.one_of(deliveries, deliveries, st.sampled_from([DELETE, SEND_AGAIN]))
)
faults = st.sampled_from([GO] * 6 + [DIE_BEFORE, DIE_AFTER, CONFLICT, CONFLICT])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    contents=st.lists(st.sampled_from([GOOD, GOOD, GOOD, BAD]), min_size=1, max_size=3),
    acts=st.lists(acts, min_size=2, max_size=6),
    script=st.lists(st.tuples(st.integers(0, 5), faults), max_size=40),
)
def test_counters_are_the_finished_assessments(
    place: Place, contents: list[bytes], acts: list, script: list
) -> None:
    today = datetime.now(UTC).date()
    before = cohort_and_days(place, today)
    place.stage.committed.clear()
    place.stage.taken_back.clear()
    made = [place.upload(content) for content in contents]
    todo: list[Callable[[], object]] = []
    for number, act in acts:
        one = made[number % len(made)]
        if act == DELETE:
            todo.append(lambda one=one: place.delete(one))
        elif act == SEND_AGAIN:
            content = contents[number % len(made)]
            todo.append(lambda one=one, content=content: place.cloud.upload(one, content))
        else:
            todo.append(lambda one=one, act=act: place.deliver(one, *act))

    place.stage.play(todo, script)
    # What failed or died is delivered again.
    place.stage.play([lambda one=one: place.deliver(one, "again") for one in made], [])

    committed = place.stage.committed
    taken_back = place.stage.taken_back
    assert set(committed.values()) | set(taken_back.values()) <= {1}
    assert taken_back <= committed
    after = cohort_and_days(place, today)
    left = len(committed) - len(taken_back)
    expected = {name: left for name in contribution(RESULT) if left}
    for earlier, later in zip(before, after, strict=True):
        later.subtract(earlier)
        assert {name: count for name, count in later.items() if count} == expected
    touched = {made[number % len(made)] for number, act in acts if act == DELETE}
    for one, content in zip(made, contents, strict=True):
        assert not place.cloud.photo_exists(one)
        record, photo = place.given(one)
        try:
            status = place.assessments.get(one, datetime.now(UTC)).status
        except AssessmentNotFoundError:
            assert one in touched
            if one not in place.seen_deleted:  # whoever has no confirmation tries again
                place.delete(one)
                record, photo = place.given(one)
            assert not record
            assert not photo
            continue
        assert record == (status is Status.DONE)
        assert photo == record or (one in touched and not photo)
        assert (status is Status.DONE) == (assessments_keys.assessment_pk(one) in committed)
        if one not in touched:
            assert status is (Status.DONE if content == GOOD else Status.REJECTED)
