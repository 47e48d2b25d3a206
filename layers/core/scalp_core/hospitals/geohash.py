"""Geohash cells, by which a browser can ask for hospitals without sending an exact position."""

import pygeohash

# Four characters are about 31 × 20 km in Korea, five 4 × 5 km, six 1 km × 600 m.
CELL_PATTERN = r"^[0-9b-hjkmnp-z]{4,6}$"
SORT_PRECISION = 7

# The cell of 45 × 45 degrees that holds South Korea and all its neighbours.
_KOREA = "w"


def geohash_cell(latitude: float, longitude: float, precision: int = SORT_PRECISION) -> str:
    """Return the geohash of a WGS84 position in degrees, with ``precision`` characters."""
    return pygeohash.encode(latitude, longitude, precision=precision)


def with_neighbours(cell: str) -> list[str]:
    """Return the cell itself, then the eight around it clockwise from the north.

    Outside of Korea, where no hospital is listed, it returns the cell alone: some lack neighbours.
    """
    if not cell.startswith(_KOREA):
        return [cell]
    north = _next(cell, "top")
    south = _next(cell, "bottom")
    return [
        cell,
        north,
        _next(north, "right"),
        _next(cell, "right"),
        _next(south, "right"),
        south,
        _next(south, "left"),
        _next(cell, "left"),
        _next(north, "left"),
    ]


def _next(cell: str, direction: "pygeohash.Direction") -> str:
    return pygeohash.get_adjacent(cell, direction)
