"""Loading hospitals, on the requests that it makes: what is written, deleted and refused."""

from datetime import UTC, datetime
from typing import Any

import pytest

from scalp_core.errors import (
    BackendError,
    DuplicateHospitalError,
    ShrunkenCatalogueError,
)
from scalp_core.hospitals.load import load_hospitals
from scalp_core.hospitals.model import Hospital, HospitalIndex
from scalp_core.hospitals.regions import Province
from scalp_core.hospitals.repository import HospitalRepository
from support.hospitals import hospital
from support.offline_aws import Answer, OfflineDynamo, Request, plain


def test_items_are_written_in_batches_of_25_and_handed_back_ones_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("tenacity.nap.time.sleep", waits.append)
    handed_back: list[dict[str, Any]] = []

    def answer(asked: Request) -> Answer:
        if not handed_back:
            handed_back.append(asked[1]["RequestItems"]["table"][0])
            return {"UnprocessedItems": {"table": handed_back[:1]}}
        return {"UnprocessedItems": {}}

    dynamo = OfflineDynamo(answer)
    HospitalRepository(dynamo.client, "table").replace([], [hospital(n) for n in range(20)])

    sizes = [len(request["RequestItems"]["table"]) for _, request in dynamo.requests]
    # 40 copies in cell and district, of which the first is handed back; then 20 records.
    assert sizes == [25, 1, 15, 20]
    assert len(waits) == 1


def test_items_that_keep_coming_back_are_a_fault_after_eight_tries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("tenacity.nap.time.sleep", waits.append)
    monkeypatch.setattr("random.uniform", lambda _, most: most)  # of full jitter

    def answer(asked: Request) -> Answer:
        return {"UnprocessedItems": asked[1]["RequestItems"]}

    dynamo = OfflineDynamo(answer)
    with pytest.raises(BackendError, match="unprocessed"):
        HospitalRepository(dynamo.client, "table").replace([], [hospital(1)])

    assert len(dynamo.requests) == 8
    assert waits == pytest.approx([0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 2])


class Register:
    """A table with these records, which notes what is written and deleted."""

    def __init__(self, *hospitals: Hospital, index: HospitalIndex | None = None) -> None:
        self.hospitals = hospitals
        self.index = index
        self.put: list[str] = []
        self.deleted: list[str] = []
        self.dynamo = OfflineDynamo(self._answer)

    def load(self, *offered: Hospital, **options: bool) -> dict[str, int]:
        return load_hospitals(
            offered,
            hospitals=HospitalRepository(self.dynamo.client, "table"),
            clock=lambda: datetime(2026, 11, 22, tzinfo=UTC),
            **options,
        ).counts()

    @property
    def written_index(self) -> list[HospitalIndex]:
        return [
            HospitalIndex.model_validate_json(plain(request["Item"])["index"])
            for name, request in self.dynamo.requests
            if name == "PutItem"
        ]

    def _answer(self, asked: Request) -> Answer:
        name, request = asked
        if name == "Query":
            pk = plain(request["ExpressionAttributeValues"])[":pk"]
            found = [one for one in self.hospitals if pk == f"HOSPITAL#REGION#{one.province}"]
            texts = [one.model_dump_json(by_alias=True, exclude_none=True) for one in found]
            return {"Items": [{"hospital": {"S": text}} for text in texts], "ScannedCount": 1}
        if name == "GetItem":
            text = self.index and self.index.model_dump_json(by_alias=True)
            return {"Item": {"index": {"S": text}}} if text else {}
        if name == "BatchWriteItem":
            for one in request["RequestItems"]["table"]:
                if "PutRequest" in one:
                    self.put.append(plain(one["PutRequest"]["Item"])["SK"])
                else:
                    self.deleted.append(plain(one["DeleteRequest"]["Key"])["SK"])
            return {"UnprocessedItems": {}}
        return {}


def test_a_load_says_what_is_new_changed_confirmed_and_gone() -> None:
    hours = {
        "days": {"monday": {"opens": "09:00", "closes": "18:00"}},
        "source": "egen-15000736",
        "date": "2026-11-01",
    }
    old = [hospital(n) for n in range(1, 5)] + [hospital(5, opening_hours=hours)]
    offered = [
        hospital(1),
        hospital(2, name="새이름피부과의원"),
        hospital(3, date="2026-11-20"),
        hospital(5, opening_hours=hours | {"date": "2026-11-20"}),
        hospital(6),
    ]
    register = Register(*old)

    counts = register.load(*offered)

    assert counts == {"added": 1, "changed": 1, "confirmed": 2, "removed": 1, "unchanged": 1}
    assert not any("T0001" in sk for sk in [*register.put, *register.deleted])
    # T0004 in cell, district and province; T0002's copies in district and province by its old name.
    assert sum("T0004" in sk for sk in register.deleted) == 3
    assert sum("T0002" in sk for sk in register.deleted) == 2
    assert len(register.deleted) == 5


def test_the_index_counts_by_province_and_district() -> None:
    register = Register()
    register.load(
        hospital(1),
        hospital(2),
        hospital(3, district="종로구"),
        hospital(4, province=Province.SEJONG, district=None),
    )

    (index,) = register.written_index
    counts = {one.province: one for one in index.provinces}
    assert list(counts) == list(Province)
    assert counts[Province.SEOUL].hospitals == 3
    assert [(one.name, one.hospitals) for one in counts[Province.SEOUL].districts] == [
        ("강남구", 2),
        ("종로구", 1),
    ]
    assert (counts[Province.SEJONG].hospitals, counts[Province.SEJONG].districts) == (1, [])
    assert counts[Province.BUSAN].hospitals == 0


def test_the_same_load_a_second_time_writes_nothing_and_a_lost_index_is_written_again() -> None:
    first = Register()
    first.load(hospital(1))
    (index,) = first.written_index
    again, lost = Register(hospital(1), index=index), Register(hospital(1))

    assert again.load(hospital(1))["unchanged"] == 1
    lost.load(hospital(1))

    assert (again.put, again.deleted, again.written_index) == ([], [], [])
    assert (lost.put, lost.written_index) == ([], [index])


def test_a_hospital_with_two_records_is_written_again_though_nothing_is_new() -> None:
    register = Register(hospital(1), hospital(1, date="2026-10-01"))

    assert register.load(hospital(1))["changed"] == 1
    assert len(register.put) == 3


def test_a_dry_run_writes_nothing() -> None:
    register = Register(hospital(1))

    assert register.load(hospital(1), hospital(2), dry_run=True)["added"] == 1
    assert set(register.dynamo.operations) == {"Query"}


def test_fewer_are_stored_only_where_a_person_wants_it() -> None:
    stored = [hospital(n) for n in range(10)]
    for offered, refused in ((7, False), (6, True), (0, True)):
        register = Register(*stored)
        if refused:
            with pytest.raises(ShrunkenCatalogueError):
                register.load(*stored[:offered])
            assert register.put + register.deleted == []
            register = Register(*stored)
            assert register.load(*stored[:offered], allow_shrinking=True)["removed"] == 10 - offered
        else:
            assert register.load(*stored[:offered])["removed"] == 3
    with pytest.raises(DuplicateHospitalError, match="T0001"):
        Register().load(hospital(1), hospital(1))
