"""Geohash cells and their neighbours."""

import re

from hypothesis import given
from hypothesis import strategies as st

from scalp_core.hospitals.geohash import CELL_PATTERN, cell_of, with_neighbours

KOREA = {"latitude": st.floats(33, 38.7), "longitude": st.floats(124.5, 132)}
# Degrees of latitude and longitude that a cell of so many characters spans.
SPANS = {
    4: (0.17578125, 0.3515625),
    5: (0.0439453125, 0.0439453125),
    6: (0.0054931640625, 0.010986328125),
}


def test_positions_get_the_cells_of_the_published_algorithm() -> None:
    assert cell_of(57.64911, 10.40744, 11) == "u4pruydqqvj"  # the example of geohash.org
    assert cell_of(37.4979, 127.0276) == "wydm6d6"


@given(**KOREA, precision=st.integers(4, 6))
def test_cell_and_neighbours_are_the_square_of_nine_around_a_position(
    latitude: float, longitude: float, precision: int
) -> None:
    height, width = SPANS[precision]
    around = {
        cell_of(latitude + y * height, longitude + x * width, precision)
        for y in (-1, 0, 1)
        for x in (-1, 0, 1)
    }

    found = with_neighbours(cell_of(latitude, longitude, precision))

    assert len(found) == 9
    assert set(found) == around
    assert found[0] == cell_of(latitude, longitude, precision)


@given(st.text("0123456789bcdefghjkmnpqrstuvwxyz", min_size=4, max_size=6))
def test_any_cell_on_earth_can_be_asked_for(cell: str) -> None:
    found = with_neighbours(cell)

    assert re.fullmatch(CELL_PATTERN, cell)
    assert found[0] == cell
    assert len(found) == len(set(found)) in (1, 9)
    assert all(re.fullmatch(CELL_PATTERN, one) and len(one) == len(cell) for one in found)
