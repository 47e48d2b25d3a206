"""Concurrent photos are all done, counted once, in fair order; and the checks of that can fail."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.drain_outcome import Drain, Passage, faults, most_overtaken_allowed, overtaken
from benchmarks.queue_drain import drained, lines
from benchmarks.record import quantiles, write
from scalp_core.statistics import counters
from scalp_core.statistics.publication import contribution
from scalp_core.vocabulary import Status
from scalp_deployment.paths import ROOT
from support.results import pending, result

PHOTOS = 24
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def drain() -> Drain:
    return drained(PHOTOS, workers=2, uploaders=4)


def passage(number: int, finished: int) -> Passage:
    """The ``number``-th upload, finished so many seconds after noon."""
    assessment = pending(at=NOON).model_copy(
        update={
            "status": Status.DONE,
            "result": result(),
            "finished_at": NOON + timedelta(seconds=finished),
        }
    )
    return Passage(NOON + timedelta(milliseconds=number), assessment)


def drain_in(order: list[int]) -> Drain:
    """A drain without faults but for its order: places of the uploads among the finished."""
    counts = {name: len(order) for name in contribution(result())}
    passages = [passage(number, finished) for number, finished in enumerate(order)]
    return Drain(passages, counts, (counts, counts), 1, 0, {"worker": 500.0})


def test_photos_at_once_are_done_and_counted_once_in_fair_order(drain: Drain) -> None:
    assert faults(drain) == []
    assert len(drain.done) == PHOTOS
    assert drain.counted[0][counters.TOTAL] == PHOTOS


def test_workers_stay_within_the_memory_of_the_function(drain: Drain) -> None:
    assert 0 < drain.memory["worker"] < 3008


def test_a_result_is_as_small_as_the_costs_assume(
    drain: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(ROOT / "infra")
    import cost

    beside = 512  # the item's other attributes
    for one in drain.done:
        assert one.result
        size = len(one.result.model_dump_json(by_alias=True).encode())
        assert size + beside < 1024 * cost.RESULT_KILOBYTES


def test_the_report_has_throughput_waiting_service_and_memory(drain: Drain) -> None:
    report = "\n".join(lines(drain, workers=2))

    for measure in ("throughput", "wait p50", "inference p50", "overtaken", "worker, peak memory"):
        assert measure in report


def test_being_overtaken_counts_later_uploads_that_finished_earlier() -> None:
    assert overtaken([1, 2, 3]) == [0, 0, 0]
    assert overtaken([3, 1, 2]) == [2, 0, 0]
    assert overtaken([2, 1, 4, 3]) == [1, 0, 1, 0]


@pytest.mark.parametrize("number", [40, 1000])
def test_the_last_uploaded_first_is_not_fair(number: int) -> None:
    assert "overtaken" in faults(drain_in(list(reversed(range(number)))))[0]


@pytest.mark.parametrize("number", [40, 1000])
def test_one_photo_left_behind_is_not_fair(number: int) -> None:
    assert "overtaken" in faults(drain_in([number, *range(number - 1)]))[0]


def test_neighbours_that_change_places_are_fair() -> None:
    assert faults(drain_in([place ^ 1 for place in range(1000)])) == []
    assert most_overtaken_allowed(1000) == 50


def test_a_lost_photo_a_double_count_and_a_leftover_message_are_faults() -> None:
    good = drain_in(list(range(10)))
    lost = replace(good.passages[0], assessment=pending())
    double = dict(good.expected) | {counters.TOTAL: 11}

    assert faults(good) == []
    assert "no result" in faults(replace(good, passages=[lost, *good.passages[1:]]))[0]
    assert "cohorts" in faults(replace(good, counted=(double, good.expected)))[0]
    assert "days" in faults(replace(good, counted=(good.expected, double)))[0]
    assert "left" in faults(replace(good, left=1))[0]


def test_percentiles_are_values_that_occurred() -> None:
    assert quantiles([5]) == (5, 5, 5)
    assert quantiles(range(101)) == (50, 95, 99)


def test_a_record_replaces_the_one_before_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- x: begin -->\nold\n<!-- x: end -->\nb\n", encoding="utf-8")

    write("x", ["new", "lines"], page)
    write("x", ["newer"], page)

    assert page.read_text() == "a\n<!-- x: begin -->\nnewer\n<!-- x: end -->\nb\n"
    with pytest.raises(ValueError, match="no place for y"):
        write("y", [], page)
