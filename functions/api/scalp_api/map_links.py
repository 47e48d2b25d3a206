"""Links to a hospital on the maps that people in Korea use; they need no key and send no position.

Kakao documents ``/link/map/name,latitude,longitude`` and ``/link/search/words``
(https://apis.map.kakao.com/web/guide/). Naver documents only the scheme of its app; its web map
takes words after ``/p/search/``.
"""

from urllib.parse import quote

from scalp_core.hospitals import Hospital
from scalp_core.regions import PROVINCES


def kakao_map(hospital: Hospital) -> str:
    """The place on Kakao Map, with its name; Kakao splits at commas."""
    name = quote(hospital.name.replace(",", " "), safe="")
    return f"https://map.kakao.com/link/map/{name},{hospital.latitude},{hospital.longitude}"


def kakao_search(hospital: Hospital) -> str:
    """A search on Kakao Map, which leads to the hospital's own page with hours and booking."""
    return f"https://map.kakao.com/link/search/{_words(hospital)}"


def naver_search(hospital: Hospital) -> str:
    """A search on Naver Map, which leads to the hospital's own page with hours and booking."""
    return f"https://map.naver.com/p/search/{_words(hospital)}"


def _words(hospital: Hospital) -> str:
    """Name and region: many names, such as 강피부과의원, stand in several cities."""
    parts = [PROVINCES[hospital.province].short, hospital.district or "", hospital.name]
    return quote(" ".join(part for part in parts if part), safe="")
