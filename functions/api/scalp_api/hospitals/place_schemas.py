"""Responses that name places."""

from typing import Self

from pydantic import ConfigDict, Field, JsonValue

from scalp_core.analysis import Message, Record
from scalp_core.hospitals.places import NamedPlace, PlaceKind
from scalp_core.hospitals.regions import Province

_PLACES: dict[str, JsonValue] = {
    "places": [
        {
            "name": {"ko": "강남역", "en": "Gangnam Station"},
            "area": {"ko": "서울 강남구", "en": "Gangnam-gu, Seoul"},
            "kind": "station",
            "region": "11",
            "sigungu": None,
            "latitude": 37.497,
            "longitude": 127.028,
        }
    ]
}


class PlaceView(Record):
    """A place by which hospitals can be searched."""

    name: Message
    area: Message = Field(description="province and district that it lies in")
    kind: PlaceKind
    province: Province = Field(alias="region")
    district: str | None = Field(
        alias="sigungu", description="the place as a district (시군구) to search; null for others"
    )
    latitude: float = Field(description="of its middle, rounded to about 100 m")
    longitude: float

    @classmethod
    def of(cls, place: NamedPlace, area: Message) -> Self:
        """Return the view of a place that lies in ``area``."""
        return cls(
            name=Message(ko=place.name, en=place.name_en),
            area=area,
            kind=place.kind,
            province=place.province,
            district=place.name if place.kind is PlaceKind.DISTRICT else None,
            latitude=place.latitude,
            longitude=place.longitude,
        )


class PlaceList(Record):
    """Places by name, the likeliest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PLACES]})

    places: list[PlaceView]
