"""Links to maps."""

from typing import Any
from urllib.parse import unquote, urlsplit

from scalp_api.hospitals.map_links import map_links
from support.hospitals import hospital


def links_of(**changes: Any) -> dict[str, str]:
    return map_links(hospital(**changes)).model_dump(by_alias=True)


def test_links_name_the_hospital_and_its_region_only() -> None:
    links = links_of(name="강피부과의원", address="경기도 성남시 분당구 판교로 1")

    assert {name: unquote(link) for name, link in links.items()} == {
        "kakaoMap": "https://map.kakao.com/link/map/강피부과의원,37.4979,127.0276",
        "kakaoRoute": "https://map.kakao.com/link/to/강피부과의원,37.4979,127.0276",
        "kakaoSearch": "https://map.kakao.com/link/search/경기 성남시 강피부과의원",
        "naverSearch": "https://map.naver.com/p/search/경기 성남시 강피부과의원",
    }


def test_signs_in_a_name_cannot_change_where_a_link_leads() -> None:
    links = links_of(name="A&B/피부과,의원?#@evil.example/", address="세종특별자치시 보듬7로 20")

    for name, path in (
        ("kakaoMap", "/link/map/"),
        ("kakaoRoute", "/link/to/"),
        ("kakaoSearch", "/link/search/"),
        ("naverSearch", "/p/search/"),
    ):
        parts = urlsplit(links[name])
        assert parts.hostname in ("map.kakao.com", "map.naver.com")
        assert parts.path.startswith(path)
        assert "/" not in parts.path.removeprefix(path)
        assert not parts.query
        assert not parts.fragment
    assert links["kakaoMap"].count(",") == 2
