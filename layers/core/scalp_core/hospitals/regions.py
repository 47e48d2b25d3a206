"""The provinces of Korea (시도), and how to find an address's province and district (시군구).

A province goes by the first two digits of the Ministry of the Interior's codes for legal
districts (법정동코드), as of 2024. A district goes by its name: districts are split and renamed
every few years, and an address holds the name, never the code.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Province(StrEnum):
    """The seventeen provinces and cities of that rank."""

    SEOUL = "11"
    BUSAN = "26"
    DAEGU = "27"
    INCHEON = "28"
    GWANGJU = "29"
    DAEJEON = "30"
    ULSAN = "31"
    SEJONG = "36"
    GYEONGGI = "41"
    CHUNGBUK = "43"
    CHUNGNAM = "44"
    JEONNAM = "46"
    GYEONGBUK = "47"
    GYEONGNAM = "48"
    JEJU = "50"
    GANGWON = "51"
    JEONBUK = "52"


@dataclass(frozen=True)
class ProvinceName:
    """Names of a province.

    Attributes:
        ko: official name of today.
        short: everyday name, as in Kakao's addresses and in HIRA's ``sidoCdNm``.
        former: official names that old registers still carry.
    """

    ko: str
    en: str
    short: str
    former: tuple[str, ...] = ()


PROVINCES: dict[Province, ProvinceName] = {
    Province.SEOUL: ProvinceName("서울특별시", "Seoul", "서울", ("서울시",)),
    Province.BUSAN: ProvinceName("부산광역시", "Busan", "부산", ("부산시",)),
    Province.DAEGU: ProvinceName("대구광역시", "Daegu", "대구", ("대구시",)),
    Province.INCHEON: ProvinceName("인천광역시", "Incheon", "인천", ("인천시",)),
    Province.GWANGJU: ProvinceName("광주광역시", "Gwangju", "광주"),
    Province.DAEJEON: ProvinceName("대전광역시", "Daejeon", "대전", ("대전시",)),
    Province.ULSAN: ProvinceName("울산광역시", "Ulsan", "울산", ("울산시",)),
    Province.SEJONG: ProvinceName("세종특별자치시", "Sejong", "세종", ("세종시",)),
    Province.GYEONGGI: ProvinceName("경기도", "Gyeonggi", "경기"),
    Province.GANGWON: ProvinceName("강원특별자치도", "Gangwon", "강원", ("강원도",)),
    Province.CHUNGBUK: ProvinceName("충청북도", "North Chungcheong", "충북"),
    Province.CHUNGNAM: ProvinceName("충청남도", "South Chungcheong", "충남"),
    Province.JEONBUK: ProvinceName("전북특별자치도", "Jeonbuk", "전북", ("전라북도",)),
    Province.JEONNAM: ProvinceName("전라남도", "South Jeolla", "전남"),
    Province.GYEONGBUK: ProvinceName("경상북도", "North Gyeongsang", "경북"),
    Province.GYEONGNAM: ProvinceName("경상남도", "South Gyeongsang", "경남"),
    Province.JEJU: ProvinceName("제주특별자치도", "Jeju", "제주", ("제주도",)),
}

_BY_NAME = {
    name: province
    for province, names in PROVINCES.items()
    for name in (names.ko, names.short, *names.former)
}

# Districts that have moved to another province since old registers were written.
_MOVED = {(Province.GYEONGBUK, "군위군"): Province.DAEGU}  # 2023-07-01

# A city (시) within a province, a county (군), or a ward (구) of a metropolitan city. The wards of
# other cities, such as 창원시 성산구, are no level of their own here.
DISTRICT_PATTERN = r"^[가-힣]{1,8}[시군구]$"
_DISTRICT = re.compile(DISTRICT_PATTERN)


@dataclass(frozen=True)
class Place:
    """Province and district of an address; Sejong has no districts."""

    province: Province
    district: str | None


def locate_address(address: str) -> Place | None:
    """Return province and district by today's division; ``None`` where the address names neither.

    Splits that need more than the district's name, such as those of Incheon's 중구 and 서구 in July
    2026, are left as the address has them.
    """
    first, second, *_ = [*address.split(maxsplit=2), "", ""]
    province = _BY_NAME.get(first)
    if province is None:
        return None
    if not _DISTRICT.match(second):
        return Place(province, None) if province is Province.SEJONG else None
    return Place(_MOVED.get((province, second), province), second)
