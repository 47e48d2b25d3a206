"""Opening hours of E-Gen's list."""

from collections.abc import Iterator

import pytest
import respx

from scalp_catalog.hospitals.egen import StatedHours, fetch_hours
from scalp_catalog.portal import Portal
from scalp_core.hospitals.model import Day
from support.portal import EGEN, http_client, rows, stored


@pytest.fixture
def router() -> Iterator[respx.Router]:
    with respx.mock(assert_all_called=False) as mocked:
        yield mocked


def fetch() -> list[StatedHours]:
    with http_client() as http:
        return list(fetch_hours(Portal(http, "key", sleep=lambda _: None), EGEN))


def times(stated: StatedHours) -> dict[str, str]:
    return {day: f"{one.opens}-{one.closes}" for day, one in stated.days.items()}


def test_hours_are_read_from_xml(router: respx.Router) -> None:
    router.get(EGEN, params={"QZ": "C"}).mock(return_value=stored("egen_many.xml"))
    router.get(EGEN).mock(return_value=stored("hira_none.json"))

    seoul, busan = fetch()

    assert times(seoul) == {
        Day.MONDAY: "09:30-18:30",
        Day.FRIDAY: "18:00-25:30",  # until half past one on Saturday
        Day.SATURDAY: "09:00-13:00",
    }
    assert seoul.phone == "025551234"
    assert busan.position == (35.1006, 129.0177)


def test_hours_are_read_from_json_that_made_numbers_of_them(router: respx.Router) -> None:
    router.get(EGEN, params={"QZ": "B"}).mock(return_value=stored("egen_one.json"))
    router.get(EGEN).mock(return_value=stored("hira_none.json"))

    (stated,) = fetch()

    assert times(stated) == {Day.MONDAY: "09:00-19:00", Day.TUESDAY: "09:00-24:00"}


def test_hospitals_are_requested_whatever_their_department(
    router: respx.Router,
) -> None:
    route = router.get(EGEN).mock(return_value=stored("hira_none.json"))

    fetch()

    asked = [call.request.url.params for call in route.calls]
    assert [one["QZ"] for one in asked] == ["A", "B", "C"]
    assert not any("QD" in one for one in asked)


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        ("0900", "0960"),
        ("2500", "2600"),
        ("0900", ""),
        ("아홉시", "1800"),
        ("0900", "0900"),
        ("2400", "2500"),
    ],
)
def test_times_that_are_none_leave_the_day_out(
    router: respx.Router, opens: str, closes: str
) -> None:
    row = {"dutyName": "보기의원", "dutyTime1s": opens, "dutyTime1c": closes}
    good = {"dutyTime2s": "0900", "dutyTime2c": "1800"}
    router.get(EGEN).mock(return_value=rows(row | good))

    assert {tuple(one.days) for one in fetch()} == {(Day.TUESDAY,)}
