"""Links to a hospital on the maps that people in Korea use; they need no key and send no position.

Kakao documents ``/link/map/name,latitude,longitude`` and ``/link/search/words``
(https://apis.map.kakao.com/web/guide/). Naver documents only the scheme of its app; its web map
takes words after ``/p/search/``.
"""

from functools import cache
from urllib.parse import quote

from scalp_core.hospitals.model import StoredHospital
from scalp_core.hospitals.regions import PROVINCES, Province


def map_links(hospital: StoredHospital) -> dict[str, str]:
    """A hospital's :class:`scalp_api.hospital_schemas.MapLinks`, by their names in JSON.

    ``kakaoMap`` is the place with its name; Kakao splits at commas. The searches lead to the
    hospital's own page with hours and booking.
    """
    name = quote(hospital["name"], safe="")
    words = _region(hospital["province"], hospital.get("district")) + name
    place = f"{name.replace('%2C', '%20')},{hospital['latitude']},{hospital['longitude']}"
    return {
        "kakaoMap": f"https://map.kakao.com/link/map/{place}",
        "kakaoSearch": f"https://map.kakao.com/link/search/{words}",
        "naverSearch": f"https://map.naver.com/p/search/{words}",
    }


@cache
def _region(province: Province, district: str | None) -> str:
    """What stands before the name: many, such as 강피부과의원, stand in several cities."""
    parts = [PROVINCES[province].short, district or ""]
    return quote("".join(f"{part} " for part in parts if part), safe="")
