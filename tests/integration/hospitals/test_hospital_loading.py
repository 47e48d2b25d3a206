"""Loading hospitals: what is written, what is refused, and what an interruption leaves."""

import itertools
from typing import Any

import pytest

from scalp_core.errors import BackendError, DuplicateHospitalError, ShrunkenCatalogueError
from scalp_core.hospitals.model import Hospital
from scalp_core.hospitals.regions import Province
from scalp_core.hospitals.repository import HospitalRepository
from scalp_deployment.hospital_file import read_hospitals
from support.cloud import Cloud
from support.hospitals import copies, hospital, load, repository, stored

OLD = [hospital(number) for number in range(20)]
# One of each: gone, renamed, moved to another district and cell, matched otherwise, new.
NEW = [
    *OLD[4:],
    OLD[1].model_copy(update={"phone": "02-555-9999"}),
    hospital(2, address="서울특별시 서초구 서초대로 1", latitude=37.4837, longitude=127.0324),
    hospital(3, name="가나다의원"),
    hospital(50, address="부산광역시 서구 구덕로 1", latitude=35.1006, longitude=129.0177),
]


def by_id(*hospitals: Hospital) -> dict[str, Hospital]:
    return {one.id: one for one in hospitals}


def test_the_seed_lies_under_its_cells_districts_and_provinces(cloud: Cloud) -> None:
    seed = read_hospitals()

    diff = load(cloud, *seed)

    assert diff.counts() == {
        "added": 1008,
        "changed": 0,
        "removed": 0,
        "confirmed": 0,
        "unchanged": 0,
    }
    assert stored(cloud) == by_id(*seed)
    without_district = sum(one.district is None for one in seed)
    assert len(copies(cloud)) == 3 * len(seed) - without_district
    index = repository(cloud).index()
    assert index is not None
    assert {one.province: one.hospitals for one in index.provinces}[Province.SEOUL] == 636
    gangnam = next(one for one in index.provinces[0].districts if one.name == "강남구")
    assert gangnam.hospitals == 175

    again = load(cloud, *seed)

    assert again.counts() == diff.counts() | {"added": 0, "unchanged": 1008}


def test_the_same_load_a_second_time_writes_nothing(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(cloud, *OLD)
    for name in ("_write_batch", "put_index"):
        monkeypatch.setattr(HospitalRepository, name, lambda *_: pytest.fail("it wrote"))

    assert load(cloud, *reversed(OLD)).unchanged == len(OLD)


def test_a_load_returns_the_difference_and_leaves_no_old_copy(cloud: Cloud) -> None:
    load(cloud, *OLD)

    diff = load(cloud, *NEW)

    assert diff.added == ["T0050"]
    assert sorted(diff.changed) == ["T0001", "T0002", "T0003"]
    assert diff.removed == ["T0000"]
    assert diff.unchanged == 16
    assert stored(cloud) == by_id(*NEW)
    assert len(copies(cloud)) == 3 * len(NEW)


def test_a_dry_run_returns_the_same_and_writes_nothing(cloud: Cloud) -> None:
    load(cloud, *OLD)
    before = copies(cloud)

    planned = load(cloud, *NEW, dry_run=True)

    assert copies(cloud) == before
    assert load(cloud, *NEW) == planned


def test_a_row_that_is_only_newer_is_confirmed_and_not_changed(cloud: Cloud) -> None:
    load(cloud, *OLD)
    newer = [one.model_copy(update={"date": "2026-11-22"}) for one in OLD]

    diff = load(cloud, *newer)

    assert (len(diff.confirmed), diff.changed) == (len(OLD), [])
    assert {one.date for one in stored(cloud).values()} == {"2026-11-22"}


def test_a_list_that_shrank_by_over_thirty_per_cent_replaces_nothing(cloud: Cloud) -> None:
    load(cloud, *OLD)
    before = copies(cloud)

    for offered in (0, 1, 13):
        with pytest.raises(ShrunkenCatalogueError, match=f"{offered} rows offered, 20 stored"):
            load(cloud, *OLD[:offered])

    assert copies(cloud) == before


def test_a_list_that_shrank_by_thirty_per_cent_is_believed(cloud: Cloud) -> None:
    load(cloud, *OLD)

    assert len(load(cloud, *OLD[:14]).removed) == 6


def test_a_person_may_want_a_shorter_list(cloud: Cloud) -> None:
    load(cloud, *OLD)

    load(cloud, OLD[0], allow_shrinking=True)

    assert stored(cloud) == by_id(OLD[0])
    assert len(copies(cloud)) == 3


def test_an_empty_list_is_no_first_load_either(cloud: Cloud) -> None:
    with pytest.raises(ShrunkenCatalogueError):
        load(cloud)


def test_one_id_twice_is_refused(cloud: Cloud) -> None:
    with pytest.raises(DuplicateHospitalError, match="T0001"):
        load(cloud, hospital(1), hospital(1, name="다른피부과의원"))

    assert copies(cloud) == {}


def test_a_load_that_stopped_anywhere_is_completed_by_the_next(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every write is a place to stop; small batches make many of them."""
    monkeypatch.setattr("scalp_core.hospitals.repository._BATCH", 2)
    load(cloud, *NEW)
    wanted = copies(cloud)
    whole = HospitalRepository._write_batch

    for stop in itertools.count():
        load(cloud, *OLD, allow_shrinking=True)
        written = 0

        def write(self: HospitalRepository, batch: Any, stop: int = stop) -> None:
            nonlocal written
            if written == stop:
                raise BackendError("stopped")
            written += 1
            whole(self, batch)

        with monkeypatch.context() as patched:
            patched.setattr(HospitalRepository, "_write_batch", write)
            try:
                load(cloud, *NEW)
            except BackendError:
                # Whoever stays listed can be found all the while.
                found = {one.id for one in repository(cloud).records()}
                assert {one.id for one in NEW[:-1]} <= found
            else:
                break
        load(cloud, *NEW)
        assert copies(cloud) == wanted, f"stopped after {stop} writes"
    assert stop > 5


def test_items_that_dynamodb_hands_back_are_written_again(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = repository(cloud)
    real = cloud.dynamodb.batch_write_item
    calls: list[int] = []

    def throttled(RequestItems: dict[str, list[Any]]) -> Any:  # noqa: N803 (boto3's own)
        ((table, requests),) = RequestItems.items()
        calls.append(len(requests))
        taken, left = (requests[:1], requests[1:]) if len(calls) < 3 else (requests, [])
        real(RequestItems={table: taken})
        return {"UnprocessedItems": {table: left} if left else {}}

    monkeypatch.setattr(cloud.dynamodb, "batch_write_item", throttled)
    monkeypatch.setattr("tenacity.nap.time.sleep", lambda _: None)

    repo.replace([], OLD[:2])

    assert calls == [4, 3, 2, 2]
    assert len(copies(cloud)) == 6


def test_endless_throttling_is_a_fault(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        cloud.dynamodb,
        "batch_write_item",
        lambda RequestItems: {"UnprocessedItems": RequestItems},  # noqa: N803
    )
    monkeypatch.setattr("tenacity.nap.time.sleep", lambda _: None)

    with pytest.raises(BackendError, match="unprocessed"):
        repository(cloud).replace([], OLD)
