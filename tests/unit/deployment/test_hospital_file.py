"""The list of hospitals that comes with the repository."""

from collections import Counter
from pathlib import Path

import pytest

from scalp_core.errors import CatalogueFileError
from scalp_core.hospitals.model import SOURCES, HospitalKind, HospitalSource, MatchedBy, matched_by
from scalp_core.hospitals.regions import Province
from scalp_deployment.hospital_file import read_hospitals
from scalp_deployment.paths import HOSPITALS

HEADER = "id,name,kind,address,phone,lat,lon,match,source,date"
GOOD = (
    'H1,보기피부과의원,의원,"서울특별시 강남구 역삼로 1, 2층",02-555-1234,37.5,127.03,'
    "name:피부,seoul-OA-20337,2023-05"
)


def written(folder: Path, *lines: str) -> Path:
    file = folder / "hospitals.csv"
    file.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
    return file


def test_the_seed_holds_every_hospital_of_its_two_registers() -> None:
    hospitals = read_hospitals()

    assert len(hospitals) == 1008
    assert len({one.id for one in hospitals}) == 1008
    assert Counter(one.source for one in hospitals) == {
        HospitalSource.SEOUL: 561,
        HospitalSource.LOCALDATA: 447,
    }
    assert Counter(one.kind for one in hospitals) == {
        HospitalKind.CLINIC: 561,
        HospitalKind.HOSPITAL: 306,
        HospitalKind.GENERAL_HOSPITAL: 141,
    }
    assert {one.province for one in hospitals} == set(Province)
    assert Counter(one.province for one in hospitals)[Province.SEOUL] == 636


def test_the_seed_ranks_as_a_refresh_would() -> None:
    for hospital in read_hospitals():
        assert hospital.matched_by is matched_by(hospital.name)


def test_every_source_says_how_it_wants_to_be_named_and_the_seed_is_described() -> None:
    readme = HOSPITALS.with_name("README.md").read_text(encoding="utf-8")
    assert set(SOURCES) == set(HospitalSource)
    for one in (HospitalSource.SEOUL, HospitalSource.LOCALDATA):
        assert one in readme
        assert SOURCES[one].licence in readme


def test_a_row_becomes_a_hospital(tmp_path: Path) -> None:
    (hospital,) = read_hospitals(written(tmp_path, GOOD))

    assert hospital.model_dump(include={"name", "kind", "province", "district", "phone"}) == {
        "name": "보기피부과의원",
        "kind": HospitalKind.CLINIC,
        "province": Province.SEOUL,
        "district": "강남구",
        "phone": "02-555-1234",
    }
    assert hospital.matched_by is MatchedBy.NAME


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        ("37.5", "far north", "hospitals.csv:3"),
        ("37.5", "57.5", "latitude"),
        ("127.03", "27.03", "longitude"),
        (",의원,", ",약국,", "약국"),
        ("서울특별시", "서울직할시", "region"),
        ("02-555-1234", "555-1234", "phone"),
        ("name:피부", "paid:yes", "paid"),
        ("seoul-OA-20337", "somewhere", "source"),
        ("2023-05", "May 2023", "date"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_read(
    tmp_path: Path, was: str, becomes: str, message: str
) -> None:
    file = written(tmp_path, GOOD, GOOD.replace(was, becomes, 1))

    with pytest.raises(CatalogueFileError) as caught:
        read_hospitals(file)

    assert message in str(caught.value)
    assert "hospitals.csv:3" in str(caught.value)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    file = written(tmp_path, GOOD)
    file.write_text(file.read_text(encoding="utf-8").replace("lat,lon", "x,y"), encoding="utf-8")

    with pytest.raises(CatalogueFileError, match="lat"):
        read_hospitals(file)
