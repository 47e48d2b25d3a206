"""The habits of apis.data.go.kr, each from a stored answer."""

from collections.abc import Iterator

import httpx
import pytest
import respx

from scalp_catalog.portal import (
    IncompleteListError,
    Portal,
    PortalError,
    PortalRefusedError,
    PortalUnavailableError,
)
from support.portal import HIRA, answer_once, hira_row, http_client, rows, stored

# As the portal shows keys: the form called "decoding", and the one called "encoding".
KEY = "aB3/dE+fG=="
ENCODED = "aB3%2FdE%2BfG%3D%3D"


@pytest.fixture
def router() -> Iterator[respx.Router]:
    with respx.mock(assert_all_called=False) as mocked:
        yield mocked


def read(key: str = KEY, waits: list[float] | None = None) -> list[dict[str, str]]:
    with http_client() as http:
        portal = Portal(http, key, sleep=(waits if waits is not None else []).append)
        return list(portal.rows(HIRA, {"clCd": "31"}, per_page=1000))


def test_rows_are_text_whatever_they_came_as_and_what_is_empty_is_left_out(
    router: respx.Router,
) -> None:
    router.get(HIRA).mock(return_value=stored("hira_many.json"))

    first, second, third, _ = read()

    assert (first["clCd"], second["clCd"]) == ("31", "11")
    assert (first["XPos"], second["XPos"]) == ("127.0301234", "129.0177")
    assert "telno" not in third


def test_a_single_row_is_a_list_of_one(router: respx.Router) -> None:
    router.get(HIRA).mock(return_value=stored("hira_one.json"))

    (row,) = read()

    assert row["yadmNm"] == "보기대학교병원"


@pytest.mark.parametrize("name", ["hira_none.json", "hira_nodata.json"])
def test_no_row_is_an_empty_list(router: respx.Router, name: str) -> None:
    router.get(HIRA).mock(return_value=stored(name))

    assert read() == []


def test_rows_come_from_xml_too(router: respx.Router) -> None:
    router.get(HIRA).mock(return_value=stored("egen_many.xml"))

    first, _, _ = read()

    assert first["dutyTime1s"] == "0930"
    assert "dutyTel3" not in first


def test_lists_without_the_outer_envelope_are_read_too(router: respx.Router) -> None:
    plain = {"header": {"resultCode": "00"}, "body": {"items": [{"A": 1}], "totalCount": 1}}
    router.get(HIRA).mock(return_value=httpx.Response(200, json=plain))

    assert read() == [{"A": "1"}]


@pytest.mark.parametrize("key", [KEY, ENCODED])
def test_the_key_is_encoded_exactly_once_in_whichever_form_it_was_stored(
    router: respx.Router, key: str
) -> None:
    route = router.get(HIRA).mock(return_value=stored("hira_none.json"))

    read(key)

    query = route.calls.last.request.url.query.decode()
    assert "aB3" in query
    assert "%25" not in query
    assert "dE%2BfG" in query  # a plus would be read as a space
    assert route.calls.last.request.url.params["serviceKey"] == KEY


def test_pages_are_asked_for_until_the_total_is_reached(router: respx.Router) -> None:
    pages = [rows(hira_row(1), hira_row(2), total=3), rows(hira_row(3), total=3)]
    route = answer_once(router, HIRA, *pages)

    assert len(read()) == 3
    assert [call.request.url.params["pageNo"] for call in route.calls] == ["1", "2"]


def test_a_list_that_ends_early_is_no_list(router: respx.Router) -> None:
    answer_once(router, HIRA, rows(hira_row(1), total=3), rows(total=3))

    with pytest.raises(IncompleteListError, match="1 of 3 rows"):
        read()


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (stored("gateway_key.xml"), "not registered"),
        (stored("gateway_quota.xml"), "quota"),
        (stored("hira_quota.json"), "quota"),
        (stored("gateway_key.xml", status=403), "HTTP 403.*not registered"),
        (stored("gateway_quota.xml", status=500), "HTTP 500.*quota"),
        (httpx.Response(401, text="Unauthorized"), "HTTP 401"),
        (httpx.Response(404, text="API not found"), "HTTP 404"),
        (httpx.Response(200, json={"response": {"header": {"resultCode": 10}}}), "parameter"),
    ],
)
def test_what_will_be_refused_again_is_asked_once(
    router: respx.Router, answer: httpx.Response, message: str
) -> None:
    route = router.get(HIRA).mock(return_value=answer)

    with pytest.raises(PortalRefusedError, match=message):
        read()

    assert route.call_count == 1


@pytest.mark.parametrize(
    "fault",
    [
        stored("gateway_busy.xml"),
        httpx.Response(500, text="Unexpected errors"),
        httpx.Response(429, text="API rate limit exceeded"),
        httpx.Response(200, text="<html><body>점검 중</body></html>"),
        httpx.Response(200, text="<html><br></html>"),
        httpx.Response(200, text="Service Unavailable"),
        httpx.Response(200, text=""),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"response": {"header": {"resultCode": "00"}, "body": {}}}),
        httpx.Response(200, json={"response": {"header": {"resultCode": "99"}, "body": {}}}),
        httpx.ConnectTimeout("slow"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("gone"),
    ],
)
def test_a_fault_that_may_pass_is_tried_again_after_a_while(
    router: respx.Router, fault: httpx.Response | Exception
) -> None:
    answer_once(router, HIRA, fault, stored("hira_one.json"))
    waits: list[float] = []

    assert len(read(waits=waits)) == 1
    assert len(waits) == 1


def test_a_fault_that_stays_ends_the_refresh_after_four_tries(router: respx.Router) -> None:
    route = router.get(HIRA).mock(return_value=stored("gateway_busy.xml"))
    waits: list[float] = []

    with pytest.raises(PortalUnavailableError, match="SERVICETIMEOUT"):
        read(waits=waits)

    assert route.call_count == 4
    assert len(waits) == 3
    assert all(0 <= wait <= 20 for wait in waits)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.ConnectError(f"https://apis.data.go.kr/?serviceKey={ENCODED}"),
        httpx.Response(200, json={"header": {"resultCode": 99, "resultMsg": f"bad {KEY}"}}),
        httpx.Response(500, text=f"GET /?serviceKey={ENCODED}"),
    ],
)
def test_no_error_repeats_the_key(router: respx.Router, answer: httpx.Response | Exception) -> None:
    router.get(HIRA).mock(side_effect=[answer] * 4)

    with pytest.raises(PortalError) as caught:
        read()

    error: BaseException | None = caught.value
    while error is not None:
        assert KEY not in str(error)
        assert ENCODED not in str(error)
        error = error.__cause__
