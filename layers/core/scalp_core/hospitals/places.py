"""Places by name: provinces, districts, stations and neighbourhoods, and where they are."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from scalp_core.analysis import Message
from scalp_core.errors import BrokenArtifactError
from scalp_core.hospitals.model import searchable
from scalp_core.hospitals.regions import PROVINCES, Province


class PlaceKind(StrEnum):
    """What a place is; of several with one name, in this order."""

    PROVINCE = "province"
    DISTRICT = "district"
    STATION = "station"
    NEIGHBOURHOOD = "neighbourhood"


@dataclass(frozen=True)
class NamedPlace:
    """A place that people search by.

    Attributes:
        district: districts (시군구) that it lies in, such as ``성남시 분당구``; empty for a
            province, and for a district itself.
        latitude, longitude: of its middle, WGS84 degrees rounded to about 100 m.
    """

    name: str
    name_en: str
    kind: PlaceKind
    province: Province
    district: str
    latitude: float
    longitude: float


# Words beside a place's name in what people type.
_BESIDE = {
    *("피부과", "피부과의원", "병원", "의원", "탈모병원", "근처", "주변", "근방"),
    *("dermatology", "dermatologist", "clinic", "clinics", "hospital", "near", "in", "korea"),
}
# What people leave out of a name: 강남 for 강남역, which goes first, or for 강남구.
_STATION = ("역", "station")
_SUFFIXES = ("구", "시", "군", "동", "읍", "면", "gu", "si", "gun", "dong")
# Marks within names, which people type in several ways: 4.19, 4·19, 419; Gangnam-gu, Gangnamgu.
_MARKS = str.maketrans("", "", "-.·")
_SHORTEST_STEM = 2
_MOST_FOUND = 8


class PlaceNames:
    """The places of a CSV file, as ``infra/seed/README.md`` describes it; read on first use."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def find(self, typed: str) -> list[NamedPlace]:
        """Return up to eight places that ``typed`` may mean, the likeliest first.

        The last word is the place's name, whole, without its suffix, or its beginning; words before
        it say where it lies, as in ``부산 서면``. Words such as 피부과 are ignored. English is
        romanised Korean, with or without hyphens.

        Raises:
            BrokenArtifactError: the file is missing or damaged.
        """
        words = [word for word in map(_key, typed.split()) if word and word not in _BESIDE]
        if not words:
            return []
        found = self._ranked("".join(words), [])
        if not found:
            found = self._ranked(words[-1], words[:-1])
        return found[:_MOST_FOUND]

    def area(self, place: NamedPlace) -> Message:
        """Return the province and districts that a place lies in, such as ``서울 강남구``."""
        names, districts = PROVINCES[place.province], place.district.split()
        if place.kind is PlaceKind.PROVINCE:
            return Message(ko=names.ko, en=names.en)
        english = [self._district_names.get(district, district) for district in districts]
        return Message(
            ko=" ".join([names.short, *districts]), en=", ".join([*reversed(english), names.en])
        )

    def _ranked(self, key: str, around: list[str]) -> list[NamedPlace]:
        kinds = list(PlaceKind)
        ranked = [
            (rank, kinds.index(place.kind), number)
            for number, (keys, place) in enumerate(self._places)
            if (rank := _rank(key, keys)) is not None and _lies_in(place, around)
        ]
        return [self._places[number][1] for *_, number in sorted(ranked)]

    @cached_property
    def _district_names(self) -> dict[str, str]:
        return {
            place.name: place.name_en for _, place in self._places if place.name[-1] in "시군구"
        }

    @cached_property
    def _places(self) -> list[tuple[tuple[str, ...], NamedPlace]]:
        """Every place, with the keys that it is found by."""
        try:
            return [(tuple(_keys(place)), place) for place in _read(self._file)]
        except (OSError, KeyError, ValueError) as error:
            raise BrokenArtifactError(f"{self._file.name}: {error}") from error


def _read(file: Path) -> Iterator[NamedPlace]:
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            yield NamedPlace(
                row["name"],
                row["name_en"],
                PlaceKind(row["kind"]),
                Province(row["region"]),
                row["district"],
                float(row["lat"]),
                float(row["lon"]),
            )


def _key(text: str) -> str:
    return searchable(text).translate(_MARKS)


def _keys(place: NamedPlace) -> Iterator[str]:
    yield _key(place.name)
    yield _key(place.name_en)
    if place.kind is PlaceKind.PROVINCE:
        names = PROVINCES[place.province]
        yield from map(_key, (names.ko, *names.former))


def _rank(key: str, keys: tuple[str, ...]) -> int | None:
    """Return 0 for the name, 1 without its suffix, 2 for its beginning, ``None`` otherwise."""
    if key in keys or any(key + suffix in keys for suffix in _STATION):
        return 0
    if len(key) < _SHORTEST_STEM:
        return None
    rests = [name.removeprefix(key) for name in keys if name.startswith(key)]
    if not rests:
        return None
    return 1 if any(rest in _SUFFIXES for rest in rests) else 2


def _lies_in(place: NamedPlace, around: list[str]) -> bool:
    names = PROVINCES[place.province]
    above = [_key(name) for name in (names.ko, names.short, names.en, *place.district.split())]
    return all(any(name.startswith(word) or word in name for name in above) for word in around)
