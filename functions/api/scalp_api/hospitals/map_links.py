"""Links to a hospital on the maps that people in Korea use; they need no key and send no position.

Kakao documents ``/link/map/name,latitude,longitude``, ``/link/to/`` and ``/link/search/words``
(https://apis.map.kakao.com/web/guide/). Naver documents only ``nmap://``, which needs its app
(https://guide.ncloud-docs.com/docs/maps-url-scheme), and no addresses of its web map
(https://github.com/navermaps/maps.js/issues/24); that takes words after ``/p/search/``, an address
in wide use.
"""

from functools import cache
from urllib.parse import quote

from scalp_core.analysis import Record
from scalp_core.hospitals.model import Hospital
from scalp_core.hospitals.regions import PROVINCES, Province


class MapLinks(Record):
    """Links to maps: the hospital's place, the way there, and pages to call and book from."""

    kakao_map: str
    kakao_route: str
    kakao_search: str
    naver_search: str


def map_links(hospital: Hospital) -> MapLinks:
    """Return links to the place with its name, and searches that lead to the hospital's page."""
    name = quote(hospital.name, safe="")
    words = _region_words(hospital.province, hospital.district) + name
    # Kakao splits at commas.
    place = f"{name.replace('%2C', '%20')},{hospital.latitude},{hospital.longitude}"
    return MapLinks(
        kakao_map=f"https://map.kakao.com/link/map/{place}",
        kakao_route=f"https://map.kakao.com/link/to/{place}",
        kakao_search=f"https://map.kakao.com/link/search/{words}",
        naver_search=f"https://map.naver.com/p/search/{words}",
    )


@cache
def _region_words(province: Province, district: str | None) -> str:
    """Return what precedes the name: hospitals of one name stand in several cities."""
    parts = [PROVINCES[province].short, district or ""]
    return quote("".join(f"{part} " for part in parts if part), safe="")
