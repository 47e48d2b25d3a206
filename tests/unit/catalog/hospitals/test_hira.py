"""Rows of HIRA's list become hospitals."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import respx

from scalp_catalog.hospitals.hira import ChangedListError, HiraList, fetch_hospitals
from scalp_catalog.portal import Portal
from scalp_core.hospitals.model import HospitalKind, HospitalSource, MatchedBy
from scalp_core.hospitals.regions import Province
from support.portal import HIRA, hira, hira_row, http_client, rows, stored

TODAY = date(2026, 11, 22)


@pytest.fixture
def router() -> Iterator[respx.Router]:
    with respx.mock(assert_all_called=False) as mocked:
        yield mocked


def fetch() -> HiraList:
    with http_client() as http:
        return fetch_hospitals(Portal(http, "key", sleep=lambda _: None), HIRA, today=TODAY)


def fetched(router: respx.Router, *items: dict[str, Any]) -> HiraList:
    router.get(HIRA).mock(side_effect=hira(*items))
    return fetch()


def test_the_stored_page_becomes_hospitals(router: respx.Router) -> None:
    router.get(HIRA, params={"clCd": "31"}).mock(return_value=stored("hira_many.json"))
    # As many good rows besides, that one of four without a position is no sign of a new form.
    many = [hira_row(number) for number in range(20)]
    router.get(HIRA, params={"clCd": "21"}).mock(return_value=rows(*many))
    router.get(HIRA, params={"clCd": "01"}).mock(return_value=stored("hira_one.json"))
    router.get(HIRA).mock(return_value=stored("hira_none.json"))

    found = fetch()
    by_name = {one.name: one for one in found.hospitals}

    derma, general = by_name["보기피부과의원"], by_name["보기종합병원"]
    assert derma.kind is HospitalKind.CLINIC
    assert derma.matched_by is MatchedBy.NAME
    assert (derma.latitude, derma.longitude) == (37.499123, 127.030123)
    assert derma.website == "http://www.example-derma.co.kr"
    assert derma.source is HospitalSource.HIRA
    assert derma.date == "2026-11-22"
    assert general.kind is HospitalKind.GENERAL_HOSPITAL
    assert general.matched_by is MatchedBy.DEPARTMENT
    assert general.phone == "051-240-7000"
    assert general.website == "http://www.example-hospital.or.kr/"
    assert by_name["가나다의원"].phone is None
    assert by_name["가나다의원"].province is Province.GANGWON
    assert by_name["보기대학교병원"].kind is HospitalKind.TERTIARY_HOSPITAL
    assert by_name["보기대학교병원"].website is None
    assert found.skipped == {"no XPos": 1}


def test_every_kind_is_requested_nationwide_and_hair_loss_by_name(router: respx.Router) -> None:
    route = router.get(HIRA).mock(return_value=stored("hira_none.json"))

    fetch()

    asked = [call.request.url.params for call in route.calls]
    assert [one["clCd"] for one in asked if "clCd" in one] == ["01", "11", "21", "31"]
    assert {one["dgsbjtCd"] for one in asked if "clCd" in one} == {"14"}
    assert [one["yadmNm"] for one in asked if "yadmNm" in one] == ["모발", "탈모", "헤어"]
    assert not any(name in one for one in asked for name in ("sidoCd", "sgguCd", "xPos"))
    assert {one["numOfRows"] for one in asked} == {"1000"}


def test_a_hospital_that_two_questions_find_is_one(router: respx.Router) -> None:
    found = fetched(router, hira_row(1, yadmNm="모발피부과의원"), hira_row(2))

    assert len(found.hospitals) == 2


def test_more_rows_than_a_page_holds_all_come(router: respx.Router) -> None:
    found = fetched(router, *(hira_row(number) for number in range(2345)))

    assert len(found.hospitals) == 2345


def test_an_id_stays_the_same_and_is_fit_for_a_key(router: respx.Router) -> None:
    first = fetched(router, hira_row(1)).hospitals[0]
    again = fetched(router, hira_row(1, yadmNm="새이름피부과의원")).hospitals[0]
    other = fetched(router, hira_row(2)).hospitals[0]

    assert first.id == again.id != other.id
    assert len(first.id) < 30


def test_dentists_that_a_name_finds_are_left_out(router: respx.Router) -> None:
    found = fetched(router, hira_row(1, clCd=51, yadmNm="헤어치과의원"), hira_row(2))

    assert [one.name for one in found.hospitals] == ["보기2피부과의원"]
    assert found.skipped == {"another kind of institution": 1}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"YPos": "N/A"}, "position is not a number"),
        ({"YPos": "0"}, "latitude is not valid"),
        ({"XPos": "37.5", "YPos": "127.0"}, "latitude is not valid"),
        ({"XPos": "NaN"}, "longitude is not valid"),
        ({"addr": "북한 어딘가 1"}, "address without a known region"),
        ({"yadmNm": "가"}, "name is not valid"),
        ({"ykiho": None}, "no ykiho"),
    ],
)
def test_a_row_of_no_use_is_counted_by_its_reason(
    router: respx.Router, change: dict[str, Any], reason: str
) -> None:
    many = (hira_row(number) for number in range(30))

    found = fetched(router, hira_row(99, **change), *many)

    assert len(found.hospitals) == 30
    assert found.skipped == {reason: 1}


def test_a_list_in_a_new_form_is_not_taken_for_a_shorter_one(router: respx.Router) -> None:
    renamed = (hira_row(number, XPos=None, xPos=127.0) for number in range(5))

    with pytest.raises(ChangedListError, match="no XPos"):
        fetched(router, *renamed, *(hira_row(number) for number in range(10, 30)))


@pytest.mark.parametrize(
    ("written", "website"),
    [
        ("https://derma.example.com/main?x=1", "https://derma.example.com/main?x=1"),
        ("derma.example.com", "http://derma.example.com"),
        ("http://", None),
        ("없음", None),
        ("-", None),
        ("javascript://alert(1)", None),
        ("ftp://files.example.com", None),
        ("http://user:secret@derma.example.com", None),
        ("http://[broken", None),
        ("derma .example.com", None),
    ],
)
def test_only_a_usable_website_is_kept(
    router: respx.Router, written: str, website: str | None
) -> None:
    (hospital,) = fetched(router, hira_row(1, hospUrl=written)).hospitals

    assert hospital.website == website
