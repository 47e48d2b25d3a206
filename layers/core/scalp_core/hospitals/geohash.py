"""Geohash cells: squares on the map that a browser can name without telling where exactly it is."""

import pygeohash

# Four characters are about 31 × 20 km in Korea, five 4 × 5 km, six 1 km × 600 m.
CELL_PATTERN = r"^[0-9b-hjkmnp-z]{4,6}$"
SORT_PRECISION = 7

# South Korea and all that surrounds it lie in this cell of 45 × 45 degrees.
_KOREA = "w"


def cell_of(latitude: float, longitude: float, precision: int = SORT_PRECISION) -> str:
    """The cell of a WGS84 position in degrees, as a geohash of ``precision`` characters."""
    return pygeohash.encode(latitude, longitude, precision=precision)


def with_neighbours(cell: str) -> list[str]:
    """The cell itself, then the eight around it clockwise from the north.

    Elsewhere on earth, where nothing is listed, the cell stands alone: some have no neighbours.
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
