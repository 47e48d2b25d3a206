"""Reference statistics from publications, with their sources."""

from typing import Annotated, Literal

from pydantic import Field

from scalp_core.analysis import Message, Record

# Wider than our own cohorts: children are treated too, and insurers separate the 70s and 80s.
ReferenceAge = Literal[
    "all", "0s", "10s", "20s", "30s", "40s", "50s", "60s", "70s", "70s_plus", "80s_plus"
]


class ReferenceSource(Record):
    """Where numbers were published, or an article that reports them.

    Attributes:
        title: of the publication; of an article, what it reports.
    """

    publisher: str
    title: str
    published: str = Field(description="day or year", examples=["2021-07-15", "2001"])
    url: Annotated[str, Field(pattern="^https?://")]


class ReferenceValue(Record):
    """One number.

    Attributes:
        derived: calculated from other numbers of the source.
    """

    period: str = Field(description="year, or first and last year or month", examples=["2020"])
    sex: Literal["all", "male", "female"]
    age_group: ReferenceAge
    value: float
    derived: bool = False


class ReferenceSeries(Record):
    """Numbers of one kind from one publication.

    Attributes:
        population: the people whom the numbers are about.
        caution: how they must not be read.
        rounded_to: precision of the coarsest number, where the source rounds.
    """

    id: str
    title: Message
    population: Message
    caution: Message
    unit: Literal["people", "per_100000", "percent"]
    rounded_to: int | None = None
    sources: list[ReferenceSource] = Field(min_length=1)
    values: list[ReferenceValue] = Field(min_length=1)


class ReferenceStatistics(Record):
    """All reference statistics."""

    series: list[ReferenceSeries]
