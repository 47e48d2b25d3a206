"""Sentences of the care guide, and the publications that they follow."""

from typing import Annotated

from pydantic import Field, HttpUrl

from scalp_core.analysis import Message, Record

SourceId = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]


class Source(Record):
    """A publication that statements cite.

    Attributes:
        title: as its publisher calls it, in the publisher's language.
    """

    id: SourceId
    title: str = Field(min_length=1)
    publisher: str = Field(min_length=1)
    url: HttpUrl


class Statement(Message):
    """One sentence or two of the guide, with the ids of its sources."""

    sources: list[SourceId] = Field(min_length=1)
