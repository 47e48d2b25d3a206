"""Tables for spreadsheets, which calculate what looks like a formula."""

import csv
import io
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from scalp_core.products.traffic import Traffic
from scalp_core.products.traffic_report import traffic_csv
from scalp_core.products.traffic_repository import DailyTraffic
from scalp_core.spreadsheets import text_cell
from scalp_core.statistics import counters
from scalp_core.statistics.export import COHORT_COLUMNS, tidy_csv
from scalp_core.vocabulary import AgeGroup, Sex
from support.products import product

FORMULA = "=+-@\t\r\n"
_TEXT = st.builds(
    "{}{}".format,
    st.sampled_from(["", *FORMULA]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
)


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def harmless(cells: list[str]) -> bool:
    return not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in cells)


@given(_TEXT)
def test_text_is_on_one_line_and_begins_no_formula(text: str) -> None:
    shown = text_cell(text)

    assert shown.isprintable()
    assert harmless([shown])
    assert shown.endswith("".join(c if c.isprintable() else " " for c in text))


def test_ordinary_names_stay_as_they_are() -> None:
    for name in ("려 자양윤모 샴푸", "A-B", "female", "", "'quoted'"):
        assert text_cell(name) == name


@given(brand=_TEXT, name=_TEXT, campaign=_TEXT, cohort=_TEXT)
def test_no_cell_of_the_report_is_a_formula(
    brand: str, name: str, campaign: str, cohort: str
) -> None:
    # Past the rules for names, which a catalogue from elsewhere might not have seen.
    one = product(1).model_copy(update={"brand": brand, "name": name})
    counted = Traffic(impressions=2, clicks=1)
    row = DailyTraffic(one.id, date(2026, 11, 22), cohort, campaign, counted)

    header, cells = rows(traffic_csv([row], {one.id: (one.brand, one.name)}))

    assert len(cells) == len(header)
    assert harmless(cells)


@given(names=st.tuples(_TEXT, _TEXT))
def test_no_cell_of_the_statistics_is_a_formula(names: tuple[str, str]) -> None:
    table = rows(tidy_csv(COHORT_COLUMNS, [(names, {counters.TOTAL: 10})]))

    assert len(table) > 1
    for cells in table:
        assert len(cells) == len(table[0])
        assert harmless(cells)


def test_statistics_are_ascii_so_they_need_no_byte_order_mark() -> None:
    cohorts = ((sex, age_group) for sex in Sex for age_group in AgeGroup)

    assert tidy_csv(COHORT_COLUMNS, ((one, {counters.TOTAL: 10}) for one in cohorts)).isascii()
