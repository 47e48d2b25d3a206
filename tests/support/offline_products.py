"""Products, campaigns and their traffic in a table that is not there."""

from base64 import b64encode
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from scalp_core.care.conditions import Findings
from scalp_core.products.keys import SALT_PK
from scalp_core.products.suggest import Person
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_core.vocabulary import AgeGroup, Grade, Sex, Symptom
from support.offline_aws import Answer, OfflineDynamo, Request

# Midnight in Korea is at 15:00 UTC.
LAST_OF_DAY = datetime(2026, 11, 22, 14, 59, 59, tzinfo=UTC)
FIRST_OF_DAY = datetime(2026, 11, 22, 15, tzinfo=UTC)
WOMAN = Person(Findings({Symptom.DANDRUFF: Grade.MILD}), Sex.FEMALE, AgeGroup.FORTIES)
NETWORK = "203.0.113.9"
SALT = b"the salt of this day, whichever."


def salted(answer: Callable[[Request], Answer] = lambda _: {}) -> OfflineDynamo:
    """Return a table in which every day has its salt, and the rest is answered like this."""

    def answered(asked: Request) -> Answer:
        if SALT_PK in str(asked):
            return {"Item": {"salt": {"B": b64encode(SALT).decode()}}}
        return answer(asked)

    return OfflineDynamo(answered)


def traffic(dynamo: OfflineDynamo) -> ProductTrafficRepository:
    return ProductTrafficRepository(dynamo.client, "table")


def catalogue(products: Iterable[object], campaigns: Iterable[object] = ()) -> OfflineDynamo:
    """Return a table with these products for every symptom, and these campaigns."""

    def texts(models: Iterable[object]) -> list[dict[str, dict[str, str]]]:
        return [
            {"content": {"S": one.model_dump_json(by_alias=True, exclude_none=True)}}  # type: ignore[attr-defined]
            for one in models
        ]

    stored, paid = texts(products), texts(campaigns)

    def answer(asked: Request) -> Answer:
        if asked[0] != "Query":
            return {}
        return {"Items": paid if "CAMPAIGNS" in str(asked) else stored}

    return salted(answer)
