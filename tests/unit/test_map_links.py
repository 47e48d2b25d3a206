"""Links to maps."""

from urllib.parse import unquote, urlsplit

from scalp_api import map_links
from support.hospitals import hospital


def test_links_name_the_hospital_and_its_region_only() -> None:
    clinic = hospital(name="강피부과의원", address="경기도 성남시 분당구 판교로 1")

    assert unquote(map_links.kakao_map(clinic)) == (
        "https://map.kakao.com/link/map/강피부과의원,37.4979,127.0276"
    )
    assert unquote(map_links.kakao_search(clinic)) == (
        "https://map.kakao.com/link/search/경기 성남시 강피부과의원"
    )
    assert unquote(map_links.naver_search(clinic)) == (
        "https://map.naver.com/p/search/경기 성남시 강피부과의원"
    )


def test_signs_in_a_name_cannot_change_where_a_link_leads() -> None:
    clinic = hospital(name="A&B/피부과,의원?#@evil.example/", address="세종특별자치시 보듬7로 20")

    for build, path in (
        (map_links.kakao_map, "/link/map/"),
        (map_links.kakao_search, "/link/search/"),
        (map_links.naver_search, "/p/search/"),
    ):
        parts = urlsplit(build(clinic))
        assert parts.hostname in ("map.kakao.com", "map.naver.com")
        assert parts.path.startswith(path)
        assert "/" not in parts.path.removeprefix(path)
        assert not parts.query
        assert not parts.fragment
    assert map_links.kakao_map(clinic).count(",") == 2
