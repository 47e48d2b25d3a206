"""Stands in for apis.data.go.kr."""

import ssl
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import respx

ANSWERS = Path(__file__).resolve().parents[1] / "portal_answers"
HIRA = "https://apis.data.go.kr/B551182/hospInfoServicev2/getHospBasisList"
EGEN = "https://apis.data.go.kr/B552657/HsptlAsembySearchService/getHsptlMdcncListInfoInqire"

Answer = Callable[[httpx.Request], httpx.Response]


def http_client() -> httpx.Client:
    """A client that reads the system's certificates once for all tests."""
    return httpx.Client(verify=_certificates())


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


def stored(name: str, status: int = 200) -> httpx.Response:
    """One of the stored answers."""
    return httpx.Response(status, content=(ANSWERS / name).read_bytes())


def rows(*items: dict[str, Any], total: int | None = None) -> httpx.Response:
    """A page of these rows."""
    body = {"items": {"item": list(items)}, "totalCount": len(items) if total is None else total}
    header = {"resultCode": "00", "resultMsg": "NORMAL SERVICE."}
    return httpx.Response(200, json={"response": {"header": header, "body": body}})


def hira_row(number: int, **changes: Any) -> dict[str, Any]:
    """A row of HIRA's list; a change to ``None`` leaves the field out."""
    row = {
        "ykiho": f"JDQ4MTg4{number}",
        "yadmNm": f"보기{number}피부과의원",
        "clCd": 31,
        "addr": "서울특별시 강남구 강남대로 1 (역삼동)",
        "telno": "02-555-1234",
        "XPos": 127.0276,
        "YPos": 37.4979,
    } | changes
    return {name: value for name, value in row.items() if value is not None}


def hira(*items: dict[str, Any]) -> Answer:
    """HIRA's list of these rows as it answers by kind, page and part of the name."""

    def answer(request: httpx.Request) -> httpx.Response:
        asked = request.url.params
        found = [
            one
            for one in items
            if ("clCd" not in asked or str(one["clCd"]).zfill(2) == asked["clCd"])
            and asked.get("yadmNm", "") in one["yadmNm"]
        ]
        start = (int(asked["pageNo"]) - 1) * int(asked["numOfRows"])
        return rows(*found[start : start + int(asked["numOfRows"])], total=len(found))

    return answer


def answer_once(
    router: respx.Router, url: str, *answers: httpx.Response | Exception
) -> respx.Route:
    """Answer requests to ``url`` by these, one after the other."""
    return router.get(url).mock(side_effect=list(answers))
