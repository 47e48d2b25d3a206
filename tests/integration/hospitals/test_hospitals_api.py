"""Finding hospitals through the API's handler, as API Gateway calls it."""

import unicodedata

import pytest

import scalp_api.bootstrap
from scalp_api.hospitals.schemas import HospitalList
from scalp_core.hospitals.geohash import geohash_cell, with_neighbours
from scalp_core.hospitals.model import OpeningHours
from scalp_core.hospitals.regions import Province
from scalp_deployment.hospital_file import read_hospitals
from support.cloud import Cloud
from support.hospitals import GANGNAM, PATH, ask, hospital, load, stored


def found(cloud: Cloud, **question: object) -> list[str]:
    """Ids on all pages, in order."""
    ids: list[str] = []
    while True:
        status, _, body = ask(cloud, **question)
        assert status == 200, body
        ids += [one["id"] for one in body["hospitals"]]
        if body["nextCursor"] is None:
            return ids
        question["cursor"] = body["nextCursor"]


def test_every_hospital_of_the_seed_is_found_by_region_district_and_cell(cloud: Cloud) -> None:
    seed = read_hospitals()
    load(cloud, *seed)

    for province in (Province.SEOUL, Province.SEJONG, Province.GANGWON):
        wanted = {one.id for one in seed if one.province is province}
        assert set(found(cloud, region=province)) == wanted
    assert len(found(cloud, region="11", sigungu="강남구", limit=50)) == 175
    for characters in (4, 5, 6):
        cell = geohash_cell(*GANGNAM, characters)
        around = with_neighbours(cell)
        wanted = {
            one.id
            for one in seed
            if geohash_cell(one.latitude, one.longitude, characters) in around
        }
        ids = found(cloud, cell=cell, limit=100)
        assert set(ids) == wanted
        assert len(ids) == len(wanted)


def test_a_row_has_all_that_a_person_needs_to_go_there(cloud: Cloud) -> None:
    hours = OpeningHours.model_validate(
        {
            "days": {"monday": {"opens": "09:00", "closes": "18:00"}},
            "source": "egen-15000736",
            "date": "2026-11-08",
        }
    )
    load(cloud, hospital(1, website="https://derma.example.com", opening_hours=hours))

    _, _, body = ask(cloud, region="11")

    HospitalList.model_validate(body)
    (row,) = body["hospitals"]
    assert row == {
        "id": "T0001",
        "name": "보기1피부과의원",
        "kind": "clinic",
        "address": "서울특별시 강남구 강남대로 1 (역삼동)",
        "region": "11",
        "sigungu": "강남구",
        "phone": "02-555-1234",
        "website": "https://derma.example.com",
        "latitude": 37.4979,
        "longitude": 127.0276,
        "match": "name",
        "openingHours": {
            "days": {"monday": {"opens": "09:00", "closes": "18:00"}},
            "source": "egen-15000736",
            "date": "2026-11-08",
        },
        "links": row["links"],
        "source": "hira-15001698",
        "licence": "이용허락범위 제한 없음",
        "date": "2026-11-01",
    }
    assert set(row["links"]) == {"kakaoMap", "kakaoRoute", "kakaoSearch", "naverSearch"}
    assert [one["id"] for one in body["sources"]] == ["hira-15001698", "egen-15000736"]
    assert "전화" in body["notice"]["ko"]
    assert "Call" in body["notice"]["en"]


def test_names_come_before_departments_and_then_the_alphabet(cloud: Cloud) -> None:
    names = ["하나피부과의원", "가나종합병원", "모발이식의원", "나라 피부과의원", "다라병원"]
    load(cloud, *(hospital(number, name=name) for number, name in enumerate(names)))

    _, _, body = ask(cloud, region="11", sigungu="강남구")

    assert [one["name"] for one in body["hospitals"]] == [
        "나라 피부과의원",
        "모발이식의원",
        "하나피부과의원",
        "가나종합병원",
        "다라병원",
    ]
    assert [one["match"] for one in body["hospitals"]] == ["name"] * 3 + ["department"] * 2
    _, _, around = ask(cloud, cell="wydm6")
    assert [one["match"] for one in around["hospitals"]] == ["name"] * 3 + ["department"] * 2


def test_a_search_by_name_minds_neither_spaces_nor_case_nor_composition(cloud: Cloud) -> None:
    load(
        cloud,
        hospital(1, name="에스앤유 피부과의원"),
        hospital(2, name="CNP차앤박피부과의원"),
        hospital(3, name="서울병원"),
    )

    assert found(cloud, region="11", q="에스앤유피부과") == ["T0001"]
    assert found(cloud, region="11", q="cnp 차앤박") == ["T0002"]
    in_pieces = unicodedata.normalize("NFD", "서울")  # as a Mac sends it
    assert found(cloud, region="11", q=in_pieces) == ["T0003"]
    assert found(cloud, region="11", sigungu="강남구", q="피부과") == ["T0002", "T0001"]
    assert found(cloud, region="11", q="없는이름") == []
    decomposed = unicodedata.normalize("NFD", "강남구")
    assert found(cloud, region="11", sigungu=decomposed, q="피부과") == ["T0002", "T0001"]
    longest = unicodedata.normalize("NFD", "가" * 40)
    assert found(cloud, region="11", q=longest) == []
    assert ask(cloud, region="11", q=longest + "가")[0] == 422


def test_a_search_that_reads_much_goes_on_with_the_next_page(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scalp_core.hospitals.repository._MOST_READ", 7)
    many = [hospital(number, name=f"보기{number:03d}피부과의원") for number in range(40)]
    load(cloud, *many)

    assert found(cloud, region="11", q="039") == ["T0039"]
    assert len(found(cloud, region="11", q="보기", limit=3)) == 40
    assert ask(cloud, region="11", q="039")[2]["hospitals"] == []


def test_pages_of_every_size_hold_everything_once(cloud: Cloud) -> None:
    step = 0.006
    many = [
        hospital(
            number,
            latitude=GANGNAM[0] + number % 4 * step,
            longitude=GANGNAM[1] - 0.008 + number // 4 * step,
        )
        for number in range(12)
    ]
    load(cloud, *many)
    ids = sorted(one.id for one in many)

    for limit in (1, 2, 3, 7, 11, 12, 500):
        assert sorted(found(cloud, region="11", limit=limit)) == ids, limit
        assert sorted(found(cloud, cell="wydm6", limit=limit)) == ids, limit
    last = ask(cloud, region="11", limit=12)[2]
    assert last["nextCursor"] is None, "a full last page is the last all the same"


def test_the_own_cell_comes_on_the_first_page(cloud: Cloud) -> None:
    here = hospital(1)
    neighbours = [hospital(number, latitude=GANGNAM[0] + 0.03) for number in range(2, 8)]
    load(cloud, *neighbours, here)

    assert found(cloud, cell=geohash_cell(*GANGNAM, 5), limit=1)[0] == here.id


def test_a_lookup_is_one_query_a_key_and_never_a_scan(cloud: Cloud) -> None:
    load(cloud, *(hospital(number) for number in range(30)))
    client = scalp_api.bootstrap.services().hospitals._client
    asked: list[str] = []
    client.meta.events.register("before-call.dynamodb", lambda model, **_: asked.append(model.name))

    ask(cloud, cell="wydm6d")
    around = len(asked)
    ask(cloud, region="11", sigungu="강남구")

    assert asked == ["Query"] * (9 + 1)
    assert around == 9


def test_regions_say_how_many_hospitals_they_have(cloud: Cloud) -> None:
    _, _, empty = cloud.api("GET", f"{PATH}/regions")
    load(
        cloud,
        hospital(1),
        hospital(2, address="경상북도 군위군 군위읍 중앙길 1", latitude=36.24, longitude=128.57),
        hospital(3, address="세종특별자치시 보듬7로 20", latitude=36.51, longitude=127.25),
        hospital(4, address="강원도 춘천시 중앙로 1", latitude=37.88, longitude=127.73),
        hospital(5, address="강원특별자치도 춘천시 중앙로 2", latitude=37.88, longitude=127.73),
    )

    status, headers, body = cloud.api("GET", f"{PATH}/regions")

    assert status == 200
    assert "max-age=86400" in headers["cache-control"]
    assert (empty["hospitals"], empty["updatedAt"], len(empty["regions"])) == (0, None, 17)
    assert body["hospitals"] == 5
    assert body["updatedAt"]
    by_code = {one["code"]: one for one in body["regions"]}
    assert by_code["11"] == {
        "code": "11",
        "name": {"ko": "서울특별시", "en": "Seoul"},
        "hospitals": 1,
        "complete": True,
        "sigungu": [{"name": "강남구", "hospitals": 1}],
    }
    assert by_code["27"]["sigungu"] == [{"name": "군위군", "hospitals": 1}]
    assert by_code["47"]["hospitals"] == 0
    assert (by_code["36"]["hospitals"], by_code["36"]["sigungu"]) == (1, [])
    assert by_code["51"]["name"]["ko"] == "강원특별자치도"
    assert by_code["51"]["sigungu"] == [{"name": "춘천시", "hospitals": 2}]


def test_a_place_that_is_typed_finds_what_is_there(cloud: Cloud) -> None:
    busan = "부산광역시 부산진구 중앙대로 1"
    load(
        cloud,
        hospital(1, name="강남역피부과의원"),
        hospital(2, name="서면피부과의원", address=busan, latitude=35.158, longitude=129.059),
    )

    _, _, station = ask(cloud, q="서면역")
    assert [one["id"] for one in station["hospitals"]] == ["T0002"]
    assert station["place"]["name"] == {"ko": "서면역", "en": "Seomyeon Station"}
    assert station["place"]["area"]["ko"] == "부산 부산진구"
    assert found(cloud, q="부산진구") == ["T0002"]
    assert found(cloud, q="서울") == ["T0001"]
    _, _, by_name = ask(cloud, q="서면피부과")
    assert ([one["id"] for one in by_name["hospitals"]], by_name["place"]) == (["T0002"], None)
    assert found(cloud, q="없는 이름") == []

    status, headers, body = cloud.api("GET", f"{PATH}/places?q=%EC%A4%91%EA%B5%AC")
    assert (status, "max-age=86400" in headers["cache-control"]) == (200, True)
    assert [one["sigungu"] for one in body["places"]][:6] == ["중구"] * 6


def test_a_region_without_clinics_is_incomplete(cloud: Cloud) -> None:
    busan = {"address": "부산광역시 중구 중앙대로 1", "latitude": 35.1, "longitude": 129.03}
    load(cloud, hospital(1), hospital(2, name="부산병원", kind="hospital", **busan))

    _, _, body = cloud.api("GET", f"{PATH}/regions")

    complete = {one["code"]: one["complete"] for one in body["regions"]}
    assert (complete["11"], complete["26"], complete["50"]) == (True, False, False)


def test_hospitals_do_not_change_on_their_way_through_the_table(cloud: Cloud) -> None:
    seed = read_hospitals()[:3]
    load(cloud, *seed)

    assert sorted(stored(cloud).values(), key=lambda one: one.id) == seed
