"""Provinces and districts of addresses, old and new."""

import pytest

from scalp_core.hospitals.regions import PROVINCES, Place, Province, locate_address

ADDRESSES = {
    "서울특별시 강남구 테헤란로2길 8, 3층 (역삼동)": (Province.SEOUL, "강남구"),
    "경기도 고양시 일산동구 중앙로 1": (Province.GYEONGGI, "고양시"),
    "경상남도 창원시 성산구 원이대로 1": (Province.GYEONGNAM, "창원시"),
    "인천광역시 중구 서해대로 1": (Province.INCHEON, "중구"),
    "강원도 춘천시 중앙로 1": (Province.GANGWON, "춘천시"),
    "강원특별자치도 춘천시 중앙로 1": (Province.GANGWON, "춘천시"),
    "전라북도 전주시 완산구 장승배기로 204": (Province.JEONBUK, "전주시"),
    "전북특별자치도 전주시 완산구 장승배기로 204": (Province.JEONBUK, "전주시"),
    "경상북도 군위군 군위읍 중앙길 1": (Province.DAEGU, "군위군"),
    "대구광역시 군위군 군위읍 중앙길 1": (Province.DAEGU, "군위군"),
    "세종특별자치시 보듬7로 20 (도담동)": (Province.SEJONG, None),
    "제주도 서귀포시 중앙로 1": (Province.JEJU, "서귀포시"),
    "서울 종로구 율곡로 1": (Province.SEOUL, "종로구"),
    "경기 광주시 경안로 1": (Province.GYEONGGI, "광주시"),
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_lies_where_today_s_division_puts_it(address: str) -> None:
    assert locate_address(address) == Place(*ADDRESSES[address])


@pytest.mark.parametrize(
    "address",
    ["", "강남구 테헤란로 1", "서울특별시", "서울특별시 테헤란로 1", "평안남도 평양시 중구역 1"],
)
def test_an_address_without_a_region_gives_none(address: str) -> None:
    assert locate_address(address) is None


def test_every_province_has_one_name_in_each_language() -> None:
    assert set(PROVINCES) == set(Province)
    for names in ([one.ko for one in PROVINCES.values()], [one.en for one in PROVINCES.values()]):
        assert len(set(names)) == len(Province)
