"""Places by name: what people type, and which place it is."""

from pathlib import Path

import pytest

from scalp_core.errors import BrokenArtifactError
from scalp_core.hospitals.geohash import geohash_cell
from scalp_core.hospitals.places import NamedPlace, PlaceKind, PlaceNames
from scalp_core.hospitals.regions import Province
from scalp_deployment.hospital_file import read_hospitals
from scalp_deployment.paths import PLACE_NAMES


@pytest.fixture(scope="module")
def places() -> PlaceNames:
    return PlaceNames(PLACE_NAMES)


def named(found: list[NamedPlace]) -> list[tuple[str, Province]]:
    return [(place.name, place.province) for place in found]


@pytest.mark.parametrize(
    ("typed", "name", "province"),
    [
        ("강남역", "강남역", Province.SEOUL),
        ("강남", "강남역", Province.SEOUL),
        ("강남역 피부과", "강남역", Province.SEOUL),
        ("종로 3가역", "종로3가역", Province.SEOUL),
        ("Gangnam Station", "강남역", Province.SEOUL),
        ("4·19민주묘지", "4.19민주묘지역", Province.SEOUL),
        ("Seonyudo Station", "선유도역", Province.SEOUL),
        ("서면", "서면역", Province.BUSAN),
        ("윗반송", "윗반송역", Province.BUSAN),
        ("인천공항1터미널", "인천공항1터미널역", Province.INCHEON),
        ("태화강역", "태화강역", Province.ULSAN),
        ("부산 중구", "중구", Province.BUSAN),
        ("대구광역시 중구", "중구", Province.DAEGU),
        ("haeundae-gu", "해운대구", Province.BUSAN),
        ("제주시 노형동", "노형동", Province.JEJU),
        ("경기도 성남시 분당", "분당구", Province.GYEONGGI),
        ("역삼동", "역삼동", Province.SEOUL),
        ("부산", "부산", Province.BUSAN),
        ("강원도", "강원", Province.GANGWON),
        ("jeju", "제주", Province.JEJU),
    ],
)
def test_the_likeliest_place_comes_first(
    places: PlaceNames, typed: str, name: str, province: Province
) -> None:
    assert named(places.find(typed))[0] == (name, province)


def test_districts_of_one_name_are_all_offered(places: PlaceNames) -> None:
    found = places.find("중구")

    assert {place.province for place in found} >= {Province.SEOUL, Province.BUSAN, Province.INCHEON}
    assert {place.kind for place in found[:6]} == {PlaceKind.DISTRICT}
    assert len(found) <= 8


@pytest.mark.parametrize("typed", ["없는곳", "피부과", "서울 없는곳", "부산 강남역", "ㄱ", " "])
def test_what_names_no_place_finds_none(places: PlaceNames, typed: str) -> None:
    assert places.find(typed) == []


def test_the_area_says_where_a_place_lies(places: PlaceNames) -> None:
    (station, *_) = places.find("판교역")
    (province, *_) = places.find("제주")

    assert places.area(station).ko == "경기 성남시 분당구"
    assert places.area(station).en == "Bundang-gu, Seongnam-si, Gyeonggi"
    assert places.area(province).ko == "제주특별자치도"


def test_every_district_with_hospitals_is_a_place_near_them(places: PlaceNames) -> None:
    """As hospitals are stored by district, a place of another spelling would find nothing."""
    wanted = {(one.province, one.district) for one in read_hospitals() if one.district}
    for province, district in wanted:
        found = [
            place
            for place in places.find(str(district))
            if place.kind is PlaceKind.DISTRICT and place.province is province
        ]
        assert len(found) == 1, (province, district)


def test_every_place_lies_in_korea(places: PlaceNames) -> None:
    cells = {geohash_cell(place.latitude, place.longitude, 1) for _, place in places._places}

    assert cells == {"w"}


def test_a_missing_file_is_a_broken_artifact(tmp_path: Path) -> None:
    with pytest.raises(BrokenArtifactError):
        PlaceNames(tmp_path / "missing.csv").find("강남")
