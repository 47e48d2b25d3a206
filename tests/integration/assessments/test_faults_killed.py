"""Killed anywhere: before and after every call to AWS, in the middle of a photo, by a neighbour.

:class:`support.deliveries.Killed` is no ``Exception``, so nothing of ours or of a library's tidies
up, as nothing does after a time-out or without memory.
"""

import itertools
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import pytest
import respx
import time_machine

import scalp_api.bootstrap
import scalp_assess.bootstrap
import scalp_catalog.bootstrap
from scalp_catalog.handler import handler as refresh
from support.cloud import Cloud
from support.deliveries import (
    BAD,
    GOOD,
    RESULT,
    Killed,
    Models,
    batch,
    failed,
    lost_or_counted_twice,
    message,
    s3_event,
    statuses,
)
from support.portal import HIRA, hira, hira_row

_TIME_OUT = 60
"""Seconds of the function that is killed: more than any machine needs to get there."""


class Axe:
    """Kills whoever makes the ``at``-th call, before AWS hears of it or after AWS has done it.

    Attributes:
        struck: somebody has been killed.
        spared: names of calls that are not counted.
    """

    def __init__(self, at: int, *, before: bool, spared: Collection[str]) -> None:
        self.at = at
        self.before = before
        self.struck = False
        self.spared = spared
        self._calls = 0

    def strike_before(self, model: Any, **_: object) -> None:
        self._calls += model.name not in self.spared
        self._strike(model, before=True)

    def strike_after(self, model: Any, **_: object) -> None:
        self._strike(model, before=False)

    def _strike(self, model: Any, *, before: bool) -> None:
        if model.name in self.spared:
            return
        if self.before is before and self._calls == self.at:
            self.struck = True
            raise Killed


@contextmanager
def over(clients: Iterable[Any], axe: Axe) -> Iterator[None]:
    clients = list(clients)
    hooks = (("before-call", axe.strike_before), ("after-call", axe.strike_after))
    for client in clients:
        for event, strike in hooks:
            client.meta.events.register(event, strike)
    try:
        yield
    finally:
        for client in clients:
            for event, strike in hooks:
                client.meta.events.unregister(event, strike)


def kill_at_every_call(
    clients: Iterable[Any],
    prepare: Callable[[], Any],
    act: Callable[[Any], object],
    spared: Collection[str] = (),
) -> Iterator[tuple[Axe, Any]]:
    """Prepare, act and die, for every call and side of it; ends with one who survives."""
    clients = list(clients)
    for before in (True, False):
        for at in itertools.count(1):
            prepared = prepare()
            axe = Axe(at, before=before, spared=spared)
            with over(clients, axe), suppress(Killed):
                act(prepared)
            yield axe, prepared
            if not axe.struck:
                break


def uploaded(cloud: Cloud, content: bytes = GOOD) -> str:
    made = cloud.create()
    cloud.upload(made, content)
    return made


def deliver(cloud: Cloud, *made: str, count: int = 1, seconds: int | None = -1) -> Any:
    """One batch; without time left, the next delivery need not wait for idempotency records."""
    messages = [message(s3_event(cloud, one), one, count) for one in made]
    return cloud.assess(batch(*messages), seconds=seconds)


@pytest.mark.parametrize(
    ("contents", "count"),
    [([GOOD], 1), ([BAD], 1), ([GOOD], 3), ([GOOD, BAD, GOOD], 1)],
    ids=["good", "bad", "last delivery", "batch"],
)
def test_a_worker_killed_at_any_call_loses_nothing_and_counts_nothing_twice(
    cloud: Cloud, models: Models, contents: list[bytes], count: int
) -> None:
    services = scalp_assess.bootstrap.services()
    clients = (services.assessments._client, services.photos._client)
    wanted = ["done" if content == GOOD else "rejected" for content in contents]
    accepted: list[str] = []
    deaths = 0

    for axe, made in kill_at_every_call(
        clients,
        prepare=lambda: [uploaded(cloud, content) for content in contents],
        act=lambda made: deliver(cloud, *made, count=count),
    ):
        deaths += axe.struck
        accepted += made
        assert deliver(cloud, *made) == failed()
        assert statuses(cloud, made) == wanted, f"killed at call {axe.at}, before: {axe.before}"
        assert not any(cloud.photo_exists(one) for one in made)

    assert deaths >= 2 * 5 * len(contents)
    assert lost_or_counted_twice(cloud, accepted) == 0


def test_an_api_killed_at_any_call_of_a_deletion_lets_it_be_finished(
    cloud: Cloud, models: Models
) -> None:
    services = scalp_api.bootstrap.services()
    accepted: list[str] = []

    for axe, made in kill_at_every_call(
        (services.assessments._client, services.photos._client),
        prepare=lambda: uploaded(cloud),
        act=lambda made: cloud.api("DELETE", f"/api/v1/assessments/{made}"),
    ):
        accepted.append(made)
        again, _, _ = cloud.api("DELETE", f"/api/v1/assessments/{made}")
        result_is_gone = not axe.struck or (axe.at, not axe.before) >= (2, True)
        assert (again == 404) == result_is_gone
        assert deliver(cloud, made) == failed()
        assert not cloud.photo_exists(made)

    assert len(accepted) == 10, "four calls, before and after, and two who survived"
    assert set(statuses(cloud, accepted)) == {"gone"}
    assert cloud.counters() == {}


def test_an_api_killed_while_creating_leaves_nothing_that_stays(cloud: Cloud) -> None:
    client = scalp_api.bootstrap.services().assessments._client
    new = {"sex": "male", "ageGroup": "30s", "consent": True, "contentType": "image/jpeg"}

    for axe, _ in kill_at_every_call(
        [client],
        prepare=lambda: None,
        act=lambda _: cloud.api("POST", "/api/v1/assessments", new),
    ):
        assert axe.at <= 2

    items = cloud.dynamodb.scan(TableName=cloud.table)["Items"]
    assert len(items) == 3, "one killed afterwards, and two who survived"
    assert all(int(item["expiresAt"]["N"]) < time.time() + 86_401 for item in items)
    assert cloud.counters() == {}


def test_a_refresh_killed_at_any_write_leaves_every_hospital_to_be_found(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last good list, or parts of the next one: never less."""
    staying = [hira_row(number) for number in range(3)]
    old, new = [*staying, hira_row(3)], [*staying, hira_row(9)]
    monkeypatch.setattr("scalp_core.hospitals.repository._BATCH", 2)
    services = scalp_catalog.bootstrap.services()
    services.access_keys._client.put_parameter(
        Name=services.settings.hira_key_parameter, Value="key", Type="SecureString"
    )
    context: Any = cloud.context()

    with respx.mock as router:

        def run(offered: list[dict[str, Any]]) -> None:
            router.get(HIRA).mock(side_effect=hira(*offered))
            refresh({"refresh": "hospitals"}, context)

        deaths = 0
        for axe, _ in kill_at_every_call(
            [services.hospitals._client],
            prepare=lambda: run(old),
            act=lambda _: run(new),
            spared={"Query", "GetItem"},  # nothing has changed then
        ):
            deaths += axe.struck
            assert listed(cloud) >= {row["yadmNm"] for row in staying}
            run(new)
            assert listed(cloud) == {row["yadmNm"] for row in new}
    assert deaths >= 8


def listed(cloud: Cloud) -> set[str]:
    answer = cloud.api("GET", "/api/v1/hospitals?region=11")[2]
    return {one["name"] for one in answer["hospitals"]}


def test_a_time_out_in_the_middle_of_a_photo_is_made_up_for_once_it_is_over(
    cloud: Cloud, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = uploaded(cloud)
    with time_machine.travel(datetime.now(UTC), tick=False) as traveller:
        with monkeypatch.context() as patched:
            patched.setattr(models, "analyse", _killing)
            with pytest.raises(Killed):
                deliver(cloud, made, seconds=_TIME_OUT)

        # The first one still counts as in progress.
        assert deliver(cloud, made, seconds=None) == failed(made)
        traveller.shift(_TIME_OUT + 1)
        assert deliver(cloud, made, count=2, seconds=None) == failed()

        assert statuses(cloud, [made]) == ["done"]
        assert lost_or_counted_twice(cloud, [made]) == 0


def _killing(_: bytes) -> Any:
    raise Killed


@pytest.mark.parametrize("fatal", [1, 2, 3])
def test_a_photo_that_kills_the_worker_leaves_nobody_of_its_batch_waiting(
    cloud: Cloud, models: Models, monkeypatch: pytest.MonkeyPatch, fatal: int
) -> None:
    """On the last delivery too: those after it get no turn any more, and read failed."""
    accepted = [uploaded(cloud) for _ in range(3)]
    turns = itertools.count(1)

    def analyse(content: bytes) -> Any:
        return _killing(content) if next(turns) == fatal else RESULT

    with time_machine.travel(datetime.now(UTC), tick=False) as traveller:
        with monkeypatch.context() as patched:
            patched.setattr(models, "analyse", analyse)
            with pytest.raises(Killed):
                deliver(cloud, *accepted, count=3, seconds=_TIME_OUT)
        traveller.shift(_TIME_OUT + 1)

        expected = ["done"] * (fatal - 1) + ["failed"] * (4 - fatal)
        assert statuses(cloud, accepted) == expected
        assert lost_or_counted_twice(cloud, accepted) == 0
        assert deliver(cloud, *accepted) == failed(), "a redrive finishes them"
        assert statuses(cloud, accepted) == ["done"] * 3
        assert lost_or_counted_twice(cloud, accepted) == 0


def test_too_little_memory_for_a_photo_is_a_fault_of_that_photo_only(
    cloud: Cloud, models: Models, monkeypatch: pytest.MonkeyPatch, logged: Callable[[str], str]
) -> None:
    accepted = [uploaded(cloud, content) for content in (GOOD, b"a large scalp", GOOD)]

    def analyse(content: bytes) -> Any:
        if content != GOOD:
            raise MemoryError
        return RESULT

    with monkeypatch.context() as patched:
        patched.setattr(models, "analyse", analyse)
        assert deliver(cloud, *accepted) == failed(accepted[1])
        assert deliver(cloud, accepted[1], count=3) == failed(accepted[1])

    assert statuses(cloud, accepted) == ["done", "failed", "done"]
    assert lost_or_counted_twice(cloud, accepted) == 0
    assert "MemoryError" in logged("assess")
    assert deliver(cloud, accepted[1]) == failed()
    assert statuses(cloud, accepted) == ["done"] * 3
    assert lost_or_counted_twice(cloud, accepted) == 0
