"""Telephone numbers as HIRA sends them."""

import pytest

from scalp_catalog.hospitals.phones import complete_phone
from scalp_core.hospitals.regions import Province

WRITTEN = {
    ("051-240-7000", Province.BUSAN): "051-240-7000",
    ("240-7000", Province.BUSAN): "051-240-7000",  # sources.md's example: area code left out
    ("2407000", Province.BUSAN): "051-240-7000",
    ("02-3477-2020", Province.SEOUL): "02-3477-2020",
    ("3477-2020", Province.SEOUL): "02-3477-2020",
    ("(064) 720-2000", Province.JEJU): "064-720-2000",
    ("044.330.1000", Province.SEJONG): "044-330-1000",
    ("1588-1234", Province.DAEGU): "1588-1234",
    ("15881234", Province.DAEGU): "1588-1234",
    ("0507-1234-5678", Province.SEOUL): "0507-1234-5678",
    ("070-1234-5678", Province.SEOUL): "070-1234-5678",
    ("02-555-1234, 02-555-1235", Province.SEOUL): "02-555-1234",
    ("051-240-7000~9", Province.BUSAN): "051-240-7000",
    # JSON made numbers of them and the leading zero is gone.
    ("512407000", Province.BUSAN): "051-240-7000",
    ("234772020", Province.SEOUL): "02-3477-2020",
}


@pytest.mark.parametrize(("written", "province"), WRITTEN)
def test_a_number_gets_its_area_code(written: str, province: Province) -> None:
    assert complete_phone(written, province) == WRITTEN[written, province]


@pytest.mark.parametrize(
    "written", ["", "없음", "-", "119", "02-555", "02-555-1234-5678-9", "25551234", "000-0000-0000"]
)
def test_what_stays_unclear_is_no_number(written: str) -> None:
    assert complete_phone(written, Province.SEOUL) is None
