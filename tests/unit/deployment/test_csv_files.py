"""Catalogues can be loaded in every form in which Excel saves a table."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from scalp_core.errors import CatalogueFileError
from scalp_core.products.traffic_report import COLUMNS, traffic_csv
from scalp_core.spreadsheets import for_spreadsheets
from scalp_deployment.csv_files import month, read_csv
from scalp_deployment.hospital_file import read_hospitals
from scalp_deployment.paths import HOSPITALS, PRODUCTS
from scalp_deployment.product_file import read_products
from support.excel import FORMS

SHIPPED = HOSPITALS.read_text(encoding="utf-8")
FIRST_HOSPITALS = "".join(SHIPPED.splitlines(keepends=True)[:40])


@pytest.mark.parametrize("form", FORMS)
def test_both_catalogues_are_read_in_every_form(tmp_path: Path, form: str) -> None:
    hospitals, products = tmp_path / "hospitals.csv", tmp_path / "products.csv"
    hospitals.write_bytes(FORMS[form](FIRST_HOSPITALS))
    products.write_bytes(FORMS[form](PRODUCTS.read_text(encoding="utf-8")))

    assert read_hospitals(hospitals) == read_hospitals()[:39]
    assert read_products(products) == read_products(PRODUCTS)


def test_months_that_excel_took_for_dates_are_months_again(tmp_path: Path) -> None:
    assert "2023-05" in FIRST_HOSPITALS
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    def as_shown(match: re.Match[str]) -> str:
        return f",{names[int(match[2]) - 1]}-{match[1]}"

    def spoilt(table: str) -> bytes:
        return re.sub(r",20(\d\d)-(\d\d)(?=[,\n])", as_shown, table).encode()

    hospitals, products = tmp_path / "hospitals.csv", tmp_path / "products.csv"
    hospitals.write_bytes(spoilt(FIRST_HOSPITALS))
    products.write_bytes(spoilt(PRODUCTS.read_text(encoding="utf-8")))

    assert b"May-23" in hospitals.read_bytes()
    assert read_hospitals(hospitals) == read_hospitals()[:39]
    assert read_products(products) == read_products(PRODUCTS)


@pytest.mark.parametrize("text", ["2023-05", "2023", "", "May 2023", "may-23", "May-2023"])
def test_what_is_no_month_of_excel_stays(text: str) -> None:
    assert month(text) == text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xff\xff\x80", "CSV UTF-8"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "CSV UTF-8"),
        (b"", "columns"),
        (b"\xff\xfea", "UTF-16"),
        ("이름,주소\n가,나\n".encode("cp949"), "columns"),
        (b"<html><body>\n", "columns"),
        (b"a,b\x00\n", "columns"),
    ],
)
@pytest.mark.parametrize("read", [read_hospitals, read_products])
def test_what_is_no_such_table_is_one_sentence_that_says_what_to_do(
    tmp_path: Path, read: Callable[[Path], object], content: bytes, said: str
) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(content)

    with pytest.raises(CatalogueFileError, match=said) as error:
        read(file)

    assert str(error.value).startswith("table.csv: ")
    assert "Save As" in str(error.value)
    assert str(error.value).endswith(" describes the columns.")
    assert len(str(error.value)) < 500


@pytest.mark.parametrize("read", [read_hospitals, read_products])
def test_a_file_that_cannot_be_opened_is_named(
    tmp_path: Path, read: Callable[[Path], object]
) -> None:
    for path in (tmp_path / "missing.csv", tmp_path):
        with pytest.raises(CatalogueFileError, match=re.escape(path.name)):
            read(path)


def test_rows_that_are_longer_or_shorter_than_the_first(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("a,b\n1\n,\n2,3,\n")
    assert [line.cells for line in read_csv(file, ["a"])] == [
        {"a": "1", "b": ""},
        {"a": "2", "b": "3"},
    ]

    file.write_text("a,b\n1,2,3\n")
    with pytest.raises(CatalogueFileError, match="line 2"):
        read_csv(file, ["a"])


def test_the_operators_table_comes_back_whole_after_excel_has_saved_it(tmp_path: Path) -> None:
    shipped = {one.id: (one.brand, one.name) for one in read_products(PRODUCTS)}
    table = for_spreadsheets(traffic_csv([], shipped))
    assert table.startswith(b"\xef\xbb\xbf")
    file = tmp_path / "report.csv"
    for form in FORMS.values():
        file.write_bytes(form(table.decode("utf-8-sig") + "2026-11-01,P001,닥터포헤어,,,,,1,0,0\n"))

        (line,) = read_csv(file, COLUMNS)

        assert (line.cells["product"], line.cells["brand"]) == ("P001", "닥터포헤어")
