"""Hospitals in DynamoDB: three copies of each, so that every search is one Query per key.

The copies lie in the partitions of the hospital's geohash cell, of its district and of its
province. The province's copy is written last and deleted last: a hospital with that copy has all
others, so repeating an interrupted load repairs it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from tenacity import Retrying, retry_if_result, stop_after_attempt, wait_random_exponential

from scalp_core.aws.dynamodb import META_SK, to_item, translate_errors
from scalp_core.errors import BackendError
from scalp_core.hospitals import keys as hospitals_keys
from scalp_core.hospitals.geohash import geohash_cell
from scalp_core.hospitals.model import Hospital, HospitalIndex, MatchedBy, searchable
from scalp_core.hospitals.regions import Province

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import QueryOutputTypeDef, WriteRequestTypeDef

# A search by name reads more than it finds; the rest comes with the next page.
_MOST_READ = 2000
_BATCH = 25  # DynamoDB's own limit of BatchWriteItem
_RANKS = list(MatchedBy)

_Item = tuple[str, str]
_HOSPITALS = TypeAdapter(list[Hospital])


@dataclass(frozen=True)
class HospitalKey:
    """A partition, and a prefix of its sort keys."""

    pk: str
    sk_prefix: str = ""


@dataclass(frozen=True)
class Position:
    """The last hospital of a page: which of the keys it came from, and its sort key there."""

    key: int
    sk: str


@dataclass(frozen=True)
class HospitalPage:
    """Hospitals in the order of the keys, and where the next page begins, if there is one."""

    hospitals: list[Hospital]
    next: Position | None


class HospitalRepository:
    """The only place that reads and writes hospitals.

    Raises (every method):
        BackendError: DynamoDB failed; of a write, a part may have been done.
    """

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def page(
        self,
        wanted: Sequence[HospitalKey],
        *,
        limit: int,
        after: Position | None = None,
        name_part: str | None = None,
    ) -> HospitalPage:
        """Read up to ``limit`` hospitals, one key after the other.

        Args:
            after: where the page before ended; it must lie within ``wanted``.
            name_part: part of the name, as :func:`scalp_core.hospitals.model.searchable` gives it.
                The page may then be short, even empty, although there is a next one.
        """
        rows: list[tuple[int, str]] = []
        left = _MOST_READ
        for number in range(after.key if after else 0, len(wanted)):
            last = after.sk if after and after.key == number else None
            while True:
                most = left if name_part else limit + 1 - len(rows)
                answer = self._query(wanted[number], last, max(most, 1), name_part)
                rows += [(number, item["hospital"]["S"]) for item in answer["Items"]]
                if len(rows) > limit:
                    hospitals, key = _parsed(rows[:limit]), rows[limit - 1][0]
                    end = Position(key, _sort_key(wanted[key].pk, hospitals[-1]))
                    return HospitalPage(hospitals, end)
                left -= answer["ScannedCount"]
                if "LastEvaluatedKey" not in answer:
                    break
                last = answer["LastEvaluatedKey"]["SK"]["S"]
                if left <= 0:
                    return HospitalPage(_parsed(rows), Position(number, last))
        return HospitalPage(_parsed(rows), None)

    def records(self) -> list[Hospital]:
        """Return all records; an interrupted load may have left two of one hospital."""
        return [
            hospital
            for province in Province
            for hospital in self._all_of(HospitalKey(hospitals_keys.hospital_region_pk(province)))
        ]

    def replace(self, before: Iterable[Hospital], after: Iterable[Hospital]) -> None:
        """Write the hospitals ``after``, and delete of ``before`` what is not among them.

        Nothing is deleted before its replacement is written. An interrupted call is completed by
        another one with the same ``after``, and with ``before`` from :meth:`records`.
        """
        before, after = list(before), list(after)
        old_copies = {item for hospital in before for item in _copies(hospital)}
        new_copies = {item: hospital for hospital in after for item in _copies(hospital)}
        old_records = {_record(hospital) for hospital in before}
        new_records = {_record(hospital): hospital for hospital in after}
        self._put(new_copies)
        self._delete(old_copies - new_copies.keys())
        self._put(new_records)
        self._delete(old_records - new_records.keys())

    def index(self) -> HospitalIndex | None:
        """Return the index of the last load; ``None`` before the first."""
        with translate_errors("read hospital index"):
            answer = self._client.get_item(TableName=self._table, Key=_INDEX_KEY)
        if "Item" not in answer:
            return None
        return HospitalIndex.model_validate_json(answer["Item"]["index"]["S"])

    def put_index(self, index: HospitalIndex) -> None:
        """Store the index of a load."""
        item = _INDEX_KEY | to_item({"index": index.model_dump_json(by_alias=True)})
        with translate_errors("write hospital index"):
            self._client.put_item(TableName=self._table, Item=item)

    def _query(
        self, key: HospitalKey, after: str | None, most: int, name_part: str | None
    ) -> "QueryOutputTypeDef":
        condition, values = "PK = :pk", {":pk": key.pk}
        if key.sk_prefix:
            condition += " AND begins_with(SK, :prefix)"
            values[":prefix"] = key.sk_prefix
        more: dict[str, Any] = {}
        if name_part:
            more["FilterExpression"] = "contains(searchable, :part)"
            values[":part"] = name_part
        if after:
            more["ExclusiveStartKey"] = to_item({"PK": key.pk, "SK": after})
        with translate_errors("read hospitals"):
            return self._client.query(
                TableName=self._table,
                KeyConditionExpression=condition,
                ProjectionExpression="hospital",  # botocore takes its time with each attribute
                ExpressionAttributeValues=to_item(values),
                Limit=most,
                **more,
            )

    def _all_of(self, key: HospitalKey) -> Iterator[Hospital]:
        after = None
        while True:
            answer = self._query(key, after, _MOST_READ, None)
            for item in answer["Items"]:
                yield Hospital.model_validate_json(item["hospital"]["S"])
            if "LastEvaluatedKey" not in answer:
                return
            after = answer["LastEvaluatedKey"]["SK"]["S"]

    def _put(self, items: dict[_Item, Hospital]) -> None:
        self._write({"PutRequest": {"Item": _item(*key, items[key])}} for key in sorted(items))

    def _delete(self, items: set[_Item]) -> None:
        self._write(
            {"DeleteRequest": {"Key": to_item({"PK": pk, "SK": sk})}} for pk, sk in sorted(items)
        )

    def _write(self, requests: "Iterable[WriteRequestTypeDef]") -> None:
        requests = iter(requests)
        while batch := list(islice(requests, _BATCH)):
            self._write_batch(batch)

    def _write_batch(self, batch: "list[WriteRequestTypeDef]") -> None:
        """Write up to 25 items; those that DynamoDB returns unprocessed are retried."""
        pending: Any = batch

        def write() -> bool:
            nonlocal pending
            with translate_errors("write hospitals"):
                answer = self._client.batch_write_item(RequestItems={self._table: pending})
            pending = answer["UnprocessedItems"].get(self._table)
            return bool(pending)

        retrying = Retrying(
            retry=retry_if_result(bool),
            wait=wait_random_exponential(multiplier=0.05, max=2),
            stop=stop_after_attempt(8),
            retry_error_callback=_throttled,
        )
        retrying(write)


def _throttled(_: object) -> None:
    raise BackendError("write hospitals: items keep coming back unprocessed")


_INDEX_KEY = to_item({"PK": hospitals_keys.HOSPITAL_INDEX_PK, "SK": META_SK})


def _copies(hospital: Hospital) -> list[_Item]:
    cell = geohash_cell(hospital.latitude, hospital.longitude)
    items = [
        (hospitals_keys.hospital_cell_pk(cell), hospitals_keys.hospital_cell_sk(cell, hospital.id))
    ]
    if hospital.district:
        pk = hospitals_keys.hospital_region_pk(hospital.province, hospital.district)
        items.append((pk, _region_sk(hospital)))
    return items


def _record(hospital: Hospital) -> _Item:
    return hospitals_keys.hospital_region_pk(hospital.province), _region_sk(hospital)


def _region_sk(hospital: Hospital) -> str:
    rank = _RANKS.index(hospital.matched_by)
    return hospitals_keys.hospital_region_sk(rank, searchable(hospital.name), hospital.id)


def _sort_key(pk: str, hospital: Hospital) -> str:
    """Return the sort key under which a hospital is stored in a partition."""
    return dict([*_copies(hospital), _record(hospital)])[pk]


def _item(pk: str, sk: str, hospital: Hospital) -> Any:
    return to_item(
        {
            "PK": pk,
            "SK": sk,
            "searchable": searchable(hospital.name),
            "hospital": hospital.model_dump_json(by_alias=True, exclude_none=True),
        }
    )


def _parsed(rows: list[tuple[int, str]]) -> list[Hospital]:
    # As one document, which takes a fifth less time than one by one.
    return _HOSPITALS.validate_json(f"[{','.join(text for _, text in rows)}]")
